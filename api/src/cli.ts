import { Command } from 'commander'
import { doctor } from './doctor.ts'

// The command line of the registry: `npm run registry -- --help`.

const program = new Command('registry').description('The module registry on the command line').helpCommand(false)

program
  .command('doctor')
  .description('list every setting with its value, and check what a start needs; exit code 1 when something is missing')
  .action(async () => {
    const { lines, isWell } = await doctor(process.env)
    process.stdout.write(`${lines.join('\n')}\n`)
    process.exitCode = isWell ? 0 : 1
  })

await program.parseAsync()
