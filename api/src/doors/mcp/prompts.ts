import type { GetPromptResult } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import { nearestTo, parse } from '../../kernel/validation.ts'
import type { Services } from './tool.ts'

const contextTokens = 3_000
const task = z.string().min(1).max(2_000)
const module = z.string().min(1).max(100)

interface Prompt {
  name: string
  title: string
  description: string
  args: z.ZodObject
  /** The task for the context pack, and the instructions for the agent. */
  write: (given: Record<string, string>) => { task: string; modules?: string[]; steps: string }
}

const known: Prompt[] = [
  {
    name: 'design_new_module',
    title: 'Design a new module',
    description: 'From a request to a proposed module that reuses what exists',
    args: z.strictObject({ wish: task.describe('What the module should do') }),
    write: ({ wish = '' }) => ({
      task: wish,
      steps: `Design a module for this request: ${JSON.stringify(wish)}

1. Check with find_capability and search_modules whether something does this, or part of it, already.
2. Decide which entities and fields are new, and which modules it depends on, integrates with or sends data to.
3. Write one patch document in the language of registry://patch-language; choose a base path that is not in use.
4. Call propose_patch, read which cycles it would close, what it would break and what it would duplicate, and propose again until there are no findings.
5. Tell the user the id of the draft and what you decided. You cannot publish it.`,
    }),
  },
  {
    name: 'change_module_safely',
    title: 'Change a module safely',
    description: 'From a request to a proposed change that breaks no consumer',
    args: z.strictObject({
      module: module.describe('Key of the module'),
      change: task.describe('What should be different'),
    }),
    write: ({ module = '', change = '' }) => ({
      task: change,
      modules: [module],
      steps: `Change the module ${JSON.stringify(module)} as follows: ${JSON.stringify(change)}

1. Read it with get_module (include endpoints, schemas, relationships).
2. For each operation and field that changes, ask get_impact who uses it.
3. Prefer changes that break no consumer: add the new beside the old, deprecate the old, remove it later.
4. Write one patch document in the language of registry://patch-language and call propose_patch; fix what it reports as broken.
5. Tell the user the id of the draft, who is affected and what they have to do. You cannot publish it.`,
    }),
  },
]

export const prompts = known.map(({ name, title, description, args }) => ({
  name,
  title,
  description,
  arguments: Object.entries(args.shape).map(([name, schema]) => ({
    name,
    required: true,
    description: (schema as z.ZodType).description,
  })),
}))

/** A prompt with the context for its task. */
export async function getPrompt({ packs }: Services, name: string, given: unknown): Promise<GetPromptResult> {
  const prompt = known.find((one) => one.name === name)
  if (!prompt)
    throw new Problem(
      'not-found',
      `there is no prompt ${name.slice(0, 100)}${nearestTo(
        name,
        known.map((one) => one.name),
      )}`,
    )
  const { task, modules, steps } = prompt.write(parse(prompt.args, given ?? {}, '/arguments') as Record<string, string>)
  const { text } = await packs.markdown({ query: { task, modules, maxTokens: contextTokens } })
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text: `<registry>\n${text}</registry>\n\n${steps}` } }],
  }
}
