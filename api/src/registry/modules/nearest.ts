import { Problem } from '../../kernel/errors.ts'
import { nearestTo } from '../../kernel/validation.ts'
import type { Read } from '../../graph/graph.ts'

/** Of the letters of a key that may be wrong; keys are many, and any would be near otherwise. */
const share = 1 / 4

/** The nearest key, or nothing, to be added to what is said of one that names no module: `; did you mean crm?` */
export const moduleMeantBy = (run: Read, key: string): Promise<string> => nearestAfter(run, 'module:', key)

/** The same of the ref of a module or part. */
export async function meantBy(run: Read, ref: string): Promise<string> {
  const prefix = ref.slice(0, Math.max(ref.indexOf(':'), ref.indexOf('/')) + 1)
  const found = await nearestAfter(run, prefix, ref.slice(prefix.length))
  if (found !== '') return found.replace('mean ', `mean ${prefix}`)
  // The module of a part may be misspelt itself.
  const [, module] = /^\w+:([^/]+)\//.exec(ref) ?? []
  return module === undefined ? '' : await meantBy(run, `module:${module}`)
}

/** The same of a name behind the beginning of a ref, such as `entity:crm/`. */
export async function nearestAfter(run: Read, prefix: string, name: string): Promise<string> {
  const rows = await run('search/nearest', { prefix, letters: prefix.length + Math.min(name.length, 200) })
  const known = rows.map(({ ref }) => ref.slice(prefix.length))
  return known.includes(name) ? '' : nearestTo(name, known, share)
}

/** For a key or id that names no module. */
export async function noModule(run: Read, id: string, pointer: string): Promise<Problem> {
  const meant = await moduleMeantBy(run, id)
  return new Problem('not-found', `there is no module ${id}${meant}`, [{ pointer, reason: `names no module${meant}` }])
}
