import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Untrusted } from '../../graph/untrusted.ts'
import type { Expected } from '../../store/change.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import { createConsole, type Answering, type Asked, type Audit } from './console.ts'
import { whole } from './answer-formats.ts'
import { library } from './library.ts'
import { fromAddress, readParameters } from './parameters.ts'
import {
  longestRun,
  type QueryAnswer,
  type queriesOperations,
  type QuerySummary,
  type StoredQuery,
} from './queries.contract.ts'
import { savedQueries } from './saved.service.ts'

type Endpoints = typeof queriesOperations
export type QueriesService = ReturnType<typeof queriesService>

export interface QueriesOptions {
  /** Connections of their own, so that what analysts ask does not keep others waiting. */
  untrusted: Untrusted
  audit: Audit
  /** How many run at once. */
  running: number
}

interface Asker {
  actor: string
  signal?: AbortSignal
}

/** Questions that are known by name, and Cypher of one's own. */
export function queriesService(graph: Graph, secretsKey?: Buffer, options?: QueriesOptions) {
  const saved = savedQueries(graph, secretsKey)
  const console = options && createConsole(options.untrusted, options)
  const ready = () => {
    if (!console) throw new Problem('not-configured', 'this registry runs no queries of analysts')
    return console
  }
  const find = async (folder: string, name: string, actor: string): Promise<StoredQuery> => {
    if (folder === 'saved') return saved.read(name, actor)
    const query = library.get(`${folder}/${name}`)
    if (!query) throw new Problem('not-found', `there is no query ${folder}/${name}`.slice(0, 250))
    return query
  }
  const startNamed = (
    query: StoredQuery,
    parameters: Record<string, unknown>,
    asked: Omit<Asked, 'text' | 'parameters' | 'isTrusted'>,
  ) =>
    ready().start({ ...asked, text: query.query, name: query.name, parameters, isTrusted: query.source === 'library' })
  /** What is kept must be askable. */
  const requireAskable = ({ query, parameters, example }: Pick<StoredQuery, 'query' | 'parameters' | 'example'>) =>
    ready().plan(query, { ...Object.fromEntries(parameters.map(({ name }) => [name, null])), ...example })

  return {
    async list(
      { query: { folder, q, limit, cursor } }: Input<Endpoints['list']>,
      actor: string,
    ): Promise<List<QuerySummary>> {
      const [row] = await graph.read('registry/revision', {})
      const items = [...library.values(), ...(await saved.all(actor))]
        .filter(({ name }) => folder === undefined || name.startsWith(`${folder}/`))
        .filter(
          ({ name, description }) =>
            q === undefined || `${name} ${description}`.toLowerCase().includes(q.toLowerCase()),
        )
        .map(summaryOf)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
      const place = z.tuple([z.string()])
      return pageInOrder(
        { items, revision: row!.revision },
        { limit, cursor },
        ['queries', folder, q],
        place,
        ({ name }) => [name],
      )
    },

    read: ({ params: { folder, name } }: Pick<Input<Endpoints['read']>, 'params'>, actor: string) =>
      find(folder, name, actor),

    async create({ body }: Pick<Input<Endpoints['create']>, 'body'>, actor: string): Promise<StoredQuery> {
      await requireAskable(body)
      return saved.create(body, actor)
    },

    async replace(
      { params, body }: Input<Endpoints['replace']>,
      actor: string,
      expected: Expected,
    ): Promise<StoredQuery> {
      requireSaved(params)
      await requireAskable(body)
      return saved.replace(params.name, body, actor, expected)
    },

    async remove(
      { params }: Pick<Input<Endpoints['remove']>, 'params'>,
      actor: string,
      expected: Expected,
    ): Promise<null> {
      requireSaved(params)
      return saved.remove(params.name, actor, expected)
    },

    async startNamed({ params, body }: Input<Endpoints['run']>, asker: Asker): Promise<Answering> {
      const query = await find(params.folder, params.name, asker.actor)
      return startNamed(query, readParameters(query.parameters, body.parameters), { ...body, ...asker })
    },

    async startFromAddress(
      { params, query: { format: _, rows, ...given } }: Input<Endpoints['rows']>,
      asker: Asker,
    ): Promise<Answering> {
      const query = await find(params.folder, params.name, asker.actor)
      const parameters = readParameters(query.parameters, fromAddress(query.parameters, given), '/query')
      return startNamed(query, parameters, { ...asker, rows, timeout: longestRun })
    },

    startCypher: async (
      { body: { query, ...body } }: Pick<Input<Endpoints['cypher']>, 'body'>,
      asker: Asker,
    ): Promise<Answering> => ready().start({ ...body, ...asker, text: query }),

    plan: async ({ body }: Pick<Input<Endpoints['plan']>, 'body'>) => ready().plan(body.query, body.parameters),

    cancel: async ({ params }: Pick<Input<Endpoints['cancel']>, 'params'>) => ready().cancel(params.run),

    /** A named query from its first row to its last within bounds, for doors that do not stream. */
    async run(
      name: string,
      parameters: Record<string, unknown>,
      { rows = 100, ...asker }: Asker & { rows?: number },
    ): Promise<QueryAnswer> {
      const [folder = '', ...rest] = name.split('/')
      const query = await find(folder, rest.join('/'), asker.actor)
      const values = readParameters(query.parameters, parameters)
      return this.whole(await startNamed(query, values, { ...asker, rows, timeout: longestRun - 1_000 }))
    },

    async whole(answering: Answering, format: 'json' | 'graph' = 'json'): Promise<QueryAnswer> {
      return whole(answering, await this.revision(), format)
    },

    async revision(): Promise<number> {
      const [row] = await graph.read('registry/revision', {})
      return row!.revision
    },
  }
}

function requireSaved({ folder, name }: { folder: string; name: string }): void {
  if (folder === 'saved') return
  if (library.has(`${folder}/${name}`)) throw new Problem('forbidden', 'the library is changed in its files')
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
  ...{ name, source, description, parameters, columns, owner, sharing, version, rev },
})
