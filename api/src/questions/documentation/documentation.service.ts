import { z } from 'zod'
import type { HandledOperation, Handler, Service } from '../../store/call.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { noModule } from '../../registry/modules/nearest.ts'
import type { Graph } from '../../graph/graph.ts'
import type { JobsService } from '../../runtime/jobs/jobs.service.ts'
import { Problem } from '../../kernel/errors.ts'
import { fromRow } from '../../store/kind.ts'
import type { ModuleList } from '../../registry/modules/module-list.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import { drawn } from '../visualisation/visualisation.service.ts'
import { refOfRelation } from './api-section.ts'
import { docsOf, documentOf, overviewForModels, type Surroundings } from './module-document.ts'
import type { DocsSection, documentationOperations, DocumentationScore } from './documentation.contract.ts'
import { documented, factsOf, type Facts } from './module-contents.ts'
import { openApiOf, type Described } from './module-openapi.ts'
import { pageOf } from './page.ts'
import { scoreOf } from './score.ts'
import { markdownOf } from './tree.ts'

interface Row extends Omit<Described, 'entities'> {
  entities: Record<string, unknown>[]
}

const mostNeighbours = 30
const mostListed = 500

export type DocumentationService = ReturnType<typeof documentationService>

/**
 * Documents generated from the graph on each request; none is stored.
 * @param elsewhere reads the documentation of a module in a thread: for all modules it would hold up the process
 */
export const documentationService = (
  graph: Graph,
  listModules: ModuleList,
  relationships: RelationshipsService,
  jobs: JobsService,
  elsewhere?: HandledOperation['handle'],
) => {
  const factsOfOne = async (id: string): Promise<Facts> => {
    const { key } = await readModule(graph.read, id)
    const [facts] = await factsOf(graph, relationships, [key])
    if (!facts) throw await noModule(graph.read, id, '/path/id')
    return facts
  }
  const surroundings = async (
    { module, entities, relationships }: Facts,
    shown: Pick<Surroundings, 'addressOf' | 'baseUrl'>,
  ) => {
    const refs = entities.flatMap(({ fields }) =>
      fields.flatMap(({ relationObject }) => (relationObject ? [refOfRelation(module.key, relationObject)] : [])),
    )
    const [paths, picture] = await Promise.all([
      graph.read('documentation/paths', { refs }),
      drawn(graph.read, { focus: module.ref, depth: 1, direction: 'both', level: 'module', limit: mostNeighbours }),
    ])
    return {
      revision: relationships.revision,
      drawn: picture,
      ...shown,
      paths: new Map(paths.map(({ ref, path }) => [ref, path])),
    } satisfies Surroundings
  }

  /** The documentation of a module, or some of its sections, as Markdown, with the raw texts that people wrote. */
  const docs = async (id: string, baseUrl: string, sections?: readonly DocsSection[]) => {
    const facts = await factsOfOne(id)
    const around = await surroundings(facts, {
      addressOf: (module) => `/api/modules/${encodeURIComponent(module)}/docs.md`,
      baseUrl,
    })
    const texts = documented(facts).map(({ key, documentation }): [string, string] => [key, documentation])
    return {
      key: facts.module.key,
      markdown: markdownOf(documentOf(docsOf(facts, around, sections))),
      texts: { description: facts.module.description, ...Object.fromEntries(texts) },
    }
  }

  /** @throws Problem `not-found` */
  const readDocs: Handler<typeof documentationOperations.readDocs> = async ({ params, query }, { baseUrl }) =>
    (await docs(params.id, baseUrl, query.section)).markdown

  return {
    docs,

    /** @throws Problem `not-found` */
    async readModuleOpenApi({ params: { id } }) {
      const [row] = await graph.read('hosting/documented', { id })
      if (!row) throw await noModule(graph.read, id, '/path/id')
      const { name: title, description, version } = row
      return { ...openApiOf({ title, description, version }, [described(row)]), 'x-revision': row.revision }
    },

    /** @throws Problem `invalid-cursor` */
    async listOpenApi({ query: { limit, cursor } }) {
      const list = ['openapi']
      const [afterKey] = readCursor(cursor, list, z.tuple([z.string()])) ?? ['']
      const [rows] = await graph.read('hosting/active', {
        afterKey,
        limit: limit + 1,
      })
      const { items, revision, ...modules } = page(rows!, limit, list, ({ module }) => [module])
      const about = { title: 'Modules', description: 'All active modules that the registry serves.', version: '1.0.0' }
      return { ...openApiOf(about, items.map(described)), 'x-revision': revision, 'x-modules': modules }
    },

    readDocs,

    /** @throws Problem `not-found` */
    async readPage({ params: { id } }, { baseUrl }) {
      const facts = await factsOfOne(id)
      return pageOf(
        facts,
        docsOf(
          facts,
          await surroundings(facts, { addressOf: (module) => `/docs/modules/${encodeURIComponent(module)}`, baseUrl }),
        ),
      )
    },

    async readScore({ params: { id } }) {
      return scoreOf(await factsOfOne(id))
    },

    /** Scores in the order of the keys; undefined for modules that do not exist. */
    async scoresOfEach(keys: readonly string[]): Promise<(DocumentationScore | undefined)[]> {
      const scores = (await factsOf(graph, relationships, [...keys])).map(scoreOf)
      return keys.map((key) => scores.find(({ module }) => module === key))
    },

    /** @throws Problem `invalid-cursor` */
    async listScores({ query }) {
      const found = await listModules({ ...query, sort: 'key' })
      const keys = found.items.map(({ key }) => key)
      const items = (await factsOf(graph, relationships, keys)).map(scoreOf)
      return { ...found, items, returned: items.length }
    },

    exportDocs: ({ body: { section } }, call) =>
      jobs.begin(
        {
          kind: 'documentation.export',
          title: 'Documentation of all modules',
          result: { type: 'text/markdown', file: 'modules.md' },
          async *work({ signal, tell }) {
            let done = 0
            let cursor: string | undefined
            do {
              const { items, total, nextCursor } = await listModules({ limit: 100, sort: 'key', cursor })
              for (const { key } of items) {
                signal.throwIfAborted()
                tell({ done, total, message: key })
                const input = { params: { id: key }, query: { section }, body: undefined }
                const read = elsewhere?.(input, { ...call, signal }) ?? readDocs(input, call)
                const markdown = await read.catch(unlessGone)
                if (markdown !== undefined) yield `${String(markdown)}\n`
                done++
              }
              cursor = nextCursor ?? undefined
            } while (cursor !== undefined)
            tell({ done })
          },
        },
        call,
      ),

    async listForModels() {
      const { items, total } = await listModules({ limit: mostListed, sort: 'key' })
      return markdownOf(overviewForModels(items, total))
    },
  } satisfies Service<typeof documentationOperations>
}

/** A module may be deleted after it was listed. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof Problem && error.type === 'not-found')) throw error
}

const described = (row: Row): Described => ({
  ...row,
  entities: row.entities.map((stored) => fromRow<Entity>('entity', stored)),
})
