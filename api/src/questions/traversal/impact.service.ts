import { z } from 'zod'
import type { Input } from '../../kernel/operation.ts'
import { detailOf, Problem, type Reason } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { meantBy } from '../../registry/modules/nearest.ts'
import { moduleOf } from '../../store/kind.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import { declaredFields, undeclared, type DeclaredNames } from '../../registry/relationships/declared-names.ts'
import { relationshipTypes, type Relationship } from '../../registry/relationships/relationships.contract.ts'
import { highest, findNode, namesOf, relationshipsOf, type Named } from './nodes.ts'
import { partsWithin, wayOf, type Use, type Way } from './impact.ts'
import type { Impact, ImpactItem, traversalOperations } from './traversal.contract.ts'

type Query = Input<typeof traversalOperations.impact>['query']
/**
 * A query without its paging. `parts` are the affected parts of the module; null for a module with all of its parts.
 */
type Question = Pick<Query, 'direction' | 'type' | 'operation' | 'field' | 'maxDepth'> & {
  of: string
  parts: string[] | null
}
type Subject = Named & Pick<Question, 'parts'>

interface Reach {
  rings: { depth: number; refs: string[] }[]
  within: string[]
  undeclared: number
  /** Ids of the relationships followed in the first step, by module; null if all are followed. */
  first: Record<string, string[]> | null
}

/** Impact analysis: which modules a change affects. The first step is exact, further ones go from module to module. */
export const impactService = (graph: Graph, cached: RevisionCache) => {
  const reach = (question: Question) =>
    cached('reach', question, async (): Promise<Reach> => {
      const { of, parts, type, direction, maxDepth = Infinity } = question
      const module = `module:${moduleOf(of)}`
      const way = wayOf(type, direction)
      const isBounded = parts !== null || question.operation !== undefined || question.field !== undefined
      const first = isBounded ? await firstStep(graph, module, question, way) : undefined
      // A name that relationships use needs no check.
      if (first && Object.keys(first.ids).length === 0) await requireUsable(graph, module, question)
      const rings = await graph.read('impact/reach', {
        module,
        type: relationshipTypes[type],
        way: way.along && way.against ? 'either' : way.along ? 'along' : 'against',
        first: first ? Object.keys(first.ids) : null,
      })
      return {
        rings: rings.filter(({ depth }) => depth <= maxDepth).map(({ depth, refs }) => ({ depth, refs: refs.sort() })),
        within: first?.within ?? [],
        undeclared: first?.undeclared ?? 0,
        first: first?.ids ?? null,
      }
    })

  const answer = ({ parts, ...of }: Subject, { limit, cursor, ...given }: Omit<Query, 'of'>): Promise<Impact> => {
    const question = { ...given, of: of.ref, parts }
    return cached('impact', { ...question, limit, cursor }, async (revision) => {
      const { rings, within, undeclared, first } = await reach(question)
      const items = rings.flatMap(({ depth, refs }) => refs.map((ref) => ({ depth, ref })))
      const list = pageInOrder(
        { items, revision },
        { limit, cursor },
        ['impact', question],
        z.tuple([z.int(), z.string()]),
        ({ depth, ref }) => [depth, ref],
      )
      const byDepth = rings.map(({ depth, refs }) => ({ depth, modules: refs.length }))
      const described = await describe(graph, question, list.items, rings, first)
      return { ...list, items: described, of, within, undeclared, byDepth }
    })
  }

  return {
    impact: async ({ query: { of, ...query } }: { query: Query }) => answer(await subjectOf(graph, of), query),

    moduleImpact: async ({ params, query }: { params: { id: string }; query: Omit<Query, 'of'> }) =>
      answer({ ...(await findNode(graph, params.id, '/path/id', true)), parts: null }, query),
  }
}

/** The subject of an analysis. Entities and endpoints are used through capabilities. @throws Problem `not-found` */
async function subjectOf(graph: Graph, of: string): Promise<Subject> {
  if (/^(entity|endpoint):/.test(of)) {
    const [part] = await graph.read('impact/part', { ref: of })
    if (part) return { ref: part.ref, name: part.name, parts: part.capabilities }
    const meant = await meantBy(graph.read, of)
    const reason = `names no entity or endpoint${meant}`
    throw new Problem('not-found', `there is no entity or endpoint ${of}${meant}`, [{ pointer: '/query/of', reason }])
  }
  const node = await findNode(graph, of, '/query/of')
  return { ...node, parts: node.ref.startsWith('module:') ? null : [node.ref] }
}

async function firstStep(graph: Graph, module: string, { of, parts, type, operation, field }: Question, way: Way) {
  const neo4jType = relationshipTypes[type]
  const use: Use = { operation, field }
  const inside = await graph.read('impact/inside', { module, type: neo4jType })
  const within = partsWithin((ref) => parts?.includes(ref) ?? true, inside, way, use).filter((ref) => ref !== of)
  const steps = await graph.read('impact/first-step', {
    module,
    type: neo4jType,
    ...way,
    whole: within,
    asked: parts && [...parts, module],
    operation: operation ?? null,
    field: field ?? null,
  })
  return {
    within,
    undeclared: steps.reduce((sum, step) => sum + step.undeclared, 0),
    ids: Object.fromEntries(steps.filter(({ ids }) => ids.length > 0).map(({ ref, ids }) => [ref, ids])),
  }
}

/**
 * Refuses an unknown operation or field, for which "no impact" would be misleading. Without any declared names, all are
 * accepted.
 * @throws Problem `invalid-request`
 */
async function requireUsable(graph: Graph, module: string, { parts, operation, field, direction }: Question) {
  const asked = parts && [...parts, module]
  const [found] = await graph.read('impact/usable', { module, asked, others: direction === 'upstream' })
  const { operations, qualified, entities, schemas, namedOperations, namedFields } = found!
  const fields = declaredFields(entities, schemas)
  const errors = [
    ...unknown('operation', operation, { plain: operations, qualified: [...qualified, ...namedOperations] }),
    ...unknown('field', field, { ...fields, qualified: [...fields.qualified, ...namedFields] }),
  ]
  if (errors.length > 0) throw new Problem('invalid-request', detailOf(errors), errors)
}

function unknown(at: 'operation' | 'field', name: string | undefined, declared: DeclaredNames): Reason[] {
  const reason = name === undefined ? undefined : undeclared(name, declared)
  return reason === undefined ? [] : [{ pointer: `/query/${at}`, reason }]
}

type Place = Pick<ImpactItem, 'ref' | 'depth'>

/** Adds to each module the relationships that connect it with modules of the previous step. */
async function describe(
  graph: Graph,
  { of, type, direction }: Question,
  items: Place[],
  rings: Reach['rings'],
  first: Reach['first'],
): Promise<ImpactItem[]> {
  if (items.length === 0) return []
  const refs = items.map(({ ref }) => ref)
  const way = wayOf(type, direction)
  const uses = await graph.read('impact/uses', {
    refs,
    type: relationshipTypes[type],
    // Reversed, since the query starts from the affected modules.
    along: way.against,
    against: way.along,
  })
  const depths = new Map(rings.flatMap(({ depth, refs }) => refs.map((ref) => [ref, depth] as const)))
  depths.set(`module:${moduleOf(of)}`, 0)
  const back = uses.filter(({ ref, other }) => depths.get(other) === depths.get(ref)! - 1)
  const idsOf = ({ ref, depth }: Place) =>
    (depth === 1 && first?.[ref]) || back.flatMap((use) => (use.ref === ref ? use.ids : []))
  const relationships = await relationshipsOf(graph, items.flatMap(idsOf))
  const named = await namesOf(graph, refs)
  return items.map((item) => ({
    ...item,
    name: named.get(item.ref)!.name,
    status: named.get(item.ref)!.status!,
    through: back.flatMap(({ ref, other }) => (ref === item.ref ? other : [])).slice(0, 100),
    ...summary(
      item.ref,
      idsOf(item).map((id) => relationships.get(id)!),
    ),
  }))
}

const distinct = (texts: string[]) => [...new Set(texts)].sort()

function summary(module: string, relationships: Relationship[]) {
  const ends = relationships.flatMap(({ source, target }) => [source, target])
  return {
    parts: distinct(ends.filter((end) => end !== module && moduleOf(end) === moduleOf(module))),
    relationships: relationships.length,
    operations: distinct(relationships.flatMap(({ operations }) => operations)),
    fields: distinct(relationships.flatMap(({ fields }) => fields)),
    criticality: highest(relationships),
  }
}
