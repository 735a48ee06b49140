import type { Read } from '../../graph/graph.ts'

interface Called {
  method: string
  path: string
}

/** Methods that the registry answers on the list of the records of an entity, on its batch and on one record. */
export const recordMethods = { all: ['GET', 'POST'], batch: ['POST'], one: ['GET', 'PATCH', 'DELETE'] } as const

/** Calls that the registry answers besides those of records, by method and shape of the path. */
const ownCalls = new Set<string>()
const shapeOf = ({ method, path }: Called) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`

/** Registers the operations of the registry, which a module may describe; the contract is above this layer. */
export function registerOwnCalls(calls: readonly Called[]): void {
  for (const call of calls) ownCalls.add(shapeOf(call))
}

/**
 * Paths of the lists of records that the registry serves at the moment, as far as these calls can belong to them.
 * Depends on base paths, statuses and entities, of any module, so it is read for each answer. Decision 0054.
 */
export async function servedLists(run: Read, called: Called[]): Promise<ReadonlySet<string>> {
  const bases = [...new Set(called.flatMap(({ path }) => beginningsOf(path)))]
  const rows = bases.length === 0 ? [] : await run('endpoints/served', { bases })
  return new Set(rows.map(({ path }) => path))
}

/** Whether the registry answers a call itself, with the lists that it serves. Pure. */
export function isServed(lists: ReadonlySet<string>, called: Called): boolean {
  const what = placeOf(called.path, lists)
  const methods: readonly string[] = what === undefined ? [] : recordMethods[what]
  return methods.includes(called.method) || ownCalls.has(shapeOf(called))
}

/** A last segment that is no parameter is the id of one record, not a call that the registry knows. */
function placeOf(path: string, lists: ReadonlySet<string>): keyof typeof recordMethods | undefined {
  if (lists.has(path)) return 'all'
  if (path.endsWith(':batch') && lists.has(path.slice(0, -':batch'.length))) return 'batch'
  const end = path.lastIndexOf('/')
  return /^\/\{\w+\}$/.test(path.slice(end)) && lists.has(path.slice(0, end)) ? 'one' : undefined
}

/** A capability with `served` added to its endpoints. Pure. */
export const withServed = <Endpoint extends Called, Exposing extends { endpoints: Endpoint[] }>(
  lists: ReadonlySet<string>,
  exposing: Exposing & { endpoints: Endpoint[] },
) => ({
  ...exposing,
  endpoints: exposing.endpoints.map((endpoint) => ({ ...endpoint, served: isServed(lists, endpoint) })),
})

/** Prefixes of a path: `/crm/orders/1` → /crm, /crm/orders, /crm/orders/1; as many as a base path of 200 characters has. */
export function beginningsOf(path: string): string[] {
  const segments = path.split('/', 101).slice(1)
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
}
