import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, RowOf } from '../../graph/graph.ts'
import type { Call, Service } from '../../store/call.ts'
import { born, change, edit, rehearse, requireRevision, type Decision, type Origin } from '../../store/change.ts'
import { fromRow, type Step } from '../../store/kind.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import type { Module } from '../modules/modules.contract.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import {
  relationshipTypeNames,
  relationshipTypes,
  type NeighbourQuery,
  type Relationship,
  type RelationshipCreate,
  type RelationshipType,
  type relationshipsOperations,
} from './relationships.contract.ts'
import { refuseClosing } from './acyclic.ts'
import { requireDeclared } from './declared-names.ts'
import { haveOtherEnds, requireAcceptable } from './relationship-ends.ts'

/** A module related to another. */
interface Neighbour {
  module: Module
  direction: 'outgoing' | 'incoming' | 'both'
  /** Ids of the relationships between the two or their parts. */
  relationships: string[]
}
/** A relationship with the names of its ends, for answers that show names. */
export interface NamedRelationship extends Relationship {
  sourceName: string
  targetName: string
}
type Query = Input<typeof relationshipsOperations.list>['query']
type OfEach = Omit<Query, 'module' | 'state'>
type OfModule = { params: { id: string }; query: Omit<Query, 'module'> }

export type RelationshipsService = ReturnType<typeof relationshipsService>

/** The operations on relationships. Every function throws the problems that its operation declares. */
export const relationshipsService = (graph: Graph) => {
  const listNamed = async (query: Query): Promise<List<NamedRelationship>> => {
    const { limit, cursor, type, state, module, ...given } = query
    if (module !== undefined && state === 'active') {
      const [found] = await namedOfEach([module], query)
      // A module that does not exist is the end of no relationship.
      return found ?? listNamed({ ...query, cursor: undefined, module: undefined, end: `module:${module}` })
    }
    const others = defined({ module, ...given })
    const list = ['relationships', state, type, others]
    const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? ''
    const paging = { type: typesOf(type), after, limit: limit + 1 }
    const filters = { end: null, criticality: null, operation: null, ...others, ...paging }
    const [rows] =
      state !== 'active'
        ? await graph.read('relationships/list-pending', { module: null, ...filters, state })
        : Object.keys(others).length > 0
          ? await graph.read('relationships/list', filters)
          : await graph.read('relationships/page', paging)
    return page({ ...rows!, items: rows!.items.map(named) }, limit, list, (last) => [last.id])
  }

  const namedOfModule = async ({ params, query }: OfModule): Promise<List<NamedRelationship>> => {
    const [found] = query.state === 'active' ? await namedOfEach([params.id], query) : []
    if (found) return found
    const { key: module } = await readModule(graph.read, params.id)
    return listNamed({ ...query, module })
  }

  /** Pages of active relationships of many modules, in one query; undefined for modules that do not exist. */
  const namedOfEach = async (
    modules: readonly string[],
    { type, limit, cursor, end, criticality, operation }: OfEach,
  ): Promise<(List<NamedRelationship> | undefined)[]> => {
    // A cursor must not depend on the modules: GraphQL returns one for each module of a page, and an alias leads to one.
    const others = defined({ end, criticality, operation })
    const list = ['relationships of modules', type, others]
    const rows = await graph.read('relationships/of-modules', {
      end: null,
      criticality: null,
      operation: null,
      ...others,
      modules: [...modules],
      type: typesOf(type),
      limit: limit + 1,
      after: readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '',
    })
    const byModule = new Map(rows.map((row) => [row.module, row]))
    return modules.map((module) => {
      const found = byModule.get(module)
      return found && page({ ...found, items: found.items.map(named) }, limit, list, (last) => [last.id])
    })
  }

  const changing = <Result>(
    verb: string,
    { dryRun }: { dryRun: boolean },
    origin: Origin,
    decide: (run: Read, revision: number) => Promise<Decision<Result>>,
  ): Promise<Result> =>
    dryRun
      ? rehearse(graph, origin, decide, refuseClosingSteps)
      : change(graph, origin, { kind: `relationship.${verb}` }, decide)

  const editRelationship = (
    verb: string,
    { params, query }: { params: { id: string }; query: { dryRun: boolean } },
    { expected, origin }: Call,
    contents: (before: Relationship) => Partial<Relationship>,
  ): Promise<Relationship> =>
    changing(verb, query, origin, async (run) => {
      const before = await readRelationship(run, params.id)
      requireRevision(before, expected)
      if (before.state !== 'active')
        throw new Problem('conflict', `relationship ${before.id} is ${before.state} and can only be deleted`)
      const { after, steps } = edit(before, contents(before))
      const isMoved = haveOtherEnds(before, after)
      if (isMoved) await requireAcceptable(run, [after], () => '')
      await requireDeclared(run, [after], () => '', isMoved ? undefined : before)
      return { result: after, steps }
    })

  return {
    namedOfModule,

    namedOfEach,

    listOfEach: async (modules: readonly string[], query: OfEach): Promise<(List<Relationship> | undefined)[]> =>
      (await namedOfEach(modules, query)).map((list) => list && unnamed(list)),

    list: async ({ query }) => unnamed(await listNamed(query)),

    listOfModule: async (input) => unnamed(await namedOfModule(input)),

    neighboursOfEach: (
      modules: readonly string[],
      type: RelationshipType,
      query: z.output<typeof NeighbourQuery>,
    ): Promise<List<Neighbour>[]> => neighboursOfEach(graph, modules, type, query),

    /** The relationships in the order of the ids; undefined for ids that do not exist. */
    async readEach(ids: readonly string[]): Promise<(Relationship | undefined)[]> {
      const byId = new Map((await readRelationships(graph.read, ids)).map((found) => [found.id, found]))
      return ids.map((id) => byId.get(id))
    },

    read: ({ params }) => readRelationship(graph.read, params.id),

    create: async ({ body, query }, { origin }) => {
      const answer = await changing('create', query, origin, async (run, revision) => {
        const after = bornRelationship(body, revision)
        await requireAcceptable(run, [after], () => '')
        await requireDeclared(run, [after], () => '')
        return { result: after, steps: [{ before: null, after }] }
      })
      return { answer, isNew: !query.dryRun }
    },

    createMany: async ({ body, query }, { origin }) => {
      const answer = await changing('createMany', query, origin, async (run, revision) => {
        const items = body.items.map((item) => bornRelationship(item, revision))
        await requireAcceptable(run, items, (index) => `/items/${index}`)
        await requireDeclared(run, items, (index) => `/items/${index}`)
        return { result: { items, revision }, steps: items.map((after) => ({ before: null, after })) }
      })
      return { answer, isNew: !query.dryRun }
    },

    replace: (input, call) => editRelationship('replace', input, call, () => input.body),

    change: (input, call) => editRelationship('change', input, call, (before) => mergePatch(before, input.body)),

    remove: ({ params, query }, { expected, origin }) =>
      changing('delete', query, origin, async (run) => {
        const before = await readRelationship(run, params.id)
        requireRevision(before, expected)
        return { result: null, steps: [{ before, after: null }] }
      }),
  } satisfies Service<typeof relationshipsOperations>
}

async function neighboursOfEach(
  graph: Graph,
  modules: readonly string[],
  type: RelationshipType,
  { direction, limit, cursor }: z.output<typeof NeighbourQuery>,
): Promise<List<Neighbour>[]> {
  // A cursor must not depend on the modules: GraphQL returns one for each module of a page.
  const list = ['neighbours', type, direction]
  const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? ''
  const rows = await graph.read('relationships/neighbours', {
    modules: [...modules],
    type: relationshipTypes[type],
    direction,
    after,
    limit: limit + 1,
  })
  const byModule = new Map(rows.map((row) => [row.module, row]))
  return modules.map((module) => {
    const { items, ...found } = byModule.get(module) ?? { items: [], total: 0, revision: rows[0]?.revision ?? 0 }
    const neighbours = items.map((item) => ({ ...item, module: fromRow<Module>('module', item.module) }))
    return page({ ...found, items: neighbours }, limit, list, (last) => [`${last.module.key} ${last.direction}`])
  })
}

async function readRelationships(run: Read, ids: readonly string[]): Promise<Relationship[]> {
  const rows = await run('relationships/read', { ids: [...ids] })
  return rows.map(({ relationship }) => fromRow('relationship', relationship))
}

/** @throws Problem `not-found` */
async function readRelationship(run: Read, id: string): Promise<Relationship> {
  const [found] = await readRelationships(run, [id])
  if (!found)
    throw new Problem('not-found', `there is no relationship ${id}`, [
      { pointer: '/path/id', reason: 'names no relationship' },
    ])
  return found
}

/** @param state pending if an end is missing */
export function bornRelationship(
  contents: RelationshipCreate,
  revision: number,
  state: Relationship['state'] = 'active',
): Relationship {
  const identity = born('', revision)
  return { ...identity, ...contents, ref: `relationship:${identity.id}`, state, reason: null }
}

/** Of a dry run: refuses relationships that are new or moved and would close a cycle. */
const refuseClosingSteps = (run: Read, steps: Step[]): Promise<void> =>
  refuseClosing(
    run,
    (steps as Step<Relationship>[]).flatMap(({ before, after }) =>
      after && (!before || haveOtherEnds(before, after)) ? [after] : [],
    ),
  )

const defined = (given: object) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

const typesOf = (names: RelationshipType[] = relationshipTypeNames) => names.map((name) => relationshipTypes[name])

const named = (row: RowOf<'relationships/page'>['items'][number]): NamedRelationship => ({
  ...fromRow<Relationship>('relationship', row),
  sourceName: row.sourceName,
  targetName: row.targetName,
})

const unnamed = (list: List<NamedRelationship>): List<Relationship> => ({
  ...list,
  items: list.items.map(({ sourceName: _s, targetName: _t, ...relationship }) => relationship),
})
