import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Environment } from '../../src/kernel/env.ts'
import { startServer, type RunningServer } from '../support/server.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const readme = read('README.md')

describe('The README', () => {
  const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block]) => block!.trim().split('\n'))
    .map((line) => line.replace(/ {2,}#.*$/, ''))

  it('starts with the command that starts everything, and answers what it says to try', async function () {
    this.timeout(240_000)
    expect(commands[0]).to.equal('npm start')
    expect((JSON.parse(read('package.json')) as { scripts: object }).scripts).to.include({ start: 'node start.mjs' })
    const tried = commands.filter((command) => command.startsWith('curl '))
    expect(tried).to.have.length.above(2)
    let server: RunningServer | undefined
    try {
      server = await startServer()
      for (const command of tried) {
        const here = command.replace('localhost:3000', new URL(server.origin).host)
        const { stdout } = await promisify(execFile)('bash', ['-c', here], { cwd: root })
        const answer = command.includes('format=') ? stdout : JSON.stringify(JSON.parse(stdout))
        expect(answer, command)
          .to.match(command.includes(':undo') ? /^\{"revision":\d+\}$/ : /crm|CRM|marketing/)
          .and.not.to.include('"errors":')
      }
    } finally {
      await server?.stop()
    }
  })

  it('names no command that CI does not run', () => {
    const ci = read('.ci/run').replace(/#.*$/gm, '')
    const named = [...readme.matchAll(/npm (?:run )?[a-z]+/g)].map(([command]) => command)
    for (const command of named.filter((command) => command !== 'npm start')) expect(ci, command).to.include(command)
  })

  it('names every setting, and no other', () => {
    const named = [...readme.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map((match) => match[1]!)
    expect([...new Set(named)]).to.have.members(Object.keys(Environment.shape))
  })

  it('names no file that is not there', () => {
    const paths = [...readme.matchAll(/`((?:api|cypher|admin|seeds)\/[\w./-]*)`/g)].map((match) => match[1]!)
    expect(paths).to.have.length.above(8)
    for (const path of paths) expect(existsSync(new URL(path, root)), path).to.equal(true)
  })
})
