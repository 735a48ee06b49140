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
 * Whether the registry answers a call of a module itself at the moment. It depends on base path, status and entities of
 * the module, so it is worked out for each answer. Pure. Decision 0054.
 * @param lists paths of the lists of records that are served of the module
 */
export function isServed(lists: readonly string[], called: Called): boolean {
  const what = placeOf(called.path, lists)
  const methods: readonly string[] = what === undefined ? [] : recordMethods[what]
  return methods.includes(called.method) || ownCalls.has(shapeOf(called))
}

/** A last segment that is no parameter is the id of one record, not a call that the registry knows. */
function placeOf(path: string, lists: readonly string[]): keyof typeof recordMethods | undefined {
  if (lists.includes(path)) return 'all'
  if (path.endsWith(':batch') && lists.includes(path.slice(0, -':batch'.length))) return 'batch'
  const end = path.lastIndexOf('/')
  return /^\/\{\w+\}$/.test(path.slice(end)) && lists.includes(path.slice(0, end)) ? 'one' : undefined
}

/** A capability with `served` added to its endpoints. Pure. */
export const withServed = <Endpoint extends Called, Exposing extends { endpoints: Endpoint[] }>(
  lists: readonly string[],
  exposing: Exposing & { endpoints: Endpoint[] },
) => ({
  ...exposing,
  endpoints: exposing.endpoints.map((endpoint) => ({ ...endpoint, served: isServed(lists, endpoint) })),
})
