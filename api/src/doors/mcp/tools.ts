import { z } from 'zod'
import { AiModule, aiIncludes, AiContext, contextOperations } from '../../questions/ai/context.contract.ts'
import { listOf } from '../../kernel/operation.ts'
import { docsSections, documentationOperations } from '../../questions/documentation/documentation.contract.ts'
import { relationshipTypeNames } from '../../registry/relationships/relationships.contract.ts'
import { CapabilityAnswer, Hit, hitKinds, noticed, searchOperations } from '../../questions/search/search.contract.ts'
import { Impact, Path, traversalOperations } from '../../questions/traversal/traversal.contract.ts'
import { draftsOperations } from '../../authoring/drafts/drafts.contract.ts'
import { queriesOperations } from '../../questions/queries/queries.contract.ts'
import { getDocs } from './docs.ts'
import { pathInWords } from './path-in-words.ts'
import { proposePatch } from './propose.ts'
import { runQuery } from './run-query.ts'
import { tool, type Services, type Tool } from './tool.ts'
import { notice } from '../../kernel/untrusted-text.ts'

const limit = z.int().min(1).max(100).optional().describe('Default 10')
const cursor = z.string().max(2_000).optional().describe('nextCursor of the page before')
const module = z.string().min(1).max(100).describe('Key or id')
const node = z.string().min(1).max(200)
const types = z.array(z.enum(relationshipTypeNames)).min(1).optional()
const page = (item: z.ZodType) => listOf(item)

/** The ten of them: what is not here is asked for over REST. */
export const tools: Tool[] = [
  tool(searchOperations.search, {
    title: 'Search the registry',
    description:
      'Find modules, capabilities, entities, fields and documentation by words, best first, with why each was found. Start here when you do not know a key.',
    input: z.strictObject({
      q: z.string().min(1).max(500).describe('Question or words; typos and beginnings of words are found'),
      kind: z.array(z.enum(hitKinds)).min(1).optional(),
      module: z.string().max(63).optional().describe('Only in this module'),
      limit,
      cursor,
    }),
    output: page(Hit.omit({ flags: true }).extend({ flags: z.array(z.unknown()).optional() })).extend(noticed),
    run: async ({ search }, query) => {
      const {
        answers: _answers,
        answersTotal: _total,
        words: _words,
        operations: _operations,
        ...found
      } = await search.search({ query })
      return found
    },
  }),
  tool(contextOperations.readModule, {
    title: 'Read a module',
    description:
      'What a module is, can do, keeps, needs and is needed by. `include` adds endpoints, fields, documentation, relationships, statistics.',
    input: z.strictObject({
      module,
      include: z.array(z.enum(aiIncludes)).min(1).optional(),
      limit: limit.describe('Entries of each included list'),
    }),
    output: AiModule.pick({
      key: true,
      name: true,
      status: true,
      health: true,
      entities: true,
      dependsOn: true,
      dependants: true,
    })
      .extend({ capabilities: z.array(z.unknown()).optional(), ...noticed, revision: z.int() })
      .loose(),
    run: getModule,
  }),
  tool(searchOperations.capabilities, {
    title: 'Who can do something',
    description:
      'Answer "who can create an invoice?": module, operation, endpoint, sample call, status and health. Use before building anything new.',
    input: z.strictObject({
      q: z.string().min(1).max(500).optional(),
      operation: z
        .array(z.string().max(127))
        .min(1)
        .optional()
        .describe('create, read, update, delete, list, or an action'),
      entity: z.array(z.string().max(63)).min(1).optional(),
      module: z.string().max(63).optional(),
      limit: limit.describe('Default 5'),
      cursor,
    }),
    output: page(
      CapabilityAnswer.pick({ ref: true, module: true, name: true, calls: true, status: true, health: true }).loose(),
    ).extend(noticed),
    limit: 5,
    run: async ({ search }, query) => search.capabilities({ query }),
  }),
  tool(traversalOperations.neighbourhood, {
    title: 'Modules around one',
    description: 'Modules that relationships join to one, nearest first.',
    input: z.strictObject({
      module,
      types,
      direction: z.enum(['outgoing', 'incoming', 'both']).default('both'),
      depth: z.int().min(1).max(20).default(1),
      limit,
      cursor,
    }),
    output: traversalOperations.neighbourhood.answer,
    run: ({ traversal }, { module: of, ...query }) => traversal.neighbourhood({ query: { of, ...query } }),
  }),
  tool(traversalOperations.impact, {
    title: 'What a change affects',
    description:
      'Modules affected when a module or capability changes, nearest first; with operation or field only those that name it.',
    input: z.strictObject({
      of: node.describe('Key, id or ref of a module; ref of a capability, entity, endpoint or configuration'),
      direction: z.enum(['downstream', 'upstream']).default('downstream').describe('upstream: what it needs itself'),
      type: z.enum(relationshipTypeNames).default('dependency'),
      operation: z.string().min(1).max(127).optional(),
      field: z.string().min(1).max(127).optional(),
      maxDepth: z.int().min(1).max(500).optional(),
      limit,
      cursor,
    }),
    output: page(
      Impact.shape.items.element
        .pick({ ref: true, name: true, depth: true, operations: true, criticality: true })
        .loose(),
    )
      .extend({
        of: Impact.shape.of,
        undeclared: Impact.shape.undeclared,
      })
      .loose(),
    run: ({ traversal }, query) => traversal.impact({ query }),
  }),
  tool(traversalOperations.path, {
    title: 'How two are joined',
    description: 'A shortest path between two modules or parts, with the relationships it consists of.',
    input: z.strictObject({
      from: node,
      to: node,
      types,
      direction: z.enum(['outgoing', 'both']).default('outgoing'),
      maxDepth: z.int().min(1).max(500).default(20),
    }),
    output: Path.pick({ found: true, level: true, maxDepth: true, revision: true }).extend({
      hops: z.array(z.strictObject({ from: z.string(), to: z.string(), via: z.array(z.string()) })),
    }),
    run: async ({ traversal }, query) => pathInWords(await traversal.path({ query })),
  }),
  tool(contextOperations.context, {
    title: 'Context for a task',
    description:
      'Everything the registry knows for a task, packed into a budget of tokens, with an account of what was left out. Ask for more with maxTokens or cursor.',
    input: z.strictObject({
      task: z.string().min(1).max(2_000).describe('What shall be done'),
      modules: z.array(module).min(1).max(20).optional().describe('Modules it is about'),
      maxTokens: z.int().min(500).max(9_000).default(1_700),
      cursor,
    }),
    output: AiContext.pick({
      tokens: true,
      leftOut: true,
      total: true,
      returned: true,
      truncated: true,
      nextCursor: true,
      revision: true,
      notice: true,
    }).extend({
      modules: z.array(z.unknown()),
      leftOut: z.unknown(),
      maxTokens: z.int(),
    }),
    run: ({ packs }, { limit: _limit, ...query }) => packs.context({ query }),
  }),
  tool(documentationOperations.readDocs, {
    title: 'Documentation of a module',
    description:
      'What is written and generated about a module, as Markdown, in pages: usage, configuration, API, relationships, what is missing.',
    input: z.strictObject({
      module,
      section: z.array(z.enum(docsSections)).min(1).optional(),
      maxTokens: z.int().min(500).max(8_000).default(1_500),
      cursor,
    }),
    output: z.looseObject({
      module: z.string(),
      text: z.string(),
      total: z.int(),
      returned: z.int(),
      truncated: z.boolean(),
      nextCursor: z.string().nullable(),
      ...noticed,
    }),
    run: getDocs,
  }),
  tool(queriesOperations.run, {
    title: 'Ask a named question',
    description:
      'Run one of the named questions in Cypher, such as analysis/hubs, or a saved one. Resource registry://queries lists them.',
    input: z.strictObject({
      name: z.string().min(1).max(200),
      parameters: z.record(z.string(), z.unknown()).default({}),
      limit,
    }),
    output: z.looseObject({
      ...{ columns: z.array(z.string()), items: z.array(z.unknown()) },
      ...{ total: z.int().nullable(), returned: z.int(), truncated: z.boolean(), ...noticed },
    }),
    run: runQuery,
  }),
  tool(draftsOperations.create, {
    title: 'Propose a change',
    description:
      'Tell what a patch document would change and break, and keep it as a draft for a person to review. Never changes the registry. The language: resource registry://patch-language.',
    isReadOnly: false,
    input: z.strictObject({
      document: z.record(z.string(), z.unknown()).describe('Patch document, version 1.0'),
      title: z.string().min(1).max(200).optional(),
      prompt: z.string().min(1).max(10_000).optional().describe('What you were asked for'),
      model: z.string().min(1).max(200).optional().describe('Language model that wrote it'),
      limit,
    }),
    output: z.looseObject({
      draft: z.looseObject({ id: z.string(), state: z.string() }),
      preview: z.looseObject({ securityLevel: z.string() }),
      next: z.string(),
    }),
    run: proposePatch,
  }),
]

interface Asked {
  module: string
  include?: (typeof aiIncludes)[number][]
  limit: number
}

export async function getModule({ ai }: Services, { module: id, include, limit: each }: Asked) {
  const { module, revision } = await ai.describedModule(id, { include, each })
  return { ...module, notice, revision }
}
