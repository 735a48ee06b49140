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
  /** What is asked of the registry, and what the agent is told to do with it. */
  write: (given: Record<string, string>) => { task: string; modules?: string[]; steps: string }
}

const known: Prompt[] = [
  {
    name: 'design_new_module',
    title: 'Design a new module',
    description: 'From a wish to a proposed module that uses what is there already',
    args: z.strictObject({ wish: task.describe('What the module shall do') }),
    write: ({ wish = '' }) => ({
      task: wish,
      steps: `Design a module for this wish: ${JSON.stringify(wish)}

1. Look with find_capability and search_modules whether something does it already, or a part of it.
2. Decide which entities and fields are new, and which modules it depends on, integrates with or sends data to.
3. Write one patch document in the language of registry://patch-language; take a base path that is free.
4. Call propose_patch, read what it would close, break and duplicate, and propose again until that is clean.
5. Tell the person the id of the draft and what you decided. You can not publish it.`,
    }),
  },
  {
    name: 'change_module_safely',
    title: 'Change a module safely',
    description: 'From a wish to a proposed change that breaks nobody',
    args: z.strictObject({
      module: module.describe('Key of the module'),
      change: task.describe('What shall be different'),
    }),
    write: ({ module = '', change = '' }) => ({
      task: change,
      modules: [module],
      steps: `Change the module ${JSON.stringify(module)} so: ${JSON.stringify(change)}

1. Read it with get_module (include endpoints, schemas, relationships).
2. For each operation and field that changes, ask get_impact who uses it.
3. Prefer what breaks nobody: add beside the old, deprecate, then remove later.
4. Write one patch document in the language of registry://patch-language and call propose_patch; mend what it says is broken.
5. Tell the person the id of the draft, who is affected and what they have to do. You can not publish it.`,
    }),
  },
]

export const prompts = known.map(({ name, title, description, args }) => ({
  ...{ name, title, description },
  arguments: Object.entries(args.shape).map(([name, schema]) => ({
    ...{ name, required: true, description: (schema as z.ZodType).description },
  })),
}))

/** What to do, with what the registry knows for it. */
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
