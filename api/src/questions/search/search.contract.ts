import { z } from 'zod'
import { capabilityFilters, CapabilityType, crudOperations } from '../../registry/capabilities/capabilities.contract.ts'
import { HttpMethod } from '../../registry/endpoints/endpoints.contract.ts'
import { Flag } from '../../kernel/untrusted-text.ts'
import { anyOf, operation, integerParameter, listOf } from '../../kernel/operation.ts'
import { Health, ModuleStatus } from '../../registry/modules/modules.contract.ts'
import { key } from '../../kernel/text.ts'
import { hows } from './why.ts'

export const hitKinds = ['module', 'capability', 'entity', 'configuration'] as const
const HitKind = z.enum(hitKinds).meta({ id: 'HitKind' })
const text = z.string().optional()

export const flags = z.array(Flag).optional().describe('Suspicious texts, when there are any')
export const noticed = { notice: z.string().describe('How texts of modules are to be taken') }

const HitReason = z
  .strictObject({
    word: z.string().describe('Of the question, in the singular'),
    how: z.enum(hows).meta({ id: 'HitHow' }).describe('As the word, as the beginning of one, or with a typo'),
    in: z.array(z.string()).describe('Which of its texts'),
  })
  .meta({ id: 'HitReason' })

const ranked = {
  score: z.number().describe('Of the full text, raised by what depends on it'),
  why: z.array(HitReason).describe('Which words were found where'),
}
const ofModule = { status: ModuleStatus, health: Health }

export const Hit = z
  .strictObject({
    kind: HitKind,
    ref: z.string(),
    module: z.string().describe('Key of the module that it is, or belongs to'),
    name: z.string(),
    description: text,
    ...ofModule,
    ...ranked,
    dependants: z.int().describe('How many depend on it'),
    flags,
  })
  .meta({ id: 'Hit', description: 'Something in which words of a question occur' })
export type Hit = z.output<typeof Hit>

const CapabilityCall = z
  .strictObject({
    operation: z.string(),
    method: HttpMethod,
    path: z.string(),
    sample: z.string().describe('A request, with a body where one is needed'),
  })
  .meta({ id: 'CapabilityCall' })

export const CapabilityAnswer = z
  .strictObject({
    ref: z.string(),
    module: z.string().describe('Key of the module'),
    moduleName: z.string(),
    name: z.string(),
    type: CapabilityType,
    description: text,
    entity: text,
    operations: z.array(z.string()).describe('All that it has'),
    calls: z.array(CapabilityCall).describe('Of the operations that were asked for, or of all'),
    ...ofModule,
    ...ranked,
    flags,
  })
  .meta({ id: 'CapabilityAnswer', description: 'Who can do something, where it is called, and whether that is well' })
export type CapabilityAnswer = z.output<typeof CapabilityAnswer>

const page = {
  limit: integerParameter(1, 100, 20).describe('How many at most'),
  cursor: z.string().max(2_000).optional().describe('`nextCursor` of the page before'),
}
const q = z.string().min(1).max(500).describe('A question or words; typos and beginnings of words are found too')
const words = z.array(z.string()).describe('What was looked for')

export const SearchAnswer = listOf(Hit)
  .extend({
    words,
    operations: z
      .array(z.enum(crudOperations).meta({ id: 'CrudOperation' }))
      .describe('What shall be done, when the question says so'),
    answers: z.array(CapabilityAnswer).describe('Who can do that: the five best, when the question says so'),
    answersTotal: z.int().describe('How many can: /api/ai/capabilities lists them'),
    ...noticed,
  })
  .meta({ id: 'SearchAnswer' })
export type SearchAnswer = z.output<typeof SearchAnswer>

export const CapabilityAnswers = listOf(CapabilityAnswer)
  .extend({ words, ...noticed })
  .meta({ id: 'CapabilityAnswers' })
export type CapabilityAnswers = z.output<typeof CapabilityAnswers>

export const searchOperations = {
  search: operation({
    method: 'get',
    path: '/api/ai/search',
    summary: 'Find modules, capabilities, entities, fields and documentation by words, the best first, with the reason',
    role: 'viewer',
    query: z.strictObject({
      q,
      kind: anyOf(HitKind),
      module: key.optional().describe('Only in this module'),
      ...page,
    }),
    answer: SearchAnswer,
    problems: ['invalid-cursor'],
    example: '/api/ai/search?q=who+can+create+a+customer&limit=1',
    graphql: { query: 'search' },
    tool: 'search_modules',
  }),
  capabilities: operation({
    method: 'get',
    path: '/api/ai/capabilities',
    tag: 'ai',
    summary: 'Answer who can do something: with which operation, where, how it is called, and whether that is well',
    role: 'viewer',
    query: z.strictObject({
      q: q.optional().describe('Such as: who can create an invoice? All capabilities when left out'),
      ...capabilityFilters,
      module: key.optional().describe('Only of this module'),
      ...page,
    }),
    answer: CapabilityAnswers,
    problems: ['invalid-cursor'],
    example: '/api/ai/capabilities?entity=Parcel&operation=create',
    graphql: { query: 'capabilities' },
    tool: 'find_capability',
  }),
}
