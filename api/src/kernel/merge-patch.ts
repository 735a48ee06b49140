const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The members of a resource that a JSON merge patch (RFC 7396) names, as they are afterwards: objects are merged, null takes a member
 * out of them. A member of the resource itself becomes null, which is how the API shows that there is none.
 */
export const mergePatch = <Patch extends object>(resource: object, patch: Patch): Patch =>
  Object.fromEntries(
    Object.entries(patch).map(([name, value]: [string, unknown]) => [
      name,
      isObject(value) ? merged(Reflect.get(resource, name), value) : value,
    ]),
  ) as Patch

function merged(target: unknown, patch: Record<string, unknown>): Record<string, unknown> {
  const result = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch))
    if (value === null) delete result[name]
    else result[name] = isObject(value) ? merged(result[name], value) : value
  return result
}
