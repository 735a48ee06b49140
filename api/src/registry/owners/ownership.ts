import { isDeepStrictEqual } from 'node:util'
import type { Graph, Read } from '../../graph/graph.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { nearestAfter } from '../../store/nearest.ts'
import { born, change } from '../../store/change.ts'
import { fromRow, type State, type Step } from '../../store/kind.ts'
import type { Owner, Ownership } from './owners.contract.ts'

interface Owned {
  owner: string | null
  owners: Ownership[]
}
/** What is known here of a module. */
export type OwnedModule = State & Owned

/** The first owner with the role owner, whose name is `owner` of the module. */
export const primaryOf = (owners: Ownership[]) => owners.find(({ role }) => role === 'owner')

/**
 * The owners of a module after a change of `owner`, the name of its first owner, or of `owners`, with the steps for an
 * owner that a new name makes. Decision 0053.
 * @throws Problem `invalid-request` if the two contradict each other, or for owners that do not exist
 */
export async function ownersAfter(
  run: Read,
  before: Owned | null,
  { owner = null, owners }: Partial<Owned>,
  revision: number,
): Promise<Owned & { steps: Step[] }> {
  const earlier = before?.owners ?? []
  const isNamed = owner !== (before?.owner ?? null)
  if (owners !== undefined && !isDeepStrictEqual(owners, earlier)) {
    const name = await nameOfPrimary(run, owners)
    if (isNamed && owner !== null && owner.toLowerCase() !== name?.toLowerCase())
      throw new Problem('invalid-request', 'owner and owners contradict each other', [
        { pointer: '/owner', reason: `must be ${name ?? 'null'}, the name of the first owner in owners, or omitted` },
      ])
    return { owner: name, owners, steps: [] }
  }
  if (!isNamed) return { owner, owners: earlier, steps: [] }
  if (owner === null) return { owner, owners: earlier.filter(({ role }) => role !== 'owner'), steps: [] }
  const { key, name, steps } = await namedOwner(run, owner, revision)
  const first: Ownership = { owner: key, role: 'owner' }
  const replaced = primaryOf(earlier)
  const others = earlier.filter((one) => one !== replaced && !isDeepStrictEqual(one, first))
  return { owner: name, owners: [first, ...others], steps }
}

/** The name of the first owner with the role owner. @throws Problem `invalid-request` with all that do not exist */
async function nameOfPrimary(run: Read, owners: Ownership[]): Promise<string | null> {
  const names = await ownerNames(
    run,
    owners.map(({ owner }) => owner),
  )
  const errors: Reason[] = []
  for (const [index, { owner }] of owners.entries())
    if (!names.has(owner)) {
      const meant = await nearestAfter(run, 'owner:', owner)
      errors.push({ pointer: `/owners/${index}/owner`, reason: `names no owner${meant}` })
    }
  if (errors.length > 0) {
    const missing = owners.flatMap(({ owner }) => (names.has(owner) ? [] : [owner]))
    throw new Problem('invalid-request', `there is no owner ${missing.join(', ')}`, errors)
  }
  const primary = primaryOf(owners)
  return primary ? names.get(primary.owner)! : null
}

/** Names of owners by key, of those that exist. */
export async function ownerNames(run: Read, keys: string[]): Promise<Map<string, string>> {
  const rows = keys.length === 0 ? [] : await run('owners/read', { ids: keys })
  return new Map(rows.map(({ owner }) => [owner.key, owner.name]))
}

/** The owner of this name, in any letter case, or a new team. */
async function namedOwner(run: Read, name: string, revision: number) {
  const [known] = await run('owners/named', { folded: name.toLowerCase() })
  if (known) return { ...known, steps: [] }
  const key = await freeKey(run, name)
  const contents = { key, name, kind: 'team' as const, description: '', email: null, contact: null }
  const after: Owner = { ...born(`owner:${key}`, revision), ...contents }
  return { key, name, steps: [{ before: null, after }] }
}

/** A key made of the letters and digits of a name, with a number if it is taken. */
export async function freeKey(run: Read, name: string): Promise<string> {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  const stem = plain.replaceAll(/^-+|-+$/g, '').slice(0, 50) || 'owner'
  const taken = new Set((await run('owners/keys', { stem })).map(({ key }) => key))
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}-${number}`
    if (!taken.has(key)) return key
  }
}

/** Modules that are linked in one change. */
const atOnce = 500

/** Links the modules of earlier versions, which have the name of their owner only, to owners. Keeps their revisions. */
export async function linkOwners(graph: Graph): Promise<void> {
  for (let last = atOnce; last === atOnce;)
    last = await change(
      graph,
      { actor: 'registry', via: 'import', role: 'admin' },
      { kind: 'owner.link', reason: 'owners became resources' },
      async (run, revision) => {
        const rows = await run('owners/unlinked', { limit: atOnce })
        const steps: Step[] = []
        const made = new Map<string, { key: string; name: string }>()
        for (const row of rows) {
          const before = fromRow<OwnedModule>('module', row.module)
          const folded = before.owner!.toLowerCase()
          const known = made.get(folded) ?? (await namedOwner(run, before.owner!, revision))
          made.set(folded, known)
          if ('steps' in known) steps.push(...(known.steps as Step[]))
          const others = before.owners.filter(({ role }) => role !== 'owner')
          const owners: Ownership[] = [{ owner: known.key, role: 'owner' }, ...others]
          const after: OwnedModule = { ...before, owner: known.name, owners }
          steps.push({ before, after })
        }
        return { result: rows.length, steps }
      },
    )
}
