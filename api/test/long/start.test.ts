import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { connect as connectTo, createServer, type AddressInfo, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Driver } from 'neo4j-driver'
import { readEnvironment } from '../../src/kernel/env.ts'
import { startEmbedded, type EmbeddedNeo4j } from '../../src/graph/embedded/embedded.ts'
import { findJava } from '../../src/graph/embedded/install.ts'
import { passwordOf } from '../../src/graph/embedded/password.ts'
import { serversOf } from '../../src/graph/embedded/processes.ts'
import { freePort, launch, uriOf, type Server as Neo4jProcess } from '../../src/graph/embedded/launch.ts'
import { settingsFor, writeSettings } from '../../src/graph/embedded/neo4j-conf.ts'
import { connect } from '../../src/graph/graph.ts'
import { isFull, some } from '../support/scale.ts'
import {
  beginStart,
  clone,
  failedStart,
  removeFolder,
  startServer,
  temporaryFolder,
  type RunningServer,
} from '../support/server.ts'

const run = promisify(execFile)
const neo4jOf = (dataDir: string) => serversOf(join(dataDir, 'neo4j'))
const inHome = (dataDir: string, file: string) => readFile(join(dataDir, 'neo4j', file), 'utf8')

const modules = async ({ origin }: RunningServer): Promise<string[]> => {
  const response = await fetch(`${origin}/api/modules`)
  expect(response.status).to.equal(200)
  return ((await response.json()) as { items: { key: string }[] }).items.map(({ key }) => key)
}

/** One message for the person at the terminal: what is wrong, what to do, and how to run without it. */
function expectClearFailure({ code, output }: { code: number | null; output: string }, cause: RegExp) {
  expect(output).to.match(cause)
  expect(output).to.match(/^ {2}- .*docker compose up/m)
  expect(output).to.match(/^ {2}- .*NEO4J_URI/m)
  expect(output).not.to.match(/^ +at |\.ts:\d|node:internal/m)
  expect(code).to.equal(1)
}

const accepts = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTo(port, host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

async function listening(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

describe('The start', function () {
  this.timeout(90_000)

  /** A registry that was started once and stopped; tests copy its folder instead of making a database each. */
  let filled: string | undefined
  const folders: string[] = []
  const newFolder = async () => {
    const folder = await temporaryFolder()
    folders.push(folder)
    return folder
  }
  const copyOfFilled = async () => {
    if (filled === undefined) {
      filled = await newFolder()
      await (await startServer({ DATA_DIR: filled, SEED: 'crm' })).stop()
    }
    const folder = await newFolder()
    await cp(filled, folder, { recursive: true })
    return folder
  }
  after(() => Promise.all(folders.map(removeFolder)))

  describe('of a registry with its embedded Neo4j', () => {
    let dataDir: string
    let server: RunningServer
    let driver: Driver
    let password: string
    let port: number

    before(async () => {
      dataDir = await newFolder()
      server = await startServer({ DATA_DIR: dataDir, SEED: 'crm' })
      password = (await inHome(dataDir, 'password')).trim()
      port = Number(await inHome(dataDir, 'port'))
      driver = connect(uriOf(port), 'neo4j', password)
    })
    after(async () => {
      await driver?.close()
      await server?.stop()
      filled = dataDir
    })

    const ask = async (text: string) => (await driver.executeQuery(text)).records.map((record) => record.toObject())
    const refused = async (text: string) =>
      driver
        .session()
        .run(text)
        .then(
          () => 'not refused',
          (error: Error) => error.message,
        )

    it('keeps a generated password that only its user can read', async () => {
      expect(password).to.match(/^[0-9a-f]{48}$/)
      expect((await stat(join(dataDir, 'neo4j', 'password'))).mode & 0o777).to.equal(0o600)
      expect((await stat(join(dataDir, 'neo4j'))).mode & 0o777).to.equal(0o700)
    })

    it('keeps its data in a folder of the clone that git ignores', async () => {
      const { DATA_DIR } = readEnvironment({})
      expect(dirname(DATA_DIR) + '/').to.equal(clone)
      await run('git', ['check-ignore', '--quiet', join(DATA_DIR, 'neo4j', 'password')], { cwd: clone })
    })

    it('lets Neo4j listen on loopback only', async () => {
      const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses!.map(({ address }) => address))
      const answering = await Promise.all(
        [...own, '127.0.0.2'].map(async (address) => ((await accepts(port, address)) ? [address] : [])),
      )
      expect(answering.flat()).to.deep.equal(['127.0.0.1'])
    })

    it('runs Neo4j with the hardened settings', async () => {
      const shown = await ask('SHOW SETTINGS YIELD name, value')
      const values = Object.fromEntries(shown.map(({ name, value }) => [name, value]))
      expect(values).to.include({
        'dbms.security.allow_csv_import_from_file_urls': 'false',
        'server.http.enabled': 'false',
        'server.https.enabled': 'false',
        'dbms.usage_report.enabled': 'false',
        'db.transaction.timeout': '30s',
        'db.lock.acquisition.timeout': '5s',
        'db.transaction.concurrent.maximum': '64',
        'db.logs.query.obfuscate_literals': 'true',
      })
    })

    it('lets Cypher read no file', async () => {
      await writeFile(join(dataDir, 'neo4j', 'import', 'secret.csv'), 'secret')
      for (const url of ['file:///secret.csv', 'file:///etc/passwd'])
        expect(await refused(`LOAD CSV FROM '${url}' AS line RETURN line`)).to.match(
          /allow_csv_import_from_file_urls|disabled/,
        )
    })

    it('lets Cypher reach no address', async () => {
      let reached = false
      const web = createHttpServer((_request, response) => {
        reached = true
        response.end('secret')
      }).listen(0, '127.0.0.1')
      await once(web, 'listening')
      const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`
      expect(await refused(`LOAD CSV FROM '${url}' AS line RETURN line`)).to.match(/blocked|blocklist/)
      web.close()
      expect(reached).to.equal(false)
    })

    it('gives Neo4j and each transaction so much memory and no more', async () => {
      const [heap] = await ask(`CALL dbms.queryJmx('java.lang:type=Memory') YIELD attributes
        RETURN attributes.HeapMemoryUsage.value.properties.max AS max`)
      expect(heap!.max).to.be.within(1, 2 ** 30)
      expect(await refused('UNWIND range(1, 50000000) AS n RETURN size(collect(n))')).to.match(/memory/i)
    })

    it('refuses a second registry on the same folder and leaves the first alone', async () => {
      const before = await neo4jOf(dataDir)
      const second = await failedStart({ DATA_DIR: dataDir })
      expectClearFailure(second, /is in use by another registry \(process \d+\)[^]*DATA_DIR/)
      expect(await neo4jOf(dataDir)).to.deep.equal(before)
      expect(await modules(server)).to.include('crm')
    })

    it('uses a Neo4j that NEO4J_URI names, over bolt and over neo4j', async () => {
      for (const scheme of some(['bolt', 'neo4j'], 1)) {
        const other = await startServer({
          NEO4J_URI: `${scheme}://127.0.0.1:${port}`,
          NEO4J_USER: 'neo4j',
          NEO4J_PASSWORD: password,
          NEO4J_DATABASE: 'neo4j',
          PUBLIC_URL: 'https://modules.example.org/registry/',
        })
        const docs = await fetch(`${other.origin}/api/modules/crm/docs.md`)
        expect(await docs.text()).to.include("curl -f 'https://modules.example.org/registry/crm/orders?limit=2'")
        expect(await modules(other)).to.include('crm')
        expect(await readdir(other.dataDir)).to.deep.equal(['secrets-key'])
        await other.stop()
      }
    })

    it('names what is wrong with the user, the password or the database of NEO4J_URI', async () => {
      const settings = { NEO4J_URI: `bolt://127.0.0.1:${port}`, NEO4J_PASSWORD: password }
      for (const [wrong, cause] of some(
        [
          [{ NEO4J_USER: 'nobody' }, /unauthorized/],
          [{ NEO4J_DATABASE: 'absent' }, /not found: absent/],
        ] as const,
        1,
      ))
        expectClearFailure(await failedStart({ ...settings, ...wrong }), cause)
    })

    it('answers 503 with Retry-After while a killed Neo4j comes back, and then as before', async () => {
      const [killed] = await neo4jOf(dataDir)
      process.kill(killed!, 'SIGKILL')
      await sleep(100)
      const meanwhile = await fetch(`${server.origin}/api/modules`)
      expect(meanwhile.status).to.equal(503)
      expect(Number(meanwhile.headers.get('retry-after'))).to.be.greaterThan(0)
      while ((await fetch(`${server.origin}/readyz`)).status !== 200) await sleep(100)
      expect(await modules(server)).to.include('crm')
      expect(await neo4jOf(dataDir))
        .to.have.length(1)
        .and.not.include(killed)
    })

    it('ends the Neo4j of a killed registry, and finds its data', async () => {
      const orphans = await neo4jOf(dataDir)
      server.process.kill('SIGKILL')
      await server.ended
      expect(await neo4jOf(dataDir)).to.deep.equal(orphans)
      server = await startServer({ DATA_DIR: dataDir })
      expect(await neo4jOf(dataDir))
        .to.have.length(1)
        .and.not.include(orphans[0])
      expect(await modules(server)).to.deep.equal(['crm'])
    })

    it('stops in order on Ctrl-C and leaves nothing behind', async () => {
      server.interrupt()
      expect((await server.ended).code).to.equal(0)
      expect(await neo4jOf(dataDir)).to.deep.equal([])
      expect((await readdir(join(dataDir, 'neo4j'))).filter((name) => name.startsWith('owner'))).to.deep.equal([])
      expect(server.output()).to.include('Stopping: ')
      expect(server.output()).not.to.match(/error/i)
    })
  })

  describe('on a folder that was used before', () => {
    let dataDir: string
    let server: RunningServer
    let taken: { server: Server; port: number }
    let bystander: string

    before(async () => {
      dataDir = await copyOfFilled()
      const home = join(dataDir, 'neo4j')
      taken = await listening(Number(await inHome(dataDir, 'port')))
      // Left by dead processes: one whose number nobody has, one whose number another program has by now.
      bystander = `owner-${process.pid}-0-00000000`
      for (const name of ['owner-4194304-1-00000000', bystander]) await writeFile(join(home, name), '')
      await mkdir(join(home, 'run'), { recursive: true })
      await writeFile(join(home, 'run', 'neo4j.pid'), String(process.pid))
      server = await startServer({ DATA_DIR: dataDir })
    })
    after(async () => {
      await server?.stop()
      taken?.server.close()
    })

    it('takes another port for Neo4j when somebody has taken the one of the last time', async () => {
      expect(Number(await inHome(dataDir, 'port'))).not.to.equal(taken.port)
      expect(await modules(server)).to.deep.equal(['crm'])
    })

    it('is not held up by the files of dead processes, and ends no bystander', async () => {
      const owners = (await readdir(join(dataDir, 'neo4j'))).filter((name) => name.startsWith('owner-'))
      expect(owners).to.have.length(1).and.not.include(bystander)
    })
  })

  describe('that can not be', () => {
    it('says so at once when its port is in use, and leaves no database behind', async () => {
      const dataDir = await newFolder()
      const { server, port } = await listening()
      const failed = await failedStart({ DATA_DIR: dataDir, PORT: String(port) })
      server.close()
      expect(failed.output).to.match(new RegExp(`Port ${port} is in use.*\n.*\n.*set PORT to another`))
      expect(failed.output).not.to.match(/^ +at /m)
      expect(failed.code).to.equal(1)
      expect(await neo4jOf(dataDir)).to.deep.equal([])
    })

    it('says so when the password is not the one of the database', async () => {
      const dataDir = await copyOfFilled()
      await writeFile(join(dataDir, 'neo4j', 'password'), 'not-the-password')
      const failed = await failedStart({ DATA_DIR: dataDir })
      expectClearFailure(failed, /the password in \S+ is not the one of its database/)
      expect(failed.output).not.to.include('not-the-password')
      expect(await neo4jOf(dataDir)).to.deep.equal([])
    })

    it('says so when the store can not be opened', async () => {
      const dataDir = await copyOfFilled()
      // Of all files, the one after whose loss Neo4j neither starts this database nor ends by itself when asked to.
      const file = join(dataDir, 'neo4j', 'data', 'databases', 'neo4j', 'neostore.schemastore.db')
      await writeFile(file, Buffer.alloc((await stat(file)).size, 0xa5))
      expectClearFailure(await failedStart({ DATA_DIR: dataDir }), /the store in \S+ can't be opened: \w/)
      expect(await neo4jOf(dataDir)).to.deep.equal([])
    })

    it('says so without Java', async () => {
      const PATH = await newFolder()
      const failed = await failedStart({ PATH, JAVA_HOME: '' })
      expectClearFailure(failed, /needs Java (17|21) or later; there is none in JAVA_HOME or PATH/)
    })

    it('says so without Maven, when Neo4j is not there yet', async () => {
      const PATH = await newFolder()
      await symlink((await findJava()).command, join(PATH, 'java'))
      const failed = await failedStart({ PATH, JAVA_HOME: '', XDG_CACHE_HOME: await newFolder() })
      expectClearFailure(failed, /Maven \(mvn\), which fetches Neo4j [\d.]+ once, is not in PATH/)
    })

    it('says so when nobody answers at NEO4J_URI', async () => {
      const silent = await listening()
      const nobody = await freePort()
      for (const [uri, cause] of some(
        [
          [`bolt://127.0.0.1:${nobody}`, /ECONNREFUSED/],
          [`neo4j://127.0.0.1:${nobody}`, /ECONNREFUSED/],
          [`bolt://127.0.0.1:${silent.port}`, /timed out/],
        ] as const,
        1,
      ))
        expectClearFailure(await failedStart({ NEO4J_URI: uri }), cause)
      silent.server.close()
    })

    it('says so when NEO4J_URI is no address', async () => {
      const wrong = ['http://127.0.0.1:7474', 'bolt://user:secret@127.0.0.1:7687', 'bolt://127.0.0.1?a=b']
      for (const uri of some(wrong, 1)) {
        const { code, output } = await failedStart({ NEO4J_URI: uri })
        expect(output)
          .to.match(/^Invalid setting: NEO4J_URI must be like neo4j:/)
          .and.not.include('secret')
        expect(code).to.equal(1)
      }
    })
  })

  describe('that is given up with Ctrl-C', () => {
    it('says meanwhile to people and programs that it starts, and leaves nothing behind while Neo4j does', async () => {
      const [dataDir, port] = [await copyOfFilled(), await freePort()]
      const server = await beginStart({ DATA_DIR: dataDir, PORT: String(port) })
      while ((await neo4jOf(dataDir)).length === 0) await sleep(50)
      const address = `http://127.0.0.1:${port}/admin/module-registry`
      const [forProgram, forPerson] = [await fetch(address), await fetch(address, { headers: { accept: 'text/html' } })]
      expect([forProgram.status, forPerson.status]).to.deep.equal([503, 503])
      expect(await forProgram.json()).to.include({ type: 'database-unavailable', detail: 'the registry is starting' })
      expect(await forPerson.text()).to.match(/<h1[^>]*>The registry is starting/)
      expect(forPerson.headers.get('refresh')).to.equal('2')
      server.interrupt()
      expect(await server.ended).to.deep.equal({ code: 0, output: '' })
      expect(await neo4jOf(dataDir)).to.deep.equal([])
    })

    it('leaves nothing behind while Maven fetches', async () => {
      const XDG_CACHE_HOME = await newFolder()
      const server = await beginStart({ XDG_CACHE_HOME })
      await server.says(/Fetching Neo4j/)
      server.interrupt()
      expect((await server.ended).code).to.equal(0)
      expect(server.output()).to.match(/^Fetching.*\n$/)
      expect(await readdir(join(XDG_CACHE_HOME, 'module-registry'))).to.deep.equal([])
      await server.stop()
    })
  })

  it('shows its progress the first time, and keeps what it fetched for every clone', async function () {
    if (!isFull) this.skip() // a machine without Neo4j shows it, and CI's is one
    this.timeout(300_000)
    const XDG_CACHE_HOME = await newFolder()
    const server = await startServer({ XDG_CACHE_HOME, SEED: 'none' })
    expect(server.output()).to.match(/Fetching Neo4j [\d.]+ with Maven[^]*\nStarting the database\n[^]*is ready/)
    const [installed] = await readdir(join(XDG_CACHE_HOME, 'module-registry'))
    expect(installed).to.match(/^neo4j-[\d.]+$/)
    await server.stop()
  })

  describe('whose terminal is closed', () => {
    it('is no reason to die without stopping the database', async () => {
      const dataDir = await copyOfFilled()
      const port = await freePort()
      const { process: child, ended } = await beginStart({ DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'info' })
      child.stdout!.destroy()
      child.stderr!.destroy()
      const status = () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          (response) => response.status,
          () => 0,
        )
      while ((await status()) !== 200) await sleep(100)
      for (let request = 1; request <= 3; request++) expect(await status()).to.equal(200)
      child.kill('SIGHUP')
      expect((await ended).code).to.equal(0)
      expect(await neo4jOf(dataDir)).to.deep.equal([])
    })
  })

  describe('with an encrypted Neo4j', () => {
    let neo4j: EmbeddedNeo4j
    let certificates: string
    let settings: Record<string, string>
    const uri = (scheme: string) => `${scheme}://localhost:${new URL(neo4j.uri).port}`

    before(async () => {
      certificates = await newFolder()
      await run('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-keyout',
        join(certificates, 'private.key'),
        '-out',
        join(certificates, 'public.crt'),
      ])
      neo4j = await startEmbedded({
        dataDir: await copyOfFilled(),
        progress: () => {},
        log: () => {},
        settings: {
          'dbms.ssl.policy.bolt.enabled': 'true',
          'dbms.ssl.policy.bolt.base_directory': certificates,
          'dbms.ssl.policy.bolt.client_auth': 'NONE',
          'server.bolt.tls_level': 'OPTIONAL',
        },
      })
      settings = { NEO4J_PASSWORD: neo4j.password }
    })
    after(() => neo4j?.stop())

    it('refuses a certificate that nobody vouches for', async () => {
      for (const scheme of some(['bolt+s', 'neo4j+s'], 1))
        expectClearFailure(
          await failedStart({ ...settings, NEO4J_URI: uri(scheme) }),
          /certificate is not trusted\n[^]*NODE_EXTRA_CA_CERTS/,
        )
    })

    it('accepts one of a known authority with +s, and any with +ssc', async () => {
      const known = { NODE_EXTRA_CA_CERTS: join(certificates, 'public.crt') }
      for (const [scheme, more] of some(
        [
          ['bolt+s', known],
          ['neo4j+s', known],
          ['bolt+ssc', {}],
          ['neo4j+ssc', {}],
        ] as const,
        2,
      )) {
        const server = await startServer({ ...settings, ...more, NEO4J_URI: uri(scheme) })
        expect(await modules(server), scheme).to.deep.equal(['crm'])
        await server.stop()
      }
    })
  })

  describe('with a Neo4j that is too old', () => {
    let neo4j: Neo4jProcess
    let uri: string
    let password: string

    before(async function () {
      if (!isFull) this.skip() // another Neo4j is fetched for it
      this.timeout(300_000)
      const folder = await newFolder()
      const pom = await readFile(new URL('../../src/graph/embedded/pom.xml', import.meta.url), 'utf8')
      await writeFile(join(folder, 'pom.xml'), pom.replace(/5\.26\.\d+/, '5.25.1'))
      const lib = join(folder, 'lib')
      const fetch = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`]
      await run('mvn', ['-B', '-f', join(folder, 'pom.xml'), ...fetch])
      const home = join(folder, 'neo4j')
      const java = await findJava()
      const installation = { version: '5.25.1', cache: folder, lib, fresh: true }
      const port = await freePort()
      await writeSettings(home, settingsFor(port))
      password = await passwordOf(home, java, installation)
      const place = { home, java, installation, password, progress: () => {} }
      neo4j = await launch(place, port, new AbortController().signal)
      uri = uriOf(port)
    })
    after(() => neo4j?.end())

    it('says so, and does not touch it', async () => {
      const failed = await failedStart({ NEO4J_URI: uri, NEO4J_PASSWORD: password })
      expectClearFailure(failed, /The server is Neo4j 5\.25\.1; the module registry needs 5\.26 or later/)
      const driver = connect(uri, 'neo4j', password)
      expect((await driver.executeQuery('SHOW CONSTRAINTS')).records).to.deep.equal([])
      await driver.close()
    })
  })
})
