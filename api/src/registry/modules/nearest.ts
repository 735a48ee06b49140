import { Problem } from '../../kernel/errors.ts'
import type { Read } from '../../graph/graph.ts'
import { nearestAfter } from '../../store/nearest.ts'

/** Suggests a key for one that names no module, as a suffix of an error: `; did you mean crm?` or empty. */
export const moduleMeantBy = (run: Read, key: string): Promise<string> => nearestAfter(run, 'module:', key)

/** Suggests the nearest ref for that of an unknown module or part. */
export async function meantBy(run: Read, ref: string): Promise<string> {
  // An alias of a module may have slashes.
  const prefix = /^module:|^[^/]*\//.exec(ref)?.[0] ?? ''
  const found = await nearestAfter(run, prefix, ref.slice(prefix.length))
  if (found !== '') return found.replace('mean ', `mean ${prefix}`)
  // The module of the part may be misspelt instead.
  const [, module] = /^\w+:([^/]+)\//.exec(ref) ?? []
  return module === undefined ? '' : await meantBy(run, `module:${module}`)
}

/** The problem `not-found` for a key or id that names no module. */
export async function noModule(run: Read, id: string, pointer: string): Promise<Problem> {
  const meant = await moduleMeantBy(run, id)
  return new Problem('not-found', `there is no module ${id}${meant}`, [{ pointer, reason: `names no module${meant}` }])
}
