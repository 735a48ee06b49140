import { z } from 'zod'
import { AiModule, aiIncludes, contextOperations } from '../../questions/ai/context.contract.ts'
import { AiContext, packsOperations } from '../../questions/packs/packs.contract.ts'
import { listOf } from '../../kernel/operation.ts'
import { docsSections, documentationOperations } from '../../questions/documentation/documentation.contract.ts'
import { relationshipTypeNames } from '../../registry/relationships/relationships.contract.ts'
import { CapabilityAnswer, Hit, hitKinds, noticed, searchOperations } from '../../questions/search/search.contract.ts'
import { Impact, Path, traversalOperations } from '../../questions/traversal/traversal.contract.ts'
import { draftsOperations } from '../../authoring/drafts/drafts.contract.ts'
import { queriesOperations } from '../../questions/queries/queries.contract.ts'
import { getDocs } from './module-docs.ts'
import { pathInWords } from './path-in-words.ts'
import { proposePatch } from './propose.ts'
import { runQuery } from './run-query.ts'
import { tool, type Services, type Tool } from './tool.ts'
import { notice } from '../../kernel/untrusted-text.ts'

const limit = z.int().min(1).max(100).optional().describe('Default: 10')
const cursor = z.string().max(2_000).optional().describe('nextCursor of the previous page')
const module = z.string().min(1).max(200).describe('Key, id or alias')
const node = z.string().min(1).max(200)
const types = z.array(z.enum(relationshipTypeNames)).min(1).optional()
const page = (item: z.ZodType) => listOf(item)

/** The ten tools; everything else is available over REST. */
export const tools: Tool[] = [
  tool(searchOperations.search, {
    title: 'Search the registry',
    description:
      'Search modules, capabilities, entities, fields and documentation, best match first, with the reason of each match. Start here if you do not know a key.',
    input: z.strictObject({
      q: z.string().min(1).max(500).describe('Question or search words; matches prefixes and tolerates typos'),
      kind: z.array(z.enum(hitKinds)).min(1).optional(),
      module: z.string().max(200).optional().describe('Restrict to this module'),
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
      'Read a module with its capabilities, entities, dependencies and dependents. `include` adds endpoints, fields, documentation, relationships, statistics.',
    input: z.strictObject({
      module,
      include: z.array(z.enum(aiIncludes)).min(1).optional(),
      limit: limit.describe('Maximum number of entries of each included list'),
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
    title: 'Find a capability',
    description:
      'Answer questions such as "who can create an invoice?": module, operation, endpoint, sample call, status and health. Use before building anything new.',
    input: z.strictObject({
      q: z.string().min(1).max(500).optional(),
      operation: z
        .array(z.string().max(127))
        .min(1)
        .optional()
        .describe('create, read, update, delete, list, or an action'),
      entity: z.array(z.string().max(63)).min(1).optional(),
      module: z.string().max(200).optional(),
      limit: limit.describe('Default: 5'),
      cursor,
    }),
    output: page(
      CapabilityAnswer.pick({ ref: true, module: true, name: true, calls: true, status: true, health: true }).loose(),
    ).extend(noticed),
    limit: 5,
    run: async ({ search }, query) => search.capabilities({ query }),
  }),
  tool(traversalOperations.neighbourhood, {
    title: 'List neighbouring modules',
    description: 'List the modules connected to a module by relationships, nearest first.',
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
    title: 'Analyse the impact of a change',
    description:
      'List the modules that a change of a module or part affects, nearest first; with operation or field, only those that use it.',
    input: z.strictObject({
      of: node.describe('Key, id or ref of a module; ref of a capability, entity, endpoint or configuration'),
      direction: z.enum(['downstream', 'upstream']).default('downstream').describe('upstream: what it depends on'),
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
    title: 'Find a path',
    description: 'Find a shortest path between two modules or parts, with its relationships.',
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
  tool(packsOperations.context, {
    title: 'Read the context for a task',
    description:
      'Read what the registry knows about a task, within a token budget, with a summary of what was left out. Use maxTokens or cursor to get more.',
    input: z.strictObject({
      task: z.string().min(1).max(2_000).describe('Task description'),
      modules: z.array(module).min(1).max(20).optional().describe('Modules concerned'),
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
    run: ({ packs }, { limit: _limit, ...query }) => packs.json({ query }),
  }),
  tool(documentationOperations.readDocs, {
    title: 'Read the documentation of a module',
    description:
      'Read the written and generated documentation of a module, as Markdown, in pages: usage, configuration, API, relationships, completeness.',
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
    title: 'Run a named query',
    description:
      'Run a Cypher query of the library, such as analysis/hubs, or a saved one. The resource registry://queries lists them.',
    input: z.strictObject({
      name: z.string().min(1).max(200),
      parameters: z.record(z.string(), z.unknown()).default({}),
      limit,
    }),
    output: z.looseObject({
      columns: z.array(z.string()),
      items: z.array(z.unknown()),
      total: z.int().nullable(),
      returned: z.int(),
      truncated: z.boolean(),
      ...noticed,
    }),
    run: runQuery,
  }),
  tool(draftsOperations.create, {
    title: 'Propose a change',
    description:
      'Preview what a patch document would change and break, and save it as a draft for review by a person. Never changes the registry. The resource registry://patch-language describes the language.',
    isReadOnly: false,
    input: z.strictObject({
      document: z.record(z.string(), z.unknown()).describe('Patch document, version 1.0'),
      title: z.string().min(1).max(200).optional(),
      prompt: z.string().min(1).max(10_000).optional().describe('Request of the user'),
      model: z.string().min(1).max(200).optional().describe('Language model that generated it'),
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
