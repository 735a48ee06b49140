import type { ErrorRequestHandler, RequestHandler } from 'express'
import { Problem, problemBody, problemOf, statusOf, type ProblemType } from '../../kernel/errors.ts'

/** Problems for the errors of Express and its body parser. */
const ofExpress: Record<string, [ProblemType, string]> = {
  'entity.too.large': ['body-too-large', 'the body may have at most 1 MiB'],
  'encoding.unsupported': ['unsupported-media-type', 'the content encoding is not supported'],
  'request.aborted': ['invalid-request', 'the request ended before its body'],
  'request.size.invalid': ['invalid-request', 'the body does not have the announced length'],
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { type, status } = (error ?? {}) as { type?: string; status?: number }
  const known = ofExpress[type ?? '']
  if (known) return new Problem(...known)
  if (status === 412) return new Problem('stale-revision', 'the file has another ETag than If-Match names')
  if (status === 416) return new Problem('range-not-satisfiable', 'the range is outside the file')
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem('invalid-request', 'the request cannot be read')
  return problemOf(error)
}

export const notFound: RequestHandler = (request) => {
  throw new Problem('not-found', `there is nothing at ${request.path.slice(0, 200)}`)
}

/** Error handler of REST: answers with RFC 9457 problems. Unexpected errors are logged and answered without detail. */
export const answerProblem: ErrorRequestHandler = (error, request, response, next) => {
  if (response.headersSent) return next(error)
  const problem = asProblem(error)
  if (problem.type === 'internal-error') request.log.error({ err: error as Error }, 'unexpected error')
  const status = statusOf(problem.type)
  // A retry does not help if something is not configured.
  if (status === 503 && problem.type !== 'not-configured')
    response.set('Retry-After', String(problem.extra.retryAfter ?? 1))
  response
    .status(status)
    .type('application/problem+json')
    .json(problemBody(problem, `urn:request:${String(request.id)}`))
}
