import type { z } from 'zod'
import type { DraftsService } from '../../authoring/drafts/drafts.service.ts'
import type { PatchesService } from '../../authoring/patches/patches.service.ts'
import type { Load, Operation, Role } from '../../kernel/operation.ts'
import type { ContextService } from '../../questions/ai/context.service.ts'
import type { DocumentationService } from '../../questions/documentation/documentation.service.ts'
import type { PacksService } from '../../questions/packs/packs.service.ts'
import type { QueriesService } from '../../questions/queries/queries.service.ts'
import type { SearchService } from '../../questions/search/search.service.ts'
import type { TraversalService } from '../../questions/traversal/traversal.service.ts'
import type { Aliases } from '../../registry/modules/aliases.ts'
import type { ModulesService } from '../../registry/modules/modules.service.ts'
import type { Admission } from '../../runtime/admission.ts'
import type { Call } from '../../store/call.ts'

/** The services behind the tools. */
export interface Services {
  aliases: Aliases
  modules: ModulesService
  search: SearchService
  ai: ContextService
  packs: PacksService
  traversal: TraversalService
  documentation: DocumentationService
  queries: QueriesService
  patches: PatchesService
  drafts: DraftsService
  admission: Admission
}

/** A tool for agents: an operation of the contract with short input and output schemas. */
export interface Tool {
  name: string
  title: string
  description: string
  role: Role
  load: Load
  input: z.ZodObject
  output: z.ZodObject
  /** Default number of list entries. */
  limit: number
  /** False if it stores something. */
  isReadOnly: boolean
  run: (services: Services, args: Record<string, unknown>, call: Call) => Promise<object>
}

/** A tool whose function gets its arguments as its schema makes them; its name, role and load are those of the operation. */
export const tool = <Args extends z.ZodObject>(
  { tool: name = '', role, load }: Operation,
  given: Omit<Tool, 'name' | 'role' | 'load' | 'run' | 'isReadOnly' | 'limit' | 'input'> & {
    input: Args
    isReadOnly?: boolean
    limit?: number
    run: (services: Services, args: z.output<Args> & { limit: number }, call: Call) => Promise<object>
  },
): Tool => ({
  name,
  role,
  load,
  isReadOnly: true,
  limit: 10,
  ...given,
  run: (services, args, call) => given.run(services, args as z.output<Args> & { limit: number }, call),
})
