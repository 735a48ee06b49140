/**
 * The catalogue of domain errors: what a client may be told, whichever door it came through.
 * Throw the named one where the fact is known; each door translates once (REST: RFC 9457 problem JSON).
 */
export interface Reason {
  /** JSON pointer into the body; `/query/…`, `/path/…` or `/header/…` for the other parts of a request. */
  pointer: string
  reason: string
}

const catalogue = {
  'invalid-request': [400, 'The request is not valid'],
  'invalid-json': [400, 'The body is not acceptable JSON'],
  'invalid-cursor': [400, 'The cursor does not belong to this list'],
  forbidden: [403, 'The request is not allowed'],
  unauthorized: [401, 'An access key is needed'],
  'not-found': [404, 'There is no such resource'],
  'method-not-allowed': [405, 'The resource does not know this method'],
  'not-acceptable': [406, 'No acceptable representation'],
  conflict: [409, 'The request conflicts with what is registered'],
  'already-exists': [409, 'There is one already'],
  'in-use': [409, 'Others depend on it'],
  'dependency-cycle': [409, 'The dependency would close a cycle'],
  'confirmation-required': [409, 'The change needs a confirmation'],
  'stale-revision': [412, 'Somebody else has changed the resource'],
  'body-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The content type is not supported'],
  'range-not-satisfiable': [416, 'The file is shorter than what was asked for'],
  'invalid-patch': [422, 'The patch document is not valid'],
  'refused-query': [422, 'The query is refused'],
  'invalid-query': [422, 'The query is not valid'],
  'query-failed': [422, 'The query could not be carried out'],
  'refused-by-policy': [422, 'The patch document is refused'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request'],
  'revision-required': [428, 'The revision to be changed must be named'],
  'internal-error': [500, 'Something went wrong on our side'],
  'model-failed': [502, 'The language model gave no usable answer'],
  'database-unavailable': [503, 'The database does not answer at the moment'],
  'not-configured': [503, 'The registry is not set up for this'],
  'module-disabled': [503, 'The module is switched off'],
  busy: [503, 'Too much to do at the moment'],
  timeout: [503, 'The answer took too long'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemType = keyof typeof catalogue
export const problemTypes = Object.keys(catalogue) as ProblemType[]
export const statusOf = (type: ProblemType): number => catalogue[type][0]
export const titleOf = (type: ProblemType): string => catalogue[type][1]

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

/** Why the registry can't start, in words for the person at the terminal; printed without a stack. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly ways: string[] = [],
  ) {
    super(message)
  }
}
