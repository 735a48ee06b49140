import type { z } from 'zod'
import type { Role } from '../../kernel/operation.ts'
import type { Origin } from '../../store/change.ts'
import type { Services } from '../../services.ts'

/** What an agent can do: one operation of the services, with a shape for what goes in and what comes out. */
export interface Tool {
  name: string
  title: string
  description: string
  role: Role
  input: z.ZodObject
  output: z.ZodObject
  /** How many entries its lists have when nothing is said. */
  limit: number
  /** False when something is kept afterwards. */
  isReadOnly: boolean
  run: (services: Services, args: Record<string, unknown>, call: { origin: Origin }) => Promise<object>
}

/** A tool whose function gets its arguments as its schema makes them. */
export const tool = <Args extends z.ZodObject>(
  given: Omit<Tool, 'run' | 'isReadOnly' | 'limit' | 'input' | 'role'> & {
    input: Args
    role?: Role
    isReadOnly?: boolean
    limit?: number
    run: (services: Services, args: z.output<Args> & { limit: number }, call: { origin: Origin }) => Promise<object>
  },
): Tool => ({ role: 'viewer', isReadOnly: true, limit: 10, ...given, run: given.run as unknown as Tool['run'] })
