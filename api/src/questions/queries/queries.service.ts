import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import { nearestTo } from '../../kernel/validation.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Untrusted } from '../../graph/untrusted.ts'
import type { Call, Service } from '../../store/call.ts'
import type { Person } from '../../store/change.ts'
import { isFoundIn } from '../../kernel/words.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import type { JobsService } from '../../runtime/jobs/jobs.service.ts'
import { createConsole, type Answering, type Asked, type Audit } from './console.ts'
import { pieces, streamed, whole } from './answer-formats.ts'
import { library } from './library.ts'
import { fromAddress, readParameters } from './parameters.ts'
import {
  longestRun,
  type ExportQuery,
  type QueryAnswer,
  type queriesOperations,
  type QueryFormat,
  type QuerySummary,
  type StoredQuery,
} from './queries.contract.ts'
import { savedQueries } from './saved.service.ts'

export type QueriesService = ReturnType<typeof queriesService>

export interface QueriesOptions {
  /** Separate connections, so that queries of analysts do not delay other requests. */
  untrusted: Untrusted
  audit: Audit
  /** Maximum number of concurrent queries. */
  running: number
}

interface Asker extends Person {
  signal?: AbortSignal
  deadline?: number
}

/** Named queries, and Cypher written by clients. */
export function queriesService(graph: Graph, jobs: JobsService, secretsKey?: Buffer, options?: QueriesOptions) {
  const saved = savedQueries(graph, secretsKey)
  const console = options && createConsole(options.untrusted, options)
  const ready = () => {
    if (!console) throw new Problem('not-configured', 'analyst queries are not enabled in this registry')
    return console
  }
  const find = async (folder: string, name: string, person: Person): Promise<StoredQuery> => {
    const asked = `${folder}/${name}`
    const query = folder === 'saved' ? await saved.find(name, person) : library.get(asked)
    if (query) return query
    const known = [...library.keys(), ...(await saved.all(person)).map((one) => one.name)]
    throw new Problem('not-found', `there is no query ${asked.slice(0, 200)}${nearestTo(asked, known, 1 / 4)}`)
  }
  const startNamed = (
    query: StoredQuery,
    parameters: Record<string, unknown>,
    asked: Omit<Asked, 'text' | 'parameters' | 'isTrusted'>,
  ) =>
    ready().start({ ...asked, text: query.query, name: query.name, parameters, isTrusted: query.source === 'library' })
  const revision = async () => (await graph.read('registry/revision', {}))[0]!.revision
  const inForm = async (answering: Answering, format: QueryFormat) =>
    format === 'json' || format === 'graph'
      ? whole(answering, await revision(), format)
      : streamed(answering, await revision(), format)
  /** Starts the job of a query, which takes its turn among jobs. */
  const exporting = (
    title: string,
    { format, rows, timeout }: ExportQuery,
    call: Call,
    start: (asked: Omit<Asked, 'text' | 'parameters' | 'isTrusted'>) => Promise<Answering>,
  ) =>
    jobs.begin(
      {
        kind: 'queries.export',
        title,
        result: {
          csv: { type: 'text/csv', file: 'rows.csv' },
          ndjson: { type: 'application/x-ndjson', file: 'rows.ndjson' },
        }[format],
        async *work({ signal, tell }) {
          const known = await revision()
          const answering = await start({ actor: call.origin.actor, rows, timeout, signal, isJob: true })
          yield* pieces(answering, known, format, (done) => tell({ done }))
        },
      },
      call,
    )
  /** Checks that a query to be saved can be run. @throws Problem */
  const requireAskable = ({ query, parameters, example }: Pick<StoredQuery, 'query' | 'parameters' | 'example'>) =>
    ready().plan(query, { ...Object.fromEntries(parameters.map(({ name }) => [name, null])), ...example })

  return {
    async list({ query: { folder, q, limit, cursor } }, { origin }) {
      const known = await revision()
      const items = [...library.values(), ...(await saved.all(origin))]
        .filter(({ name }) => folder === undefined || name.startsWith(`${folder}/`))
        .filter(({ name, description }) => q === undefined || isFoundIn(`${name} ${description}`, q))
        .map(summaryOf)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
      const place = z.tuple([z.string()])
      return pageInOrder({ items, revision: known }, { limit, cursor }, ['queries', folder, q], place, ({ name }) => [
        name,
      ])
    },

    read: ({ params: { folder, name } }, { origin }) => find(folder, name, origin),

    async create({ body }, { origin }) {
      await requireAskable(body)
      return saved.create(body, origin)
    },

    async replace({ params, body }, { expected, origin }) {
      requireSaved(params)
      await requireAskable(body)
      return saved.replace(params.name, body, origin, expected)
    },

    async remove({ params }, { expected, origin }) {
      requireSaved(params)
      return saved.remove(params.name, origin, expected)
    },

    async run({ params, query: { format }, body }, call) {
      const asker = askerOf(call)
      const query = await find(params.folder, params.name, asker)
      const values = readParameters(query.parameters, body.parameters)
      return inForm(await startNamed(query, values, { ...body, ...asker }), format)
    },

    async rows({ params, query: { format, rows, ...given } }, call) {
      const asker = askerOf(call)
      const query = await find(params.folder, params.name, asker)
      const values = readParameters(query.parameters, fromAddress(query.parameters, given), '/query')
      return inForm(await startNamed(query, values, { ...asker, rows, timeout: longestRun }), format)
    },

    cypher: async ({ query: { format }, body: { query: text, ...body } }, call) =>
      inForm(await ready().start({ ...body, ...askerOf(call), text }), format),

    async export({ params, body }, call) {
      const query = await find(params.folder, params.name, askerOf(call))
      const values = readParameters(query.parameters, body.parameters)
      return exporting(query.name, body, call, (asked) => startNamed(query, values, asked))
    },

    async exportCypher({ body: { query: text, ...body } }, call) {
      await ready().plan(text, body.parameters)
      return exporting(text.slice(0, 200).toWellFormed(), body, call, (asked) =>
        ready().start({ ...asked, text, parameters: body.parameters }),
      )
    },

    plan: async ({ body }) => ready().plan(body.query, body.parameters),

    cancel: async ({ params }) => ready().cancel(params.run),

    /** The first rows of a named query. */
    async firstRows(name: string, parameters: Record<string, unknown>, rows: number, call: Call): Promise<QueryAnswer> {
      const asker = askerOf(call)
      const [folder = '', ...rest] = name.split('/')
      const query = await find(folder, rest.join('/'), asker)
      const values = readParameters(query.parameters, parameters)
      const answering = await startNamed(query, values, { ...asker, rows, timeout: longestRun })
      return whole(answering, await revision())
    },
  } satisfies Service<typeof queriesOperations>
}

const askerOf = ({ origin: { actor, keyId }, signal, deadline }: Call): Asker => ({ actor, keyId, signal, deadline })

function requireSaved({ folder, name }: { folder: string; name: string }): void {
  if (folder === 'saved') return
  if (library.has(`${folder}/${name}`))
    throw new Problem('forbidden', 'library queries can only be changed in their files')
  throw new Problem('not-found', 'there is no such query')
}

const summaryOf = ({
  name,
  source,
  description,
  parameters,
  columns,
  owner,
  sharing,
  version,
  rev,
}: StoredQuery): QuerySummary => ({
  name,
  source,
  description,
  parameters,
  columns,
  owner,
  sharing,
  version,
  rev,
})
