import { z } from 'zod'
import type { Graph, Read } from '../../graph/graph.ts'
import { Problem } from '../../kernel/errors.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { Service } from '../../store/call.ts'
import { born, change, edit, requireRevision, type Expected, type Origin } from '../../store/change.ts'
import { fromRow, type Step } from '../../store/kind.ts'
import { nearestAfter } from '../../store/nearest.ts'
import { alreadyExists, keyNeverChanges } from '../../store/refusals.ts'
import type { Owner, ownersOperations } from './owners.contract.ts'
import { freeKey, ownerNames, primaryOf, type OwnedModule } from './ownership.ts'

/** Maximum number of modules that the refusal of a deletion lists. */
const mostListed = 100

export const ownersService = (graph: Graph) =>
  ({
    async list({ query: { limit, cursor } }) {
      const list = ['owners']
      const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? null
      const [rows] = await graph.read('owners/list', { after, limit: limit + 1 })
      return page(rows!, limit, list, (last) => [last.owner ?? ''])
    },

    read: ({ params }) => readOwner(graph.read, params.id),

    create: ({ body }, { origin }) =>
      change(graph, origin, { kind: 'owner.create' }, async (run, revision) => {
        const key = body.key ?? (await freeKey(run, body.name))
        const [taken] = await run('owners/read', { ids: [key] })
        if (taken) throw alreadyExists(`owner:${key}`, '/key')
        const after: Owner = { ...born(`owner:${key}`, revision), ...body, key }
        await requireFreeName(run, after)
        return { result: after, steps: [{ before: null, after }] }
      }),

    replace: ({ params, body }, { expected, origin }) =>
      editOwner(graph, origin, 'owner.replace', params.id, expected, (before) => {
        if (body.key !== undefined && body.key !== before.key) throw keyNeverChanges('/key', before.key)
        return { ...body, key: before.key }
      }),

    change: ({ params, body }, { expected, origin }) =>
      editOwner(
        graph,
        origin,
        'owner.change',
        params.id,
        expected,
        (before) => mergePatch(before, body) as Partial<Owner>,
      ),

    remove: ({ params, query }, { expected, origin }) =>
      change(graph, origin, { kind: 'owner.delete' }, async (run) => {
        const before = await readOwner(run, params.id)
        requireRevision(before, expected)
        const modules = await modulesOf(run, before)
        if (modules.length > 0 && !query.force)
          throw new Problem(
            'in-use',
            `${before.name} owns ${modules.length} modules: ${refsOf(modules).join(', ')}; force=true takes it from them`,
            [],
            { dependants: refsOf(modules), total: modules.length },
          )
        const names = await ownerNames(
          run,
          modules.flatMap(({ owners }) => owners.map(({ owner }) => owner)),
        )
        const left = modules.flatMap((module) => {
          const owners = module.owners.filter(({ owner }) => owner !== before.key)
          const primary = primaryOf(owners)
          return edit(module, { owners, owner: primary ? names.get(primary.owner)! : null }).steps
        })
        const gone: Step = { before, after: null }
        return { result: null, steps: [gone, ...left] }
      }),
  }) satisfies Service<typeof ownersOperations>

const refsOf = (modules: OwnedModule[]) => modules.slice(0, mostListed).map(({ ref }) => ref)

/** @throws Problem `not-found` */
async function readOwner(run: Read, id: string): Promise<Owner> {
  const [row] = await run('owners/read', { ids: [id] })
  if (row) return fromRow<Owner>('owner', row.owner)
  const meant = await nearestAfter(run, 'owner:', id)
  throw new Problem('not-found', `there is no owner ${id}${meant}`, [
    { pointer: '/path/id', reason: `names no owner${meant}` },
  ])
}

/** @throws Problem `already-exists` if another owner has the name, in any letter case */
async function requireFreeName(run: Read, { key, name }: Owner): Promise<void> {
  const [other] = await run('owners/named', { folded: name.toLowerCase() })
  if (other && other.key !== key)
    throw new Problem('already-exists', `owner ${other.key} is already called ${other.name}`, [
      { pointer: '/name', reason: `is the name of owner ${other.key}` },
    ])
}

async function modulesOf(run: Read, { ref }: Owner): Promise<OwnedModule[]> {
  const rows = await run('owners/modules', { ref })
  return rows.map(({ module }) => fromRow<OwnedModule>('module', module))
}

function editOwner(
  graph: Graph,
  origin: Origin,
  kind: string,
  id: string,
  expected: Expected,
  contents: (before: Owner) => Partial<Owner>,
): Promise<Owner> {
  return change(graph, origin, { kind }, async (run) => {
    const before = await readOwner(run, id)
    requireRevision(before, expected)
    const { after, steps } = edit(before, contents(before))
    if (after.name === before.name) return { result: after, steps }
    await requireFreeName(run, after)
    const named = (await modulesOf(run, before)).filter(({ owners }) => primaryOf(owners)?.owner === before.key)
    return { result: after, steps: [...steps, ...named.flatMap((module) => edit(module, { owner: after.name }).steps)] }
  })
}
