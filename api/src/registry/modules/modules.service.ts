import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { born, change, edit, requireRevision, type Expected, type Origin } from '../../store/change.ts'
import { fromRow, type Step } from '../../store/kind.ts'
import { alreadyExists, keyNeverChanges } from '../../store/refusals.ts'
import { partsOf } from '../../store/states.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { isJoined, phraseOf, wordsIn } from '../../kernel/words.ts'
import { removableEdges } from '../../store/removal.ts'
import { reservedPaths, type Module, type ModuleQuery, type modulesOperations } from './modules.contract.ts'
import { ownersAfter } from '../owners/ownership.ts'
import { requireFreeNames } from './aliases.ts'
import { noModule } from './nearest.ts'

/** Filters of the AI listing only. */
interface MoreFilters {
  capability?: string[]
  entity?: string[]
  ids?: string[]
}
type Rows = { revision: number; total: number; items: Record<string, unknown>[] }

export type ModulesService = ReturnType<typeof modulesService>

/** The operations on modules. Every function throws the problems that its operation declares. */
export const modulesService = (graph: Graph) =>
  ({
    list: ({ query }) => listModules(graph, query),

    read: ({ params }) => readModule(graph.read, params.id),

    create: ({ body }, { origin }) =>
      change(graph, origin, { kind: 'module.create' }, async (run, revision) => {
        const [taken] = await run('modules/read', { id: body.key })
        if (taken) throw alreadyExists(`module:${body.key}`, '/key')
        const { steps, ...owned } = await ownersAfter(run, null, body, revision)
        const after: Module = { ...born(`module:${body.key}`, revision), health: 'unknown', ...body, ...owned }
        requireSettable(after.status)
        await requireFreeNames(run, after)
        await requireFreeBasePath(run, after)
        return { result: after, steps: [{ before: null, after }, ...steps] }
      }),

    replace: ({ params, body }, { expected, origin }) =>
      editModule(graph, origin, 'module.replace', params.id, expected, (before) => {
        if (body.key !== undefined && body.key !== before.key) throw keyNeverChanges('/key', before.key)
        return { ...body, key: before.key }
      }),

    change: ({ params, body }, { expected, origin }) =>
      editModule(
        graph,
        origin,
        'module.change',
        params.id,
        expected,
        (before) => mergePatch(before, body) as Partial<Module>,
      ),

    setStatus: ({ params, body }, { expected, origin }) =>
      editModule(graph, origin, `module.${body.status}`, params.id, expected, (before, run) =>
        statusAfter(run, before, body),
      ),

    remove: ({ params, query }, { expected, origin }) =>
      change(graph, origin, { kind: 'module.delete' }, async (run) => {
        const module = await readModule(run, params.id)
        requireRevision(module, expected)
        const parts = await partsOf(run, module.key)
        const gone = [module, ...parts]
        const edges = await removableEdges(
          run,
          gone.map((state) => state.ref),
          query.force,
        )
        return { result: null, steps: [...gone, ...edges].map((before): Step => ({ before, after: null })) }
      }),
  }) satisfies Service<typeof modulesOperations>

export function listModules(graph: Graph, query: ModuleQuery & MoreFilters): Promise<List<Module>> {
  const { sort, limit: _limit, cursor: _cursor, q, ...filters } = query
  const unfiltered = sort === 'key' && q === undefined && Object.values(filters).every((value) => value === undefined)
  return unfiltered ? pageByKey(graph, query) : pageOfFiltered(graph, query)
}

async function pageByKey(graph: Graph, { limit, cursor }: ModuleQuery): Promise<List<Module>> {
  const list = ['modules']
  const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? ''
  const [rows] = await graph.read('modules/page', { after, limit: limit + 1 })
  return page(asModules(rows!), limit, list, (last) => [last.key])
}

async function pageOfFiltered(
  graph: Graph,
  { sort, limit, cursor, q, ...filters }: ModuleQuery & MoreFilters,
): Promise<List<Module>> {
  const list = ['modules', sort, q, filters]
  const field = sort.replace('-', '')
  const isDate = field === 'createdAt' || field === 'updatedAt'
  const place = readCursor(cursor, list, z.tuple([isDate ? z.iso.datetime() : z.string(), z.string()]))
  const [rows] = await graph.read('modules/list', {
    status: null,
    type: null,
    health: null,
    owner: null,
    tag: null,
    aiModel: null,
    capability: null,
    entity: null,
    ids: null,
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    text: q === undefined ? null : fullText(q),
    sort: field,
    descending: sort.startsWith('-'),
    afterValue: place ? (isDate ? new Date(place[0]) : place[0]) : null,
    afterKey: place ? place[1] : null,
    limit: limit + 1,
  })
  return page(asModules(rows!), limit, list, (last) => [last[field as 'name'] ?? '', last.key])
}

const asModules = (rows: Rows) => ({ ...rows, items: rows.items.map((row) => fromRow<Module>('module', row)) })

/**
 * The Lucene query for modules in which every word of a text occurs: as the beginning of one of theirs, or anywhere in it where words are
 * not separated.
 */
export const fullText = (q: string): string =>
  wordsIn(q)
    .map((word) => (isJoined(word) ? phraseOf(word) : `${word}*`))
    .join(' AND ') || '""'

/** @throws Problem `not-found` */
export async function readModule(run: Read, id: string, pointer = '/path/id'): Promise<Module> {
  const [row] = await run('modules/read', { id })
  if (!row) throw await noModule(run, id, pointer)
  return fromRow<Module>('module', row.module)
}

function editModule(
  graph: Graph,
  origin: Origin,
  kind: string,
  id: string,
  expected: Expected,
  contents: (before: Module, run: Run) => Partial<Module> | Promise<Partial<Module>>,
): Promise<Module> {
  return change(graph, origin, { kind }, async (run, revision) => {
    const before = await readModule(run, id)
    requireRevision(before, expected)
    const changed = await contents(before, run)
    const { steps: made, ...owned } = await ownersAfter(run, before, { ...pickOwners(before), ...changed }, revision)
    const { after, steps } = edit(before, { ...changed, ...owned })
    requireSettable(after.status, before.status)
    if (after.aliases !== before.aliases) await requireFreeNames(run, after)
    if (after.metadata.apiBasePath !== before.metadata.apiBasePath) await requireFreeBasePath(run, after)
    return { result: after, steps: [...steps, ...made] }
  })
}

const pickOwners = ({ owner, owners }: Module) => ({ owner, owners })

/** @throws Problem `already-exists` if the path overlaps one of the registry or of another module */
export async function requireFreeBasePath(run: Read, { key, metadata: { apiBasePath: path } }: Module): Promise<void> {
  if (path === undefined) return
  const pointer = '/metadata/apiBasePath'
  const reserved = reservedPaths.find((reserved) => path === reserved || path.startsWith(`${reserved}/`))
  if (reserved)
    throw new Problem('already-exists', `${reserved} is reserved for the registry`, [
      { pointer, reason: `must not be inside ${reserved}` },
    ])
  const [other] = await run('modules/base-path', { path, key })
  if (other)
    throw new Problem('already-exists', `module ${other.key} already uses ${other.apiBasePath}`, [
      { pointer, reason: `must not overlap ${other.apiBasePath}` },
    ])
}

/** Only a deprecated module can have a successor and a removal date. */
async function statusAfter(
  run: Read,
  { key, metadata }: Module,
  { status, successor, sunset }: Input<typeof modulesOperations.setStatus>['body'],
): Promise<Pick<Module, 'status' | 'metadata'>> {
  if (status !== 'deprecated') {
    const [needless] = Object.entries({ successor, sunset }).flatMap(([name, value]) => (value ? [name] : []))
    if (needless)
      throw new Problem('invalid-request', `${needless} is not allowed for the status ${status}`, [
        { pointer: `/${needless}`, reason: 'is only allowed for the status deprecated' },
      ])
    const { successor: _successor, sunset: _sunset, ...others } = metadata
    return { status, metadata: others }
  }
  if (successor === key)
    throw new Problem('invalid-request', 'a module cannot be its own successor', [
      { pointer: '/successor', reason: 'must be another module' },
    ])
  if (successor !== undefined) await readModule(run, successor, '/successor')
  return { status, metadata: { ...metadata, ...(successor && { successor }), ...(sunset && { sunset }) } }
}

/** @throws Problem `invalid-request` if a caller sets the status error, which only the monitor may set */
function requireSettable(status: Module['status'], before?: Module['status']): void {
  if (status === 'error' && before !== 'error')
    throw new Problem('invalid-request', 'only the monitor can set the status error', [
      { pointer: '/status', reason: 'must be active, inactive or deprecated' },
    ])
}
