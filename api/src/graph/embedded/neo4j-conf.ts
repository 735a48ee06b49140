import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Settings = Record<string, string>

/** A Neo4j without its shipped neo4j.conf has none of these; strict validation refuses a misspelt one at the start. */
const hardened: Settings = {
  'server.config.strict_validation.enabled': 'true',
  'server.http.enabled': 'false',
  'server.https.enabled': 'false',
  'dbms.usage_report.enabled': 'false',
  // Untrusted Cypher can read no file and reach no address.
  'server.directories.import': 'import',
  'dbms.security.allow_csv_import_from_file_urls': 'false',
  'internal.dbms.cypher_ip_blocklist': '0.0.0.0/0,::/0',
  // Only slow questions are logged, without what was asked about; by itself Neo4j writes down every one of them.
  'db.logs.query.enabled': 'INFO',
  'db.logs.query.threshold': '1s',
  'db.logs.query.parameter_logging_enabled': 'false',
  'db.logs.query.obfuscate_literals': 'true',
  // Nothing takes more than its share of time, memory or threads.
  'db.transaction.timeout': '30s',
  'db.lock.acquisition.timeout': '5s',
  'db.memory.transaction.max': '64m',
  'db.memory.transaction.total.max': '256m',
  'dbms.memory.transaction.total.max': '300m',
  'db.transaction.concurrent.maximum': '64',
  'server.bolt.thread_pool_max_size': '80',
  'server.memory.heap.initial_size': '256m',
  'server.memory.heap.max_size': '1g',
  'server.memory.pagecache.size': '256m',
  // A frozen server gives its connections back after 4 s, not after 120.
  'server.bolt.connection_keep_alive': '2s',
  'server.bolt.connection_keep_alive_probes': '2',
  // Otherwise a stop waits 5 s for each of two listeners, long after the databases are closed.
  'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0',
}

export function settingsFor(port: number, extra: Settings = {}): Settings {
  const address = `127.0.0.1:${port}`
  return {
    ...hardened,
    ...extra,
    'server.bolt.listen_address': address,
    'server.bolt.advertised_address': address,
  }
}

export async function writeSettings(home: string, settings: Settings): Promise<void> {
  for (const folder of ['conf', 'import', 'logs', 'run']) await mkdir(join(home, folder), { recursive: true })
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(join(home, 'conf', 'neo4j.conf'), lines.join(''))
}

/** Neo4j's own launcher would turn the settings of the JVM into flags; a process started directly has to be told. */
export const jvmFlags = (settings: Settings): string[] => [
  `-Xms${settings['server.memory.heap.initial_size']}`,
  `-Xmx${settings['server.memory.heap.max_size']}`,
  '-XX:+ExitOnOutOfMemoryError', // the supervisor starts it again; a Neo4j without memory only pretends to run
  '-Dlog4j2.disable.jmx=true',
  ...['java.nio', 'java.io', 'sun.nio.ch', 'java.util.concurrent'].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  ),
  ...(settings['server.jvm.additional']?.split(' ') ?? []),
]
