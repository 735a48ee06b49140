import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { isServed, servedLists } from '../../registry/endpoints/served.ts'

const explained: Problem['type'][] = ['not-found', 'method-not-allowed']

/**
 * What to answer a request that failed: if there was nothing to call, the problem also says which module declares the
 * call, so that nobody looks for a mistake in a request that is as documented.
 */
export async function withDeclaration(
  graph: Graph,
  { method, path }: { method: string; path: string },
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Problem) || !explained.includes(error.type)) return error
  const asked = method === 'HEAD' ? 'GET' : method
  const found = await graph.read('endpoints/declared', { method: asked, path: path.replace(/(.)\/$/, '$1') })
  const lists = await servedLists(graph.read, found)
  const unserved = found.filter((one) => !isServed(lists, one))
  const declared =
    unserved.find((one) => one.method === asked) ??
    // Other methods explain nothing if only the record is missing.
    (error.type === 'not-found'
      ? unserved.find((one) => !isServed(lists, { method: asked, path: one.path }))
      : undefined)
  if (!declared) return error
  const { module, homepage, ...call } = declared
  const elsewhere = homepage == null ? '' : `; the module's home page is ${homepage}`
  return new Problem(
    error.type,
    `${error.detail}: ${call.method} ${call.path} is declared by module ${module}, but not served by this registry${elsewhere}`,
    error.errors,
    { ...error.extra, declared: { module, ...call } },
  )
}
