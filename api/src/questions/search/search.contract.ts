import { z } from 'zod'
import { capabilityFilters, CapabilityType, crudOperations } from '../../registry/capabilities/capabilities.contract.ts'
import { HttpMethod, served } from '../../registry/endpoints/endpoints.contract.ts'
import { Flag } from '../../kernel/untrusted-text.ts'
import { anyOf, operation, integerParameter, listOf, moduleName } from '../../kernel/operation.ts'
import { Health, ModuleStatus } from '../../registry/modules/modules.contract.ts'
import { hows } from './why.ts'

export const hitKinds = ['module', 'capability', 'entity', 'configuration'] as const
const HitKind = z.enum(hitKinds).meta({ id: 'HitKind' })
const text = z.string().optional()

export const flags = z.array(Flag).optional().describe('Suspicious texts, if any')
export const noticed = { notice: z.string().describe('How to treat texts of modules') }

const HitReason = z
  .strictObject({
    word: z.string().describe('Search term, in the singular'),
    how: z
      .enum(hows)
      .meta({ id: 'HitHow' })
      .describe('How it matched: as a word, as the beginning of a word, or with a typo'),
    in: z.array(z.string()).describe('Texts that contain it'),
  })
  .meta({ id: 'HitReason' })

const ranked = {
  score: z.number().describe('Full-text score, raised by the number of dependents'),
  why: z.array(HitReason).describe('Matching search terms and where they were found'),
}
const ofModule = { status: ModuleStatus, health: Health }

export const Hit = z
  .strictObject({
    kind: HitKind,
    ref: z.string(),
    module: z.string().describe('Key of the module'),
    name: z.string(),
    description: text,
    ...ofModule,
    ...ranked,
    dependants: z.int().describe('Number of dependents'),
    flags,
  })
  .meta({ id: 'Hit', description: 'A search result' })
export type Hit = z.output<typeof Hit>

const CapabilityCall = z
  .strictObject({
    operation: z.string(),
    method: HttpMethod,
    path: z.string(),
    served,
    sample: z.string().optional().describe('Sample request, with a body if required; only if it is served'),
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
    operations: z.array(z.string()).describe('All operations of the capability'),
    calls: z.array(CapabilityCall).describe('Calls of the requested operations, or of all'),
    ...ofModule,
    ...ranked,
    flags,
  })
  .meta({ id: 'CapabilityAnswer', description: 'A capability with its calls, status and health' })
export type CapabilityAnswer = z.output<typeof CapabilityAnswer>

const page = {
  limit: integerParameter(1, 100, 20).describe('Maximum number of items'),
  cursor: z.string().max(2_000).optional().describe('`nextCursor` of the previous page'),
}
const q = z.string().min(1).max(500).describe('Question or search words; matches prefixes and tolerates typos')
const words = z.array(z.string()).describe('Search terms')

export const SearchAnswer = listOf(Hit)
  .extend({
    words,
    operations: z
      .array(z.enum(crudOperations).meta({ id: 'CrudOperation' }))
      .describe('Operations that the question asks for, if any'),
    answers: z.array(CapabilityAnswer).describe('Up to five best capabilities for these operations'),
    answersTotal: z.int().describe('Total number of such capabilities; /api/ai/capabilities lists them'),
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
    summary: 'Search modules, capabilities, entities, fields and documentation, best match first',
    role: 'viewer',
    query: z.strictObject({
      q,
      kind: anyOf(HitKind),
      module: moduleName.optional().describe('Restrict to this module'),
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
    summary: 'Find capabilities, with operations, endpoints, sample calls, status and health',
    role: 'viewer',
    query: z.strictObject({
      q: q.optional().describe('Question, such as: who can create an invoice? Default: all capabilities'),
      ...capabilityFilters,
      module: moduleName.optional().describe('Restrict to this module'),
      ...page,
    }),
    answer: CapabilityAnswers,
    problems: ['invalid-cursor'],
    example: '/api/ai/capabilities?entity=Parcel&operation=create',
    graphql: { query: 'capabilities' },
    tool: 'find_capability',
  }),
}
