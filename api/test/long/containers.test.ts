import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, symlinkSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { Environment, readEnvironment } from '../../src/kernel/env.ts'
import { settingsFor } from '../../src/graph/embedded/neo4j-conf.ts'
import { registry } from '../support/database.ts'
import { clone, failedStart, removeFolder, startServer, temporaryFolder } from '../support/server.ts'

interface Service {
  entrypoint?: string[]
  command?: string[]
  image?: string
  environment: Record<string, string>
  ports?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  volumes: string[]
  security_opt?: string[]
  cap_drop?: string[]
  read_only?: boolean
}

describe('The containers', () => {
  let compose: { services: { password: Service; neo4j: Service; registry: Service }; volumes: Record<string, null> }
  let dockerfile: string[][]

  before(async () => {
    compose = parse(await readFile(join(clone, 'docker-compose.yml'), 'utf8'))
    const text = (await readFile(join(clone, 'Dockerfile'), 'utf8')).replaceAll('\\\n', ' ')
    dockerfile = text.split('\n').map((line) => line.split(/\s+/))
  })
  const instructions = (name: string) => dockerfile.filter(([word]) => word === name).map(([, ...rest]) => rest)

  it('give the registry settings that it knows', () => {
    const named = instructions('ENV').flatMap((pairs) => pairs.map((pair) => pair.split('=') as [string, string]))
    const settings = { ...Object.fromEntries(named), ...compose.services.registry.environment }
    delete settings.NODE_ENV
    delete settings.NPM_CONFIG_CACHE
    expect(Object.keys(Environment.shape)).to.include.members(Object.keys(settings))
    const asStarted = Object.entries(settings).map(([name, value]) => [name, value.replace(/^\$\{\w+:-(.*)\}$/, '$1')])
    const password = { NEO4J_PASSWORD_FILE: join(clone, '.editorconfig') }
    expect(readEnvironment({ ...Object.fromEntries(asStarted), ...password })).to.include({
      HOST: '0.0.0.0',
      PORT: 3000,
      API_KEY_FILE: '/data/api-key',
      NEO4J_URI: 'bolt://neo4j:7687',
      SEED: 'all',
    })
    const always = ['HOST', 'PORT', 'DATA_DIR', 'API_KEY_FILE', 'NEO4J_VERSION', 'NEO4J_USER', 'NEO4J_DATABASE']
    expect([...Object.keys(settings), ...always, 'NEO4J_PASSWORD']).to.include.members(Object.keys(Environment.shape))
  })

  it('make a password of their own for the database, once, and read it from its file', async () => {
    const folder = await temporaryFolder()
    const { entrypoint, command } = compose.services.password
    const make = (password = '') =>
      execFileSync(
        entrypoint![0]!,
        [...entrypoint!.slice(1), command![0]!.replaceAll('$$', '$').replace('/secrets', folder)],
        {
          env: { PATH: process.env.PATH, NEO4J_PASSWORD: password },
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
    const made = async () => [
      await readFile(join(folder, 'neo4j-auth'), 'utf8'),
      await readFile(join(folder, 'neo4j-password'), 'utf8'),
    ]
    try {
      make()
      const [auth, password] = await made()
      expect(password).to.match(/^[0-9a-f]{48}$/)
      expect(auth).to.equal(`neo4j/${password}`)
      make()
      expect(await made()).to.deep.equal([auth, password])
      const { environment } = compose.services.neo4j
      expect(environment.NEO4J_AUTH_FILE).to.equal('/secrets/neo4j-auth')
      expect(compose.services.registry.environment.NEO4J_PASSWORD_FILE).to.equal('/secrets/neo4j-password')
      const NEO4J_PASSWORD_FILE = join(folder, 'neo4j-password')
      expect(readEnvironment({ NEO4J_PASSWORD_FILE }).NEO4J_PASSWORD).to.equal(password)

      make('$given "password"')
      expect(await made()).to.deep.equal(['neo4j/$given "password"', '$given "password"'])
      await rm(NEO4J_PASSWORD_FILE)
      expect(() => readEnvironment({ NEO4J_PASSWORD_FILE })).to.throw('NEO4J_PASSWORD_FILE cannot be read')
    } finally {
      await removeFolder(folder)
    }
  })

  it('run a supported Neo4j with the settings of the embedded one', () => {
    const { image, environment, volumes, healthcheck } = compose.services.neo4j
    expect(image).to.equal('neo4j:5.26-community')
    const given = Object.entries(environment)
      .filter(([name]) => name !== 'NEO4J_AUTH_FILE')
      .map(([name, value]) => [
        name.replace(/^NEO4J_/, '').replace(/__?/g, (found) => (found === '_' ? '.' : '_')),
        value,
      ])
    expect(settingsFor(7687)).to.include(Object.fromEntries(given))
    expect(volumes).to.deep.equal(['neo4j:/data', 'secrets:/secrets:ro'])
    expect(healthcheck?.test[0]).to.equal('CMD')
    expect(compose.services.registry.depends_on?.neo4j?.condition).to.equal('service_healthy')
  })

  it('are published to this machine only, and the database not at all', () => {
    for (const port of compose.services.registry.ports!) expect(port).to.match(/^127\.0\.0\.1:/)
    expect(compose.services.neo4j).not.to.have.property('ports')
  })

  it('are built from what is in the clone', () => {
    const copied = instructions('COPY').flatMap((words) => (words[0]!.startsWith('--from') ? [] : words.slice(0, -1)))
    expect(copied).to.include('api/src')
    expect(copied.filter((path) => !existsSync(join(clone, path)))).to.deep.equal([])
    const [command] = instructions('CMD')
    expect(existsSync(join(clone, (JSON.parse(command!.join(' ')) as string[]).at(-1)!))).to.equal(true)
    expect(instructions('USER')).to.deep.equal([['node']])
  })

  it('have the command line', async () => {
    const image = await temporaryFolder()
    const last = dockerfile.findLastIndex(([word]) => word === 'FROM')
    const stages = [
      ...dockerfile.slice(
        0,
        dockerfile.findIndex(([, ...words]) => words.at(-1) === 'page'),
      ),
      ...dockerfile.slice(last),
    ]
    try {
      for (const [word, ...paths] of stages) {
        const [target] = paths.slice(-1)
        if (word !== 'COPY' || paths[0]!.startsWith('--from')) continue
        for (const path of paths.slice(0, -1))
          cpSync(join(clone, path), join(image, target!, target!.endsWith('/') ? basename(path) : ''), {
            recursive: true,
            preserveTimestamps: true,
            filter: (file) => !file.includes('node_modules'),
          })
      }
      symlinkSync(join(clone, 'node_modules'), join(image, 'node_modules'))
      symlinkSync(join(clone, 'api', 'node_modules'), join(image, 'api', 'node_modules'))
      const help = execFileSync('npm', ['run', 'registry', '--', '--help'], { cwd: image, encoding: 'utf8' })
      expect(help).to.include('serve MCP on standard input and output')
    } finally {
      await removeFolder(image)
    }
  })

  it('have no privileges that they do not need', () => {
    const { password, neo4j, registry } = compose.services
    for (const service of [password, neo4j, registry])
      expect(service.security_opt).to.deep.equal(['no-new-privileges:true'])
    for (const service of [password, registry]) expect(service.cap_drop).to.deep.equal(['ALL'])
    expect(registry.read_only).to.equal(true)
  })

  it('start with access control, by a key that is made once', async function () {
    this.timeout(90_000)
    const { neo4j } = await registry()
    const folder = await temporaryFolder()
    const settings = {
      HOST: '0.0.0.0',
      API_KEY_FILE: join(folder, 'api-key'),
      NEO4J_URI: neo4j.uri,
      NEO4J_PASSWORD: neo4j.password,
    }
    const server = await startServer(settings)
    try {
      const status = async (headers: Record<string, string>) =>
        (await fetch(`${server.origin}/api/modules`, { headers })).status
      const key = await readFile(settings.API_KEY_FILE, 'utf8')
      expect((await stat(settings.API_KEY_FILE)).mode & 0o777).to.equal(0o600)
      expect(server.output()).to.include(settings.API_KEY_FILE).and.not.include(key)
      expect(await status({})).to.equal(401)
      expect(await status({ authorization: `Bearer ${key}` })).to.equal(200)
      expect(await status({ authorization: `Basic ${btoa(`anybody:${key}`)}` })).to.equal(200)
      expect((await fetch(`${server.origin}/readyz`)).status).to.equal(200)
      await server.stop()

      const again = await startServer(settings)
      await again.stop()
      expect(await readFile(settings.API_KEY_FILE, 'utf8')).to.equal(key)

      await writeFile(settings.API_KEY_FILE, 'too short')
      const failed = await failedStart(settings)
      expect(failed.output).to.match(/^There is no access key in \S+: it has fewer than 24 characters/)
      expect(failed.code).to.equal(1)
    } finally {
      await server.stop()
      await removeFolder(folder)
    }
  })

  it('would not start on every address without a key', async () => {
    const { code, output } = await failedStart({ HOST: '0.0.0.0' })
    expect(output).to.match(/^HOST is 0\.0\.0\.0, which others can reach, and there is no access control\.\n/)
    expect(code).to.equal(1)
  })
})
