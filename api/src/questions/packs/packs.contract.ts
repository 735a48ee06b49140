import { z } from 'zod'
import { anyTextOf, integerParameter, listOf, moduleName, operation, paging } from '../../kernel/operation.ts'
import { jsonObject } from '../../kernel/text.ts'
import { noticed } from '../search/search.contract.ts'

export const AiContext = listOf(z.never())
  .omit({ items: true })
  .extend({
    ...noticed,
    modules: z.array(
      z
        .strictObject({
          key: z.string(),
          about: jsonObject.optional(),
          capabilities: z.array(jsonObject).optional(),
          entities: z.array(jsonObject).optional(),
          documentation: z.array(jsonObject).optional(),
          relationships: z.array(jsonObject).optional(),
        })
        .meta({ id: 'AiContextModule' }),
    ),
    maxTokens: z.int(),
    tokens: z.int().describe('Number of tokens of the answer (o200k)'),
    leftOut: z
      .strictObject({
        pieces: z.int().describe('Number of relevant pieces that did not fit'),
        modules: z.int().describe('Number of modules among them'),
        tokens: z.int().describe('Number of tokens that they would take'),
        ask: z.string().describe('How to request them'),
        items: z
          .array(z.strictObject({ ref: z.string(), tokens: z.int(), ask: z.string() }).meta({ id: 'AiLeftOutItem' }))
          .describe('The most relevant of them'),
      })
      .meta({ id: 'AiLeftOut' }),
  })
  .meta({
    id: 'AiContext',
    description: 'Context for a task, as much as fits into the token budget; total counts the pieces',
  })
export type AiContext = z.output<typeof AiContext>

export const packsOperations = {
  context: operation({
    method: 'get',
    path: '/api/ai/context',
    load: 'heavy',
    tag: 'ai',
    summary: 'Read the context for a task within a token budget, with a summary of what was left out',
    role: 'viewer',
    query: z.strictObject({
      task: z.string().min(1).max(2_000).describe('Task description'),
      modules: anyTextOf(moduleName).describe('Keys, ids or aliases of the modules concerned'),
      maxTokens: integerParameter(500, 64_000, 4_000).describe('Maximum number of tokens of the whole answer'),
      format: z.enum(['json', 'markdown']).default('json'),
      cursor: paging.cursor,
    }),
    representations: { markdown: { type: 'text/markdown', file: 'context.md' } },
    answer: AiContext,
    problems: ['invalid-cursor'],
    example: '/api/ai/context?task=Change+the+address+of+a+customer&maxTokens=500',
    graphql: { query: 'aiContext' },
    tool: 'get_context',
  }),
}
