import type { z } from 'zod'
import type { Input, NamedOperation, Operation, Role } from '../kernel/operation.ts'
import type { Expected, Origin } from './change.ts'

/** What a handler gets beside the input, whichever door the request came through. */
export interface Call {
  /** The revision to be changed. */
  expected: Expected
  origin: Origin
  /** Who asks; without a name when no key of the registry was sent. */
  caller: { role: Exclude<Role, 'public'>; name: string | null }
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** Tells whoever waits what is being done, by name and with what there is to say about it. */
  tell?: (event: string, data: object) => void
}

/** A call of the registry's own, which takes whatever revision there is. */
export const internalCall = (origin: Origin): Call => ({
  expected: '*',
  origin,
  caller: { role: 'admin', name: origin.actor },
})

/** Does an operation, in the same way for every door. */
export type Handler<O extends Operation> = (input: Input<O>, call: Call) => Promise<Outcome<O>>

/** A handler for each operation of a feature, under the same name, and whatever else it does for others. */
export type Service<Operations extends Record<string, Operation>> = {
  [Name in keyof Operations]: Handler<Operations[Name]>
} & { [more: string]: unknown }

/**
 * What a handler gives: the answer, and of a repeatable operation whether something new was made. An operation that has other
 * representations gives the one that was asked for.
 */
export type Outcome<O extends Operation> = O['stream'] extends 'events'
  ? Events<z.output<O['answer']>>
  : O['repeatable'] extends true
    ? Made<Answer<O>>
    : keyof O['representations'] extends never
      ? Answer<O>
      : Answer<O> | string | Streamed

/** Events until nobody wants more: `return` ends them. */
export interface Events<Event> extends AsyncIterable<Event & { id: number }> {
  return(): Promise<unknown>
}

export interface Made<Value> {
  answer: Value
  isNew: boolean
}

/** A text that is sent piece by piece while it is being made. */
export interface Streamed {
  /** Id under which the run that makes it can be cancelled. */
  run: string
  pieces: AsyncIterable<string>
}

type Answer<O extends Operation> = O['answer'] extends z.ZodUndefined ? null : z.output<O['answer']>

/** What a door makes of a request, by the schemas of its operation. */
export interface Parts {
  params: object
  query: object
  body: unknown
}

/** An operation with who does it. */
export interface HandledOperation {
  operation: NamedOperation
  handle(input: Parts, call: Call): Promise<unknown>
}
