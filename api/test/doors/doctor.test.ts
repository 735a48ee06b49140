import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { Environment } from '../../src/kernel/env.ts'
import { clone } from '../support/server.ts'
import { registry } from '../support/database.ts'

function doctor(settings: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'api/src/cli.ts', 'doctor'], {
    cwd: clone,
    env: { PATH, HOME, PORT: '0', ...settings },
    encoding: 'utf8',
  })
  expect(stdout + stderr).not.to.match(/\bat .*\.ts:\d+/)
  return { status, output: stdout }
}

describe('The doctor', () => {
  it('lists every setting and finds what a start needs', () => {
    const { status, output } = doctor({ LOG_LEVEL: 'debug' })
    for (const name of Object.keys(Environment.shape)) expect(output).to.match(new RegExp(`^  ${name} `, 'm'))
    expect(output)
      .to.match(/LOG_LEVEL +debug/)
      .and.to.match(/HOST +127\.0\.0\.1/)
    expect(output)
      .to.match(/ok +Java: \//)
      .and.to.match(/ok +embedded Neo4j: (5\.26|20\d\d)/)
    expect(status).to.equal(0)
  })

  it('asks another server, and never shows a secret', async () => {
    const { neo4j } = await registry()
    const given = {
      NEO4J_URI: neo4j.uri,
      NEO4J_PASSWORD: neo4j.password,
      API_KEY: 'a-secret-of-twenty-four-characters',
      LLM_BASE_URL: 'http://localhost:11434/v1',
      LLM_MODEL: 'm',
      LLM_API_KEY: 'the-key-of-a-model',
    }
    const { status, output } = doctor(given)
    expect(output).to.match(/ok +Neo4j: Neo4j\/(5\.26|20\d\d)/)
    for (const secret of [neo4j.password, given.API_KEY, given.LLM_API_KEY]) expect(output).not.to.include(secret)
    expect(status).to.equal(0)
  })

  it('says what is missing and how to mend it', () => {
    const without = doctor({ PATH: '/nowhere' })
    expect(without.output)
      .to.match(/missing +Java: .*17 or later/)
      .and.to.include('docker compose up')
    expect(without.status).to.equal(1)
    expect(doctor({ PORT: 'x' }).output).to.match(/missing +settings: .*PORT must be a port number/)
    expect(doctor({ LLM_MODEL: 'm' }).output).to.match(/missing +settings: LLM_BASE_URL and LLM_MODEL/)
    const unreachable = doctor({ NEO4J_URI: 'bolt://127.0.0.1:1' })
    expect(unreachable.output).to.match(/missing +Neo4j: .*ECONNREFUSED/)
    expect(unreachable.status).to.equal(1)
  })
})
