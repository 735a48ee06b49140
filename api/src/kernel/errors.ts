/**
 * The catalogue of errors that clients can receive, the same in REST, GraphQL and MCP.
 * Throw the named one where the fact is known; each door translates it once (REST: RFC 9457 problem JSON).
 */
export interface Reason {
  /** JSON pointer into the body; `/query/…`, `/path/…` or `/header/…` for the other parts of a request. */
  pointer: string
  reason: string
}

const catalogue = {
  'invalid-request': [400, 'Invalid request'],
  'invalid-json': [400, 'Invalid JSON'],
  'invalid-cursor': [400, 'Invalid cursor'],
  forbidden: [403, 'Permission denied'],
  unauthorized: [401, 'Access key required'],
  'not-found': [404, 'Resource not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  'not-acceptable': [406, 'No acceptable representation'],
  conflict: [409, 'Conflict with the current state'],
  'already-exists': [409, 'Resource already exists'],
  'in-use': [409, 'Resource is in use'],
  'dependency-cycle': [409, 'Circular dependency'],
  'confirmation-required': [409, 'Confirmation required'],
  'stale-revision': [412, 'The resource has been changed since it was read'],
  'body-too-large': [413, 'Request body too large'],
  'unsupported-media-type': [415, 'Unsupported content type'],
  'range-not-satisfiable': [416, 'Range not satisfiable'],
  'invalid-patch': [422, 'Invalid patch document'],
  'refused-query': [422, 'Query refused'],
  'invalid-query': [422, 'Invalid query'],
  'query-failed': [422, 'Query failed'],
  'query-timeout': [422, 'Query exceeded its time limit'],
  'result-too-large': [422, 'Result too large'],
  'refused-by-policy': [422, 'Patch document refused by policy'],
  'idempotency-key-reused': [422, 'Idempotency key used for another request'],
  'revision-required': [428, 'Revision required'],
  'internal-error': [500, 'Internal error'],
  'model-failed': [502, 'No usable response from the language model'],
  'database-unavailable': [503, 'Database unavailable'],
  'not-configured': [503, 'Feature not configured'],
  'module-disabled': [503, 'Module disabled'],
  busy: [503, 'Too many requests in progress'],
  timeout: [503, 'Request timed out'],
  stopping: [503, 'The registry is stopping'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemType = keyof typeof catalogue
export const problemTypes = Object.keys(catalogue) as ProblemType[]
export const statusOf = (type: ProblemType): number => catalogue[type][0]
export const titleOf = (type: ProblemType): string => catalogue[type][1]

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** An error a client can act on. `extra` members are added to the problem as they are, e.g. `cycle`. */
export class Problem extends Error {
  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly errors: Reason[] = [],
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail)
  }
}

/** The problem that a client gets for anything that was thrown. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem('internal-error', 'an unexpected error occurred; see the log for this request id')

/** A problem as clients read it: RFC 9457. @param instance id of the request */
export const problemBody = ({ type, detail, errors, extra }: Problem, instance: string) => ({
  type,
  title: titleOf(type),
  status: statusOf(type),
  detail,
  instance,
  errors,
  ...extra,
})

/** The first three errors as a sentence. */
export const detailOf = (errors: Reason[]): string =>
  errors
    .map(({ pointer, reason }) => `${pointer || 'the body'} ${reason}`)
    .slice(0, 3)
    .join('; ')

/** The same problem with its pointers in the terms of another door. */
export function relocated({ type, detail, errors, extra }: Problem, placeOf: (pointer: string) => string): Problem {
  const moved = errors.map(({ pointer, reason }) => ({ pointer: placeOf(pointer), reason }))
  return new Problem(type, detail === detailOf(errors) ? detailOf(moved) : detail, moved, extra)
}

/** A reason why the registry cannot start, printed at the terminal without a stack trace. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly ways: string[] = [],
  ) {
    super(message)
  }
}
