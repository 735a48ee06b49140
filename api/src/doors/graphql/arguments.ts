import { z } from 'zod'
import { Problem, relocated } from '../../kernel/errors.ts'
import { parseJson } from '../../kernel/json.ts'
import type { Parts } from '../../store/call.ts'
import { parse } from '../../kernel/validation.ts'
import { bodyFor } from '../rest/route.ts'
import { hasSpreadBody, queryOf, type Root } from './sdl.ts'

export type Args = Record<string, unknown>

/** The schemas of the contract expect times as texts, which GraphQL has already parsed; null counts as not given. */
export const given = (args: Args, names: string[] = Object.keys(args)): Args =>
  Object.fromEntries(
    names
      .filter((name) => args[name] !== null && args[name] !== undefined)
      .map((name) => [name, args[name] instanceof Date ? args[name].toISOString() : args[name]]),
  )

/** Maps arguments to path, query and body of the operation. */
export function inputOf(root: Root, args: Args): Parts {
  const { operation } = root
  const { params, body } = operation
  const sent = hasSpreadBody(root) ? given(args, namesOf(body as z.ZodObject)) : args.input
  return {
    params: parse(params, given(args, namesOf(params)), '/path'),
    query: parse(operation.query, given(args, Object.keys(queryOf(operation))), '/query'),
    body: body instanceof z.ZodUndefined ? undefined : bodyFor(operation, asJson(sent)),
  }
}

const namesOf = ({ shape }: z.ZodObject): string[] => Object.keys(shape)

/** Parses an input object again as JSON: GraphQL's objects have no prototype, and the rules on JSON apply here too. */
const asJson = (input: unknown): unknown => parseJson(Buffer.from(JSON.stringify(input ?? null)))

const ofHeaders: Record<string, string> = {
  '/header/if-match': '/rev',
  '/header/idempotency-key': '/idempotencyKey',
}

/**
 * The same error with pointers to arguments instead of path and header.
 * @param names  names of the arguments for path and query
 * @param bodyAt pointer to the argument for the body
 */
export function inArguments(error: unknown, names: string[], bodyAt = ''): unknown {
  if (!(error instanceof Problem)) return error
  return relocated(error, (pointer) => {
    const [, place = '', name = ''] = pointer.split('/')
    if (place === 'header') return ofHeaders[pointer] ?? pointer
    return ['path', 'query'].includes(place) && names.includes(name)
      ? pointer.slice(place.length + 1)
      : `${bodyAt}${pointer}`
  })
}
