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

program
  .command('purge-records')
  .description('delete the records of deleted modules for good, at once instead of after RECORD_RETENTION_DAYS')
  .argument('[module]', 'key of a deleted module; default: all')
  .action(async (module: string | undefined) => {
    const { runningDatabase } = await import('./graph/running.ts')
    const { purgeRecords } = await import('./runtime/hosting/purge.ts')
    const { graph } = await runningDatabase(readEnvironment(process.env))
    try {
      const purged = await purgeRecords(graph, new Date(), module ?? null)
      for (const { module, records } of purged) process.stdout.write(`${module}: ${records} records deleted\n`)
      if (purged.length === 0) process.stdout.write('no records of deleted modules are kept\n')
    } finally {
      await graph.close()
    }
  })

program
  .command('purge-secrets')
  .description('purge secrets from the earlier versions of a configuration for good, leaving that they were')
  .argument('<module>', 'key of the module, which may be deleted')
  .argument('<configuration>', 'key of the configuration, which may be deleted')
  .argument('[pointers...]', 'JSON Pointers to the values, such as /values/token; default: all that are sealed')
  .option('--actor <name>', 'name of the actor, for the change log', 'local')
  .action(async (id: string, part: string, pointers: string[], { actor }: { actor: string }) => {
    const { runningDatabase } = await import('./graph/running.ts')
    const { createServices } = await import('./features.ts')
    const { secretsKeyOf } = await import('./kernel/secrets-key.ts')
    const { internalCall } = await import('./store/call.ts')
    const env = readEnvironment(process.env)
    const { graph } = await runningDatabase(env)
    try {
      const { configurationVersions } = createServices(graph, undefined, { secretsKey: await secretsKeyOf(env) })
      const { changes } = await configurationVersions.purgeVersions(
        { params: { id, part }, body: pointers.length > 0 ? { pointers } : {} },
        internalCall({ actor, via: 'rest' }),
      )
      process.stdout.write(`values purged from ${changes} changes in the log\n`)
    } finally {
      await graph.close()
    }
  })

await program.parseAsync().catch((error: Error) => {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${[error.message, ...error.ways.map((way) => `  - ${way}`)].join('\n')}\n`)
  process.exitCode = 1
})
