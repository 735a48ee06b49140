import { expect } from 'chai'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isFull } from '../support/scale.ts'

/** What the README says is tested besides what this process runs on; the newer Neo4j needs the newer Java. */
const combinations = [
  { node: '22', neo4j: '5.26.30', java: 17 },
  { node: '24', neo4j: '2026.08.1', java: 21 },
]

/** The home of a Java that is at least as new, of those that this machine has. */
async function javaHome(oldest: number): Promise<string> {
  const installed = '/usr/lib/jvm'
  const homes = [
    ...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []),
    ...(existsSync(installed) ? readdirSync(installed).map((name) => join(installed, name)) : []),
  ].filter((home) => existsSync(join(home, 'bin', 'java')))
  for (const home of homes) {
    const { stderr } = await promisify(execFile)(join(home, 'bin', 'java'), ['-version'])
    if (Number(/version "(\d+)/.exec(stderr)?.[1]) >= oldest) return home
  }
  throw new Error(`the matrix needs a JDK ${oldest} or later, in JAVA_HOME or in ${installed}`)
}

/** Every test but these, with small numbers: what differs between versions shows at once or never. */
const files = [
  'test/pure/',
  'test/doors/',
  'test/pages/',
  ...readdirSync('test/long')
    .filter((name) => name !== 'matrix.test.ts')
    .map((name) => `test/long/${name}`),
]

describe('The whole suite', function () {
  this.timeout(3_600_000)
  before(function () {
    if (!isFull) this.skip() // another Node and another Neo4j are fetched for it
  })

  for (const { node, neo4j, java } of combinations)
    it(`passes on Node.js ${node} with Neo4j ${neo4j}`, async () => {
      const run = ['node', '--import', 'tsx', 'test/run.ts', ...files]
      const child = spawn('npm', ['exec', '--yes', `--package=node@${node}`, '--', ...run], {
        env: {
          ...process.env,
          JAVA_HOME: await javaHome(java),
          NEO4J_VERSION: neo4j,
          TEST_SCALE: '0.02',
          TEST_SEED: '0',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      const [code] = await once(child, 'close')
      const summary = output.slice(output.indexOf('\nSlowest files'))
      expect(summary).to.match(/\n\d{4} passed, 0 failed\n$/)
      expect(code).to.equal(0)
    })
})
