// `npm start`: installs packages if needed, builds the page if its sources are newer, then starts the registry.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = import.meta.dirname
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`The module registry needs Node.js 20.19 or later; this is ${process.versions.node}.\n`)
  process.exit(1)
}
if (process.platform === 'win32') {
  process.stderr.write(
    'The module registry runs on Linux and macOS. On Windows, start it in WSL or with docker compose up.\n',
  )
  process.exit(1)
}
process.chdir(root)

function run(what, args) {
  process.stdout.write(`${what}\n`)
  try {
    execFileSync('npm', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
  } catch (error) {
    process.stderr.write(`npm ${args.join(' ')} failed:\n${error.stderr || error.stdout || error.message}\n`)
    process.exit(1)
  }
}

const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(statSync(path).mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs

// npm writes this file last: if it is missing or too old, the installation is incomplete or outdated, and is repeated.
const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || newest(installed) < newest('package-lock.json'))
  run('Installing packages', ['ci', '--no-audit', '--no-fund'])

const built = 'admin/dist/index.html'
const contracts = readdirSync('api/src', { recursive: true }).filter((name) => name.endsWith('contract.ts'))
const sources = ['admin/src', 'admin/index.html', 'admin/vite.config.ts', 'package-lock.json']
sources.push(...contracts.map((name) => join('api/src', name)))
if (
  existsSync('admin/index.html') &&
  (!existsSync(built) || Math.max(...sources.map(newest)) > statSync(built).mtimeMs)
)
  run('Building the page', ['run', 'build'])

if (!process.argv.includes('--only-prepare')) {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./api/src/server.ts')
}
