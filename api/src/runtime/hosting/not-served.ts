import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { isServed } from '../../registry/endpoints/served.ts'

const explained: Problem['type'][] = ['not-found', 'method-not-allowed']

/** Whether a request failed because there was nothing to call, which a declaration may explain. */
export const calledNothing = (error: unknown): error is Problem =>
  error instanceof Problem && explained.includes(error.type)

/**
 * What to answer a request that called nothing: the problem also says which module declares the call, so that nobody
 * looks for a mistake in a request that is as documented.
 */
export async function withDeclaration(
  graph: Graph,
  { method, path }: { method: string; path: string },
  error: Problem,
): Promise<Problem> {
  const asked = method === 'HEAD' ? 'GET' : method
  const place = path.replace(/(.)\/$/, '$1')
  const found = await graph.read('endpoints/declared', { method: asked, path: place })
  const isAnswered = found.some((one) => one.method === asked && isServed(one.served, one))
  // If the call itself is served, such as one of a record that is not there, only a fixed path explains it.
  const explains = (one: (typeof found)[number]) =>
    one.method === asked ? one.path === place || !isAnswered : error.type === 'not-found' && !isAnswered
  const declared = found.find((one) => !isServed(one.served, one) && explains(one))
  if (!declared) return error
  const { module, homepage, served: _, ...call } = declared
  const elsewhere = homepage == null ? '' : `; the module's home page is ${homepage}`
  return new Problem(
    error.type,
    `${error.detail}: ${call.method} ${call.path} is declared by module ${module}, but not served by this registry${elsewhere}`,
    error.errors,
    { ...error.extra, declared: { module, ...call } },
  )
}
