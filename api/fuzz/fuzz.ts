import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startServer } from '../test/support/server.ts'

/**
 * Tests the API of the CRM against its generated OpenAPI document with the fuzzer Schemathesis.
 * @param examples number of random requests per path, besides those at the boundaries of the schema
 */
const examples = process.argv[2] ?? '20'
const command = process.env.SCHEMATHESIS ?? 'schemathesis'
const server = await startServer({ SEED: 'crm', MONITOR_INTERVAL: '0' })
try {
  await server.says(/2500 of FinancialTransaction written/)
  const args = [
    '--config-file',
    join(import.meta.dirname, 'schemathesis.toml'),
    'run',
    `${server.origin}/api/modules/crm/openapi.json`,
    '--max-examples',
    examples,
    '--seed',
    '1',
    '--continue-on-failure',
    '--no-color',
    '--no-shrink',
    '--generation-database',
    'none',
  ]
  const env = { ...process.env, ORIGIN: server.origin, SCHEMATHESIS_HOOKS: 'hooks', PYTHONPATH: import.meta.dirname }
  const [code] = (await once(spawn(command, args, { stdio: 'inherit', env }), 'close')) as [number | null]
  process.exitCode = code ?? 1
} finally {
  await server.stop()
}
