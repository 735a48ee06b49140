import { open, readFile, stat } from 'node:fs/promises'
import { StartError } from '../../kernel/errors.ts'

const otherWays = [
  'run everything in containers: docker compose up',
  'use a Neo4j 5.26 or later of your own: set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD',
]

/** The error of an embedded Neo4j that cannot run: its cause, remedies, and the alternatives to it. */
export const noEmbedded = (cause: string, ...mend: string[]): StartError =>
  new StartError(`The embedded Neo4j can't run: ${cause}`, [...mend, ...otherWays])

/** Explains errors of the file system; any other error is a bug of the registry and stays as it is. */
export function folderUnusable(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  return noEmbedded(`the folder ${folder} can't be used (${error.message})`, 'choose another folder with DATA_DIR')
}

/** The part of a log that the current run has written. @param from size of the log before the run */
export async function logSince(file: string, from: number): Promise<string> {
  const size = await sizeOf(file)
  const log = await open(file).catch(() => undefined)
  if (!log) return ''
  try {
    const start = size < from ? 0 : from // shorter than before: Neo4j has rotated the file
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(size - start), position: start })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await log.close()
  }
}

export const sizeOf = async (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

const timestamped = /^\d{4}-\d\d-\d\d .*? (INFO|WARN|ERROR) +(?:\[.*?\] )?(?:\[.*?\] )?(.*)$/

/** Root cause of the first error in the log of Neo4j; later errors are consequences of the first. */
export function firstCause(log: string): string | undefined {
  const lines = log.split('\n')
  const first = lines.findIndex((line) => timestamped.exec(line)?.[1] === 'ERROR')
  if (first < 0) return undefined
  const next = lines.findIndex((line, at) => at > first && timestamped.test(line))
  const trace = lines.slice(first + 1, next < 0 ? undefined : next)
  const deepest = trace.findLast((line) => line.startsWith('Caused by: '))
  return deepest?.replace(/^Caused by: [\w.$]*[.$](?=\w)/, '') ?? timestamped.exec(lines[first] ?? '')?.[2]
}

/** The last message of a log, without timestamp and class. */
export function lastLine(log: string): string | undefined {
  const line = log.trimEnd().split('\n').at(-1)
  return line && (timestamped.exec(line)?.[2] ?? line)
}

/** The first error that the process printed before it had a log, such as the JVM refusing its options. */
export const firstLine = async (file: string): Promise<string | undefined> =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').find((line) => /error|exception|could not/i.test(line))
