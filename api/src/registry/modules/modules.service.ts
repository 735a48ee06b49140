import type { Input } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { born, change, edit, requireRevision, type Expected, type Origin } from '../../store/change.ts'
import { fromRow, type Step } from '../../store/kind.ts'
import { alreadyExists, keyNeverChanges } from '../../store/refusals.ts'
import { partsOf } from '../../store/states.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import { removableEdges } from '../../store/removal.ts'
import { reservedPaths, type Module, type modulesOperations } from './modules.contract.ts'
import { ownersAfter } from '../owners/ownership.ts'
import { requireFreeNames } from './aliases.ts'
import { moduleList } from './module-list.ts'
import { noModule } from './nearest.ts'

export type ModulesService = ReturnType<typeof modulesService>

/** The operations on modules. Every function throws the problems that its operation declares. */
export const modulesService = (graph: Graph, list = moduleList(graph)) =>
  ({
    list: ({ query }) => list(query),

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
