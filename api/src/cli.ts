import { Command } from 'commander'
import { doctor } from './doctor.ts'
import { readEnvironment } from './kernel/env.ts'
import { StartError } from './kernel/errors.ts'
import { version } from './kernel/version.ts'

// The command line of the registry: `npm run registry -- --help`.

const program = new Command('registry').description('The module registry on the command line').helpCommand(false)

program
  .command('doctor')
  .description(
    'list all settings with their values and check the prerequisites of a start; exit code 1 if one is missing',
  )
  .action(async () => {
    const { lines, isWell } = await doctor(process.env)
    process.stdout.write(`${lines.join('\n')}\n`)
    process.exitCode = isWell ? 0 : 1
  })

program
  .command('mcp')
  .description('serve MCP on standard input and output, beside a running registry')
  .option('--actor <name>', 'name of the actor, for the change log', 'mcp')
  .action(async ({ actor }: { actor: string }) => {
    const { createServices } = await import('./features.ts')
    const { serveOnStdio } = await import('./doors/mcp/stdio.ts')
    const close = await serveOnStdio(createServices, readEnvironment(process.env), actor, version)
    process.stdin.on('end', () => void close())
  })

await program.parseAsync().catch((error: Error) => {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${[error.message, ...error.ways.map((way) => `  - ${way}`)].join('\n')}\n`)
  process.exitCode = 1
})
