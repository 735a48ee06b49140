import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { once, requireRevision, type Expected, type Person } from '../../store/change.ts'
import { isFoundIn } from '../../kernel/words.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import { seal } from '../../kernel/seal.ts'
import type { SavedView, viewsOperations } from './views.contract.ts'

/** Members stored together as one text, encrypted if the view is private. */
type Contents = Pick<SavedView, 'description' | 'parameters'>
type Row = Omit<SavedView, 'address' | keyof Contents> & { contents: string }

export const mostViewsOfOne = 200
const mostViews = 2_000

/** Saved views. Like saved queries they are not registered content, so they are not logged. Decision 0035. */
export function viewsService(graph: Graph, secretsKey: Buffer | undefined) {
  const sealed = secretsKey && seal(secretsKey, 'saved views')

  const requireSeal = () => {
    if (!sealed)
      throw new Problem('not-configured', 'private views require an encryption key outside the graph: set SECRETS_KEY')
    return sealed
  }
  /** Undefined if it was encrypted with another key. */
  const fromRow = ({ contents, ...row }: Row): SavedView | undefined => {
    try {
      const text = row.sharing === 'private' ? sealed?.open(contents) : contents
      if (text === undefined) return undefined
      const { description, parameters }: Contents = JSON.parse(text)
      const address = `/admin/${row.page}${parameters && `?${parameters}`}`
      return { ...row, description, parameters, address }
    } catch {
      return undefined
    }
  }
  const read = async (run: Read, id: string, { actor, keyId = '' }: Person): Promise<SavedView> => {
    const [row] = await run('views/views', { id, actor, key: keyId })
    if (!row) throw new Problem('not-found', `there is no view ${id}`)
    const view = fromRow(row)
    if (!view)
      throw new Problem(
        'not-configured',
        'the private view was encrypted with another key: set SECRETS_KEY to that key',
      )
    return view
  }
  const write = async (
    run: Run,
    expected: number | null,
    view: Omit<SavedView, 'address'>,
    { keyId: ownerKey = '' }: Person,
  ) => {
    const { description, parameters, ...row } = view
    const text = JSON.stringify({ description, parameters } satisfies Contents)
    const contents = view.sharing === 'private' ? requireSeal().close(text) : text
    const rows = await run('views/save', { id: view.id, expected, properties: { ...row, ownerKey, contents } })
    if (rows.length === 0) throw new Problem('stale-revision', 'the view has been changed since it was read')
  }
  const ofOwner = async (run: Read, id: string, person: Person, expected: Expected) => {
    const { actor: owner, keyId: key = '' } = person
    const before = await read(run, id, person)
    const [owned] = await run('views/owned', { id, owner, key })
    if (!owned) throw new Problem('forbidden', `the view belongs to ${before.owner}`)
    requireRevision({ ref: `view:${id}`, rev: before.rev }, expected)
    return before
  }
  const requireRoom = async (run: Read, { actor: owner, keyId: key = '' }: Person) => {
    const [counted] = await run('views/count', { owner, key })
    const { total, own } = counted!
    if (own >= mostViewsOfOne)
      throw new Problem('conflict', `you have reached the maximum of ${mostViewsOfOne} views: delete one`)
    if (total >= mostViews) throw new Problem('conflict', `the maximum of ${mostViews} views is reached`)
  }

  return {
    async list({ query }, { origin: { actor, keyId = '' } }) {
      const { page, q, limit, cursor } = query
      const [row] = await graph.read('registry/revision', {})
      const rows = await graph.read('views/views', { id: null, actor, key: keyId })
      const items = rows
        .filter((view) => page === undefined || view.page === page)
        .flatMap((view) => fromRow(view) ?? [])
        .filter(({ name, description }) => !q || isFoundIn(`${name} ${description}`, q))
        .sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))
      const place = z.tuple([z.string(), z.string()])
      const list = ['views', page, q]
      return pageInOrder({ items, revision: row!.revision }, { limit, cursor }, list, place, (view) => [
        view.name,
        view.id,
      ])
    },

    read: ({ params }, { origin }) => read(graph.read, params.id, origin),

    async create({ body }, { origin }) {
      // Only the id is stored as the answer for repeated requests: private contents must be in the graph only in
      // encrypted form.
      const id = await graph.store((run) =>
        once(run, origin, async () => {
          await requireRoom(run, origin)
          const now = new Date().toISOString()
          const view = { ...body, id: uuid(), owner: origin.actor, rev: 1, createdAt: now, updatedAt: now }
          await write(run, null, view, origin)
          return view.id
        }),
      )
      return read(graph.read, id, origin)
    },

    async replace({ params, body }, { expected, origin }) {
      await graph.store(async (run) => {
        const { address: _, ...before } = await ofOwner(run, params.id, origin, expected)
        await write(
          run,
          before.rev,
          { ...before, ...body, rev: before.rev + 1, updatedAt: new Date().toISOString() },
          origin,
        )
      })
      return read(graph.read, params.id, origin)
    },

    remove: ({ params }, { expected, origin }) =>
      graph.store(async (run): Promise<null> => {
        const { rev } = await ofOwner(run, params.id, origin, expected)
        const [row] = await run('views/remove', { id: params.id, rev })
        if (row?.removed !== 1) throw new Problem('stale-revision', 'the view has been changed since it was read')
        return null
      }),
  } satisfies Service<typeof viewsOperations>
}
