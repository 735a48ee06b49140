import type { CallToolResult, GetPromptResult, ReadResourceResult } from '@modelcontextprotocol/server'
import type { DatabaseSettings } from '../../graph/graph.ts'
import type { Load } from '../../kernel/operation.ts'
import { inWorker } from '../../kernel/workers.ts'
import { waitingFor } from '../../runtime/admission.ts'
import type { Call, CopiedCall } from '../../store/call.ts'
import type { Services } from './tool.ts'

/** What `thread.ts` answers of MCP, with services of its own. */
interface AskedOfThreads {
  callToolInThread: { args: [name: string, given: unknown, call: CopiedCall]; result: CallToolResult }
  readResourceInThread: { args: [uri: string, call: CopiedCall]; result: ReadResourceResult }
  getPromptInThread: { args: [name: string, given: unknown]; result: GetPromptResult }
}
export type InThread<Name extends keyof AskedOfThreads> = (
  database: DatabaseSettings,
  ...args: AskedOfThreads[Name]['args']
) => Promise<AskedOfThreads[Name]['result']>
type Answered<Name extends keyof AskedOfThreads> = Awaited<ReturnType<InThread<Name>>>

/**
 * Answers a request when it is its turn.
 * @param database with it, what is heavy is answered by a thread
 * @param args for the thread
 * @param here answers in this process
 * @throws Problem `busy`, `timeout`, and whatever the answer throws
 */
export const inTurn = <Name extends keyof AskedOfThreads>(
  { admission }: Services,
  load: Load,
  call: Call,
  database: DatabaseSettings | undefined,
  name: Name,
  args: AskedOfThreads[Name]['args'],
  here: () => Promise<Answered<Name>>,
): Promise<Answered<Name>> =>
  admission.admit(load, waitingFor(call), () =>
    database && load === 'heavy'
      ? inWorker<InThread<Name>>(
          'questions',
          new URL('../../thread.ts', import.meta.url),
          name,
          [database, ...args],
          call.signal,
        )
      : here(),
  )
