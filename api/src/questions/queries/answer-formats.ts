import { problemBody, problemOf } from '../../kernel/errors.ts'
import type { Streamed } from '../../store/call.ts'
import type { Answering } from './console.ts'
import { csvLine } from './csv.ts'
import { picture } from './result-graph.ts'
import type { QueryAnswer, QueryFormat } from './queries.contract.ts'
import { plain } from './result-values.ts'

/** Maximum size of an answer in bytes: JSON is built in memory, the others are streamed. */
const mostBytes: Record<QueryFormat, number> = {
  json: 16_000_000,
  graph: 16_000_000,
  ndjson: 200_000_000,
  csv: 200_000_000,
}

/** Reads a complete answer into memory. */
export async function whole(
  answering: Answering,
  revision: number,
  format: 'json' | 'graph' = 'json',
): Promise<QueryAnswer> {
  const rows: QueryAnswer['rows'] = []
  const seen = picture()
  let bytes = 0
  let returned = 0
  let isTooLarge = false
  for await (const row of answering.rows) {
    const given = plain(row) as Record<string, unknown>
    bytes += JSON.stringify(given).length
    isTooLarge = bytes > mostBytes[format]
    if (isTooLarge) break
    returned++
    if (format === 'graph') seen.add(row)
    else rows.push(given)
  }
  const drawn = format === 'graph' ? { graph: await seen.drawn(revision) } : {}
  return { ...headOf(answering), rows, ...drawn, ...tailOf(answering, returned, revision, isTooLarge) }
}

const headOf = ({ run, columns, notifications }: Answering) => ({ run, columns, notifications })

const tailOf = (answering: Answering, returned: number, revision: number, isTooLarge: boolean) => {
  const limit = isTooLarge ? ('bytes' as const) : answering.limit()
  const counts = { returned, total: limit === null ? returned : null, truncated: limit !== null, limit }
  return { ...counts, milliseconds: answering.milliseconds(), nextCursor: null, revision }
}

/**
 * Streams an answer row by row, as fast as the client reads. An error after the first row can only be reported at the
 * end: the last line says how many rows there were, whether they were truncated, and what went wrong.
 */
export const streamed = (answering: Answering, revision: number, format: 'ndjson' | 'csv'): Streamed => ({
  run: answering.run,
  pieces: withProblem(answering, revision, format),
})

async function* withProblem(answering: Answering, revision: number, format: 'ndjson' | 'csv'): AsyncGenerator<string> {
  let returned = 0
  try {
    yield* pieces(answering, revision, format, (rows) => (returned = rows))
  } catch (error) {
    const problem = problemBody(problemOf(error), answering.run)
    yield lastLine(format, { problem }, `# ended after ${returned} rows: ${problem.detail}`)
  }
}

/** The rows as text, with a last line on whether they were truncated. @param tell gets the number of rows so far */
export async function* pieces(
  answering: Answering,
  revision: number,
  format: 'ndjson' | 'csv',
  tell: (rows: number) => void,
): AsyncGenerator<string> {
  const { columns } = answering
  const lineOf = format === 'csv' ? csvLines(columns) : jsonLines
  let piece = format === 'csv' ? csvLine(columns) : jsonLines(headOf(answering))
  let bytes = 0
  let returned = 0
  try {
    for await (const row of answering.rows) {
      piece += lineOf(plain(row) as Record<string, unknown>)
      tell(++returned)
      if (piece.length < 64_000) continue
      yield piece
      bytes += piece.length
      piece = ''
      if (bytes > mostBytes[format]) break
    }
  } catch (error) {
    yield piece
    throw error
  }
  const end = tailOf(answering, returned, revision, bytes > mostBytes[format])
  if (format === 'ndjson' || end.truncated) piece += lastLine(format, end, `# truncated after ${returned} rows`)
  yield piece
}

const lastLine = (format: 'ndjson' | 'csv', end: object, note: string) =>
  format === 'ndjson' ? jsonLines(end) : csvLine([note])
const jsonLines = (value: object) => `${JSON.stringify(value)}\n`
const csvLines = (columns: string[]) => (row: Record<string, unknown>) => csvLine(columns.map((column) => row[column]))
