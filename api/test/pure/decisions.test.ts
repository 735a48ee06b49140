import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = join(root, 'api/decisions')
const files = readdirSync(folder).sort()
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8')
const numbers = files.map((file) => file.slice(0, 4))

const inRoot = (path: string) => join(root, path)
const sources = [
  'api/src',
  'api/test/run.ts',
  'admin',
  'cypher',
  'CONTRIBUTING.md',
  'README.md',
  'docker-compose.yml',
  'eslint.config.js',
]
  .flatMap((path) =>
    path.includes('.') ? [path] : readdirSync(inRoot(path), { recursive: true }).map((name) => `${path}/${name}`),
  )
  .filter((path) => /\.(ts|js|cjs|vue|cypher|md|yml)$/.test(path) && !/node_modules|\/dist\//.test(path))
  .map((path) => readFileSync(inRoot(path), 'utf8'))

describe('The decision records', () => {
  it('are numbered without gaps', () => {
    expect(numbers).to.deep.equal(numbers.map((_, index) => String(index + 1).padStart(4, '0')))
  })

  it('are each named where the reason is needed', () => {
    const named = new Set(
      sources.flatMap((text) => [...text.matchAll(/[Dd]ecisions? (\d{4})/g)].map((match) => match[1])),
    )
    expect(numbers.filter((number) => !named.has(number))).to.deep.equal([])
    expect([...named].filter((number) => !numbers.includes(number!))).to.deep.equal([])
  })

  it('name no file and no question that is not there', () => {
    for (const file of files)
      for (const [, path] of textOf(file).matchAll(/`([\w.-]+(?:\/[\w.-]+)+)`/g))
        if (/^(api|admin|cypher|seeds)\//.test(path!))
          expect(existsSync(join(root, path!)), `${file}: ${path}`).to.equal(true)
  })
})

describe('The version', () => {
  it('is the same in every package, in the program and at the top of the changelog', () => {
    const read = (path: string) => readFileSync(join(root, path), 'utf8')
    const versionOf = (path: string) => (JSON.parse(read(path)) as { version: string }).version
    const version = versionOf('package.json')
    for (const workspace of ['api', 'admin', 'cypher', 'seeds'])
      expect(versionOf(`${workspace}/package.json`), workspace).to.equal(version)
    expect(read('api/src/kernel/version.ts')).to.equal(`export const version = '${version}'\n`)
    expect(/^## (?!Unreleased)(\S+)/m.exec(read('CHANGELOG.md'))?.[1]).to.equal(version)
  })
})
