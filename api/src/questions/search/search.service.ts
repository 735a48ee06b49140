import { z } from 'zod'
import type { Input } from '../../kernel/operation.ts'
import type { Service } from '../../store/call.ts'
import type { Graph, RowOf } from '../../graph/graph.ts'
import { withoutNulls, type WithoutNulls } from '../../kernel/without-nulls.ts'
import { bounded, flagsOf, notice } from '../../kernel/untrusted-text.ts'
import type { ExposedEndpoint } from '../../registry/capabilities/capabilities.contract.ts'
import { withServed } from '../../registry/endpoints/served.ts'
import { inOrderOf } from '../../registry/capabilities/endpoint-order.ts'
import { moduleOf } from '../../store/kind.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { luceneOf, readQuestion } from './question.ts'
import { sampleCall } from './sample.ts'
import { whyFound } from './why.ts'
import {
  hitKinds,
  type CapabilityAnswer,
  type CapabilityAnswers,
  type Hit,
  type searchOperations,
} from './search.contract.ts'

type CapabilityQuery = Input<typeof searchOperations.capabilities>['query']

/** Maximum length of a description in a list of results. */
const longest = 300
const answersShown = 5
const place = z.tuple([z.number(), z.string()])
const labels = { module: 'Module', capability: 'Capability', entity: 'Entity', configuration: 'Configuration' } as const

export type SearchService = ReturnType<typeof searchService>

/** Full-text search. Each result says why it was found. */
export const searchService = (graph: Graph) => {
  const capabilities = async ({ query }: { query: CapabilityQuery }): Promise<CapabilityAnswers> => {
    const { q, limit, cursor, module, type, entity } = query
    const question = q === undefined ? { words: [], operations: [] } : readQuestion(q)
    const asked = query.operation ?? (question.operations.length > 0 ? question.operations : undefined)
    const list = ['capabilities', q, module, type, entity, asked]
    const after = readCursor(cursor, list, place)
    const [rows] = await graph.read('search/capabilities', {
      text: q === undefined ? null : luceneOf(question),
      module: module ?? null,
      type: type ?? null,
      entity: entity ?? null,
      operation: asked ?? null,
      afterScore: after?.[0] ?? null,
      afterRef: after?.[1] ?? null,
      limit: limit + 1,
    })
    const found = page(rows!, limit, list, ({ score, ref }) => [score, ref])
    const items = found.items.map((item) =>
      answerOf(withServed(item.served, withoutNulls(item)), question.words, asked),
    )
    return { ...found, items, words: question.words, notice }
  }

  return {
    capabilities,

    async search({ query }) {
      const { q, kind = [...hitKinds], module, limit, cursor } = query
      const question = readQuestion(q)
      const list = ['search', q, kind, module]
      const after = readCursor(cursor, list, place)
      const [rows] = await graph.read('search/hits', {
        text: luceneOf(question),
        kinds: kind.map((name) => labels[name]),
        module: module ?? null,
        afterScore: after?.[0] ?? null,
        afterRef: after?.[1] ?? null,
        limit: limit + 1,
      })
      const found = page(rows!, limit, list, ({ score, ref }) => [score, ref])
      const isAsked = question.operations.length > 0 && cursor === undefined
      const answers = isAsked
        ? await capabilities({ query: { q, module, limit: answersShown } })
        : { items: [], total: 0 }
      return {
        ...found,
        items: found.items.map((item) => hitOf(withoutNulls(item), question.words)),
        ...question,
        answers: answers.items,
        answersTotal: answers.total,
        notice,
      }
    },
  } satisfies Service<typeof searchOperations>
}

type FoundText = WithoutNulls<RowOf<'search/hits'>['items'][number]>

function hitOf(found: FoundText, words: string[]): Hit {
  const { ref, key = '', name = key, label = '', description = '', documentation = '' } = found
  const {
    aliases = [],
    operations = [],
    tags = [],
    owner = '',
    words: fields = '',
    score,
    dependants,
    module,
    status,
    health,
  } = found
  const text = description || documentation
  const texts = {
    key,
    name,
    aliases: aliases.join(' '),
    label,
    tags: tags.join(' '),
    operations: operations.join(' '),
    fields,
    description,
    documentation,
    owner,
  }
  const flags = flagsOf({ name, label, description, documentation })
  return {
    kind: hitKinds.find((kind) => ref.startsWith(`${kind}:`))!,
    ref,
    module,
    name,
    ...(text === '' ? {} : { description: bounded(text, longest, wholeOf(ref)) }),
    status,
    health,
    score,
    why: whyFound(words, texts),
    dependants,
    ...(flags ? { flags } : {}),
  }
}

/** The request that returns a text in full. */
export function wholeOf(ref: string): string {
  const [kind, name] = [ref.slice(0, ref.indexOf(':')), ref.slice(ref.indexOf('/') + 1)]
  const module = `/api/modules/${moduleOf(ref)}`
  const folders: Record<string, string> = {
    capability: 'capabilities',
    entity: 'entities',
    configuration: 'configurations',
  }
  return `GET ${kind === 'module' ? module : `${module}/${folders[kind]}/${name}`}`
}

type FoundCapability = Omit<WithoutNulls<RowOf<'search/capabilities'>['items'][number]>, 'endpoints'> & {
  endpoints: ExposedEndpoint[]
}

function answerOf(found: FoundCapability, words: string[], asked: string[] | undefined): CapabilityAnswer {
  const {
    ref,
    key,
    module,
    moduleName,
    name,
    type,
    description = '',
    operations,
    score,
    status,
    health,
    entity,
  } = found
  const exposed = inOrderOf(operations, found.endpoints).filter(({ operation }) => asked?.includes(operation) ?? true)
  const texts = {
    key,
    name,
    description,
    operations: operations.join(' '),
    module: `${module} ${moduleName}`,
    entity: entity ? `${entity.words} ${entity.label} ${entity.description}` : '',
  }
  const flags = flagsOf({ name, description, moduleName })
  return {
    ref,
    module,
    moduleName,
    name,
    type,
    ...(description === '' ? {} : { description: bounded(description, longest, wholeOf(ref)) }),
    ...(entity ? { entity: entity.name } : {}),
    operations,
    calls: exposed.slice(0, mostCalls).map((endpoint) => {
      return { ...endpoint, ...(endpoint.served ? { sample: sampleCall(endpoint, entity) } : {}) }
    }),
    status,
    health,
    score,
    why: whyFound(words, texts),
    ...(flags ? { flags } : {}),
  }
}
/** Maximum number of sample calls of a capability; `operations` lists all operations. */
const mostCalls = 20
