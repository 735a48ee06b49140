import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Settings = Record<string, string>

/**
 * Settings on top of Neo4j's defaults, as its shipped neo4j.conf is not used; strict validation refuses misspelt names.
 */
const hardened: Settings = {
  'server.config.strict_validation.enabled': 'true',
  'server.http.enabled': 'false',
  'server.https.enabled': 'false',
  'dbms.usage_report.enabled': 'false',
  // Untrusted Cypher can neither read files nor reach an address.
  'server.directories.import': 'import',
  'dbms.security.allow_csv_import_from_file_urls': 'false',
  'internal.dbms.cypher_ip_blocklist': '0.0.0.0/0,::/0',
  // Only slow queries are logged, without parameters and literals; by default Neo4j logs all.
  'db.logs.query.enabled': 'INFO',
  'db.logs.query.threshold': '1s',
  'db.logs.query.parameter_logging_enabled': 'false',
  'db.logs.query.obfuscate_literals': 'true',
  // Limits of time, memory and threads.
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
  // The driver gives up connections to a frozen server after 4 s instead of 120 s.
  'server.bolt.connection_keep_alive': '2s',
  'server.bolt.connection_keep_alive_probes': '2',
  // Otherwise a stop waits 5 s for each of two listeners after the databases are closed.
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

/** JVM flags, which Neo4j's own launcher would derive from the settings. */
export const jvmFlags = (settings: Settings): string[] => [
  `-Xms${settings['server.memory.heap.initial_size']}`,
  `-Xmx${settings['server.memory.heap.max_size']}`,
  '-XX:+ExitOnOutOfMemoryError', // the supervisor restarts it; out of memory, Neo4j would hang instead of exiting
  '-Dlog4j2.disable.jmx=true',
  ...['java.nio', 'java.io', 'sun.nio.ch', 'java.util.concurrent'].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  ),
  ...(settings['server.jvm.additional']?.split(' ') ?? []),
]
