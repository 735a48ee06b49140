import { z } from 'zod'
import type { List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import { nearestAfter } from '../../store/nearest.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import type { Call } from '../../store/call.ts'
import { born, change, edit, requireRevision } from '../../store/change.ts'
import { fromRow, moduleOf, type State, type Step } from '../../store/kind.ts'
import { partLists } from './part-lists.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import { readModule } from '../modules/modules.service.ts'
import { alreadyExists, keyNeverChanges } from '../../store/refusals.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { removableEdges } from '../../store/removal.ts'

type Params = { id: string; part: string }
type Paging = { limit: number; cursor?: string }

/** How a kind of part differs from others. */
interface PartKind<Part extends State, Written, Shown> {
  kind: keyof typeof partLists
  /** The name that identifies a part within its module. */
  nameOf: (part: Part | Written) => string
  /** Members of a request that contain the name; they must not change. */
  nameMembers: (keyof Part & keyof Written & string)[]
  /** Filters of its list query, all unset. */
  filters: Record<string, null>
  /** Contents from the request body: fills in dependent defaults and sorts lists whose order has no meaning. */
  complete: (written: Part | Written, module: string) => Partial<Part> | Promise<Partial<Part>>
  /**
   * The part as it is answered, with what is not stored; by default it is answered as it is stored.
   * @param served paths of the lists of records that the registry serves of its module
   */
  show?: (part: Part, served: readonly string[]) => Shown
  /** Validates references and returns additional steps; both under the lock. */
  settle?: (run: Run, before: Part | null, after: Part, revision: number) => Promise<Step[]>
  /** Writes what is not logged, after the change is in the log. */
  beside?: (run: Run, before: Part | null, after: Part) => Promise<unknown>
  /** Steps that must be written before it can be deleted. */
  release?: (run: Run, gone: Part, force: boolean) => Promise<Step[]>
}

/** The operations of a kind of part. */
export function partService<Part extends State & { module: string }, Written extends object, Shown extends Part = Part>(
  graph: Graph,
  {
    kind,
    nameOf,
    nameMembers,
    filters,
    complete,
    show,
    settle = noSteps,
    beside,
    release = releaseEdges,
  }: PartKind<Part, Written, Shown>,
) {
  const listQuery = partLists[kind]
  const refOf = (module: string, name: string) => `${kind}:${module}/${name}`
  const shown = (part: Part, row: object | undefined): Shown => show?.(part, servedOf(row)) ?? (part as Shown)

  const find = async (run: Read, params: Params): Promise<Part> => (await findRow(run, params)).part

  const findRow = async (run: Read, { id, part }: Params) => {
    const [rows] = await run(listQuery, {
      ...filters,
      modules: [id],
      part,
      after: '',
      limit: 1,
    })
    const item = rows?.items[0]
    if (!item) {
      const { key } = await readModule(run, id)
      const meant = await nearestAfter(run, refOf(key, ''), part)
      throw new Problem('not-found', `module ${id} has no ${kind} ${part}${meant}`, [
        { pointer: '/path/part', reason: `names no ${kind} of the module${meant}` },
      ])
    }
    return { part: fromRow<Part>(kind, item), row: rows }
  }

  /** Pages of parts of many modules, in one query; undefined for modules that do not exist. */
  const listOfEach = async (
    modules: readonly string[],
    { limit, cursor, ...given }: Paging & Record<string, unknown>,
  ): Promise<(List<Shown> | undefined)[]> => {
    const used = { ...filters, ...defined(given) }
    // A cursor must not depend on the modules: GraphQL returns one for each module of a page. It contains a name, valid
    // in any module.
    const list = [kind, used]
    const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? ''
    const rows = await graph.read(listQuery, {
      ...used,
      modules: [...modules],
      part: null,
      after,
      limit: limit + 1,
    })
    const byModule = new Map(rows.map((row) => [row.module, row]))
    return modules.map((module) => {
      const found = byModule.get(module)
      if (!found) return undefined
      const items = found.items.map((item) => fromRow<Part>(kind, item))
      const onPage = page({ ...found, items }, limit, list, (last) => [nameOf(last)])
      return { ...onPage, items: onPage.items.map((part) => shown(part, found)) }
    })
  }

  /** A part that has been written, as it is answered. */
  const showOne = async (part: Part): Promise<Shown> => {
    if (!show) return shown(part, undefined)
    const [row] = await graph.read(listQuery, {
      ...filters,
      modules: [part.module],
      part: nameOf(part),
      after: '',
      limit: 1,
    })
    return shown(part, row)
  }

  const editPart = async (
    verb: string,
    params: Params,
    { expected, origin }: Call,
    contents: (before: Part) => Partial<Part> | Promise<Partial<Part>>,
  ): Promise<Shown> =>
    showOne(
      await change(graph, origin, { kind: `${kind}.${verb}` }, async (run, revision) => {
        const before = await find(run, params)
        requireRevision(before, expected)
        const { after, steps } = edit(before, await contents(before))
        if (steps.length === 0) return { result: before, steps }
        return {
          result: after,
          steps: [...steps, ...(await settle(run, before, after, revision))],
          beside: async (run) => beside?.(run, before, after),
        }
      }),
    )

  return {
    listOfEach,

    async list({ params, query }: { params: { id: string }; query: Paging & Record<string, unknown> }) {
      const [found] = await listOfEach([params.id], query)
      if (!found) await readModule(graph.read, params.id)
      return found!
    },

    async read({ params }: { params: Params }) {
      const { part, row } = await findRow(graph.read, params)
      return shown(part, row)
    },

    create: async ({ params, body }: { params: { id: string }; body: Written }, { origin }: Call): Promise<Shown> =>
      showOne(
        await change(graph, origin, { kind: `${kind}.create` }, async (run, revision) => {
          const { key: module } = await readModule(run, params.id)
          const ref = refOf(module, nameOf(body))
          const [taken] = await run(listQuery, {
            ...filters,
            modules: [module],
            part: nameOf(body),
            after: '',
            limit: 1,
          })
          if (taken!.total > 0) throw alreadyExists(ref, `/${nameMembers[0]}`)
          const after = { module, ...born(ref, revision), ...(await complete(body, module)) } as Part
          return {
            result: after,
            steps: [{ before: null, after }, ...(await settle(run, null, after, revision))],
            beside: async (run) => beside?.(run, null, after),
          }
        }),
      ),

    replace: ({ params, body }: { params: Params; body: Partial<Written> }, call: Call) =>
      editPart('replace', params, call, (before) => {
        const name = Object.fromEntries(nameMembers.map((member) => [member, before[member]]))
        for (const member of nameMembers)
          if (body[member] !== undefined && body[member] !== name[member])
            throw keyNeverChanges(`/${member}`, String(name[member]))
        return complete({ ...body, ...name } as Written, before.module)
      }),

    change: ({ params, body }: { params: Params; body: Partial<Part> }, call: Call) =>
      editPart('change', params, call, (before) => complete({ ...before, ...mergePatch(before, body) }, before.module)),

    remove: ({ params, query }: { params: Params; query: { force: boolean } }, { expected, origin }: Call) =>
      change(graph, origin, { kind: `${kind}.delete` }, async (run) => {
        const before = await find(run, params)
        requireRevision(before, expected)
        return { result: null, steps: [{ before, after: null }, ...(await release(run, before, query.force))] }
      }),
  }
}

const servedOf = (row: object | undefined): readonly string[] =>
  row && 'served' in row ? (row.served as string[]) : []

const noSteps = async (): Promise<Step[]> => []

/** For parts that can be the end of a relationship. */
async function releaseEdges(run: Read, gone: State, force: boolean): Promise<Step[]> {
  return (await removableEdges(run, [gone.ref], force)).map((before) => ({ before, after: null }))
}

/**
 * For parts that capabilities use: with `force`, the part is removed from them.
 * @param without the changed members of a capability
 */
export async function releaseFromCapabilities<Capability extends State>(
  run: Read,
  gone: State,
  force: boolean,
  without: (capability: Capability) => Partial<Capability>,
): Promise<Step[]> {
  const using = await run('capabilities/using', { ref: gone.ref })
  if (using.length > 0 && !force)
    throw new Problem(
      'in-use',
      `${using.map(({ ref }) => ref).join(', ')} use it; force=true removes it from them`,
      [],
      {
        dependants: using.map(({ ref }) => ref),
      },
    )
  const steps: Step[] = []
  for (const { ref } of using) {
    const [module, part] = [moduleOf(ref), ref.slice(ref.indexOf('/') + 1)]
    const [rows] = await run('capabilities/list', {
      modules: [module],
      part,
      type: null,
      entity: null,
      operation: null,
      after: '',
      limit: 1,
    })
    const before = fromRow<Capability>('capability', rows!.items[0]!)
    steps.push(...edit(before, without(before)).steps)
  }
  return steps
}

const defined = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
