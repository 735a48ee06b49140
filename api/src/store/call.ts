import type { z } from 'zod'
import type { Input, NamedOperation, Operation, Representation, Role } from '../kernel/operation.ts'
import type { Expected, Origin } from './change.ts'

/** The context of a request, the same for all doors. */
export interface Call {
  /** Expected revision of the resource. */
  expected: Expected
  origin: Origin
  /** The caller; without a name if no key of the registry was sent. */
  caller: { role: Exclude<Role, 'public'>; name: string | null; keyId?: string }
  /** URL of the registry as the caller reaches it, without a slash at its end. */
  baseUrl: string
  /** When the request must be answered, in milliseconds of `performance.now()`. */
  deadline?: number
  /** Aborted when the client has gone. */
  signal?: AbortSignal
  /** Called with the parameters of the path that are used instead, if an alias has led to a module. */
  led?: (params: object) => void
  /** Reports progress to the client: the name of a step and its data. */
  tell?: (event: string, data: object) => void
}

/** What a thread gets of a call: what can be copied. */
export type CopiedCall = Omit<Call, 'signal' | 'tell' | 'led'>
export const copied = ({ signal: _signal, tell: _tell, led: _led, ...call }: Call): CopiedCall => call

/** A call by the registry itself, for any revision. */
export const internalCall = (origin: Omit<Origin, 'role'>): Call => ({
  expected: '*',
  origin: { ...origin, role: 'admin' },
  caller: { role: 'admin', name: origin.actor },
  baseUrl: 'http://localhost:3000',
})

/** The handler of an operation, the same for all doors. */
export type Handler<O extends Operation> = (input: Input<O>, call: Call) => Promise<Outcome<O>>

/**
 * A handler for each operation of a feature, under its name; a service may have further functions for other services.
 */
export type Service<Operations extends Record<string, Operation>> = {
  [Name in keyof Operations]: Handler<Operations[Name]>
} & { [more: string]: unknown }

/**
 * The result of a handler: the answer, and for a repeatable operation whether something was created. An operation with
 * other representations returns the requested one.
 */
export type Outcome<O extends Operation> = O['stream'] extends 'events'
  ? Events<z.output<O['answer']>>
  : O['repeatable'] extends true
    ? Made<Answer<O>>
    : keyof O['representations'] extends never
      ? Answer<O>
      : Answer<O> | string | Streamed

/** A stream of events; `return` ends it. */
export interface Events<Event> extends AsyncIterable<Event & { id: number }> {
  return(): Promise<unknown>
}

export interface Made<Value> {
  answer: Value
  isNew: boolean
}

/** A text that is streamed while it is generated. */
export interface Streamed {
  /** Id for cancelling the run. */
  run?: string
  /** What it is, if the operation does not say. */
  as?: Representation
  pieces: AsyncIterable<string | Uint8Array>
}

/** An answer that is JSON already, as it comes from a thread. */
export class Json {
  constructor(readonly bytes: Uint8Array) {}
  value(): unknown {
    return JSON.parse(new TextDecoder().decode(this.bytes))
  }
}

type Answer<O extends Operation> = O['answer'] extends z.ZodUndefined ? null : z.output<O['answer']>

/** The parts of a request, validated by the schemas of its operation. */
export interface Parts {
  params: object
  query: object
  body: unknown
}

/** An operation with its handler. */
export interface HandledOperation {
  operation: NamedOperation
  handle(input: Parts, call: Call): Promise<unknown>
}
