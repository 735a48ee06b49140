import type { CallToolResult } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { tokens } from '../../questions/packs/tokens.ts'
import { Problem, type ProblemType, problemBody } from '../../kernel/errors.ts'
import type { Call } from '../../store/call.ts'
import { asProblem } from '../rest/problems.ts'
import { own, parseJson } from '../../kernel/json.ts'
import { parse } from '../../kernel/validation.ts'
import { argumentOf, inArguments } from './places.ts'
import type { Services, Tool } from './tool.ts'

/** Maximum number of tokens of a result: its structured content, and the same as text for clients that only read text. Decision 0027. */
const most = 20_000
/** The maximum if the agent has not given a size. */
const usual = 4_000

/**
 * Calls a tool. A too large answer is computed again with fewer entries, so that its counts and cursor match what it contains;
 * nothing is cut off at the end.
 * @param args as they were sent
 * @throws Problem what the agent has to do differently
 */
export async function callTool(services: Services, tool: Tool, args: unknown, call: Call): Promise<CallToolResult> {
  const given = readArguments(tool, args ?? {})
  const asked: Record<string, unknown> = { limit: tool.limit, ...parse(tool.input, given, '/arguments') }
  const { count } = await tokens()
  const sizes = tool.isReadOnly ? sizesOf(tool, asked) : [asked]
  // Without a size given by the agent, answers are kept short.
  const isAsked = Object.keys(least).some((name) => Object.hasOwn(given as object, name))
  let cost = 0
  for (const [index, size] of sizes.entries()) {
    const result = resultOf(await run(services, tool, { ...asked, ...size }, call))
    cost = count(JSON.stringify(result))
    if (cost < (isAsked || index === sizes.length - 1 ? most : usual)) return result
  }
  throw new Problem('invalid-request', `the answer has ${cost} tokens; the maximum is ${most}`, [
    { pointer: '/arguments', reason: 'must request less; REST has no such limit' },
  ])
}

/** Arguments as they are meant: some clients send an object or a list as the text of its JSON. */
const readArguments = ({ input }: Tool, args: unknown): unknown =>
  typeof args === 'object' && args !== null && !Array.isArray(args)
    ? Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name, readArgument(own(input.shape, name), value)]),
      )
    : args

function readArgument(schema: z.ZodType | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || (schema?.safeParse(value).success ?? true)) return value
  try {
    return parseJson(Buffer.from(value))
  } catch {
    return value // what the schema says of a text is right
  }
}

async function run(services: Services, tool: Tool, args: Record<string, unknown>, call: Call): Promise<object> {
  try {
    return await tool.run(services, await services.aliases.resolved(args), call)
  } catch (error) {
    throw inArguments(error, argumentOf(Object.keys(tool.input.shape)))
  }
}

/** The arguments that determine the size of an answer, with their minimum. */
const least = { maxTokens: 500, limit: 1 }

/** The requested size, then smaller ones. */
function sizesOf({ input }: Tool, asked: Record<string, unknown>): object[] {
  const name = (['maxTokens', 'limit'] as const).find((name) => name in input.shape)
  if (name === undefined) return [{}]
  const sizes = [asked[name] as number]
  while (sizes.at(-1)! > least[name]) sizes.push(Math.max(least[name], Math.floor(sizes.at(-1)! * 0.7)))
  return sizes.map((size) => ({ [name]: size }))
}

const resultOf = (answer: object): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(answer) }],
  structuredContent: answer as Record<string, unknown>,
})

const instead: Partial<Record<ProblemType, string>> = {
  'not-found': 'Find the key with search_modules.',
  'invalid-request': 'Correct the named arguments.',
  'invalid-cursor': 'Retry without cursor.',
  'invalid-patch':
    'Correct the document at the named places; the resource registry://patch-language describes the language.',
  conflict: 'Use another patchId: this one belongs to a document with other content.',
  'refused-by-policy': 'No patch document may do this: leave it out.',
  busy: 'Retry in a moment.',
  timeout: 'Request less, or retry in a moment.',
  'database-unavailable': 'Retry in a moment.',
}

/** A problem for an agent: what is wrong, and what to do instead. */
export function problemResult(error: unknown, instance: string): CallToolResult {
  const problem = asProblem(error)
  const { errors, ...body } = problemBody(problem, instance)
  const told = { ...body, errors: errors.slice(0, 20), instead: instead[problem.type] }
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(told) }] }
}
