import type { z } from 'zod'
import { endpointKey, newEndpoint } from '../endpoints/endpoints.service.ts'
import { inWords } from '../entities/words.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import type { Step } from '../../store/kind.ts'
import { withServed } from '../endpoints/served.ts'
import { inOrderOf } from './endpoint-order.ts'
import { partService } from '../parts/parts.service.ts'
import {
  crudOperations,
  type Capability,
  type CapabilityCreate,
  type StoredCapability,
} from './capabilities.contract.ts'

export type CapabilitiesService = ReturnType<typeof capabilitiesService>

export const capabilitiesService = (graph: Graph) =>
  partService<StoredCapability, z.output<typeof CapabilityCreate>, Capability>(graph, {
    kind: 'capability',
    nameOf: ({ key }) => key,
    nameMembers: ['key'],
    filters: { type: null, entity: null, operation: null },
    complete: (written) => ({
      ...written,
      name: written.name ?? inWords(written.key),
      endpoints: inOrderOf(written.operations, written.endpoints),
    }),
    show: (capability, lists) => withServed(lists, capability),
    settle: async (run, _before, after, revision) => {
      requireConsistent(after)
      await requireEntity(run, after)
      return missingEndpoints(run, after, revision)
    },
  })

function requireConsistent({ type, operations, endpoints }: StoredCapability): void {
  const errors: Reason[] = []
  operations.forEach((operation, index) => {
    if (type === 'crud' && !crudOperations.some((one) => one === operation))
      errors.push({
        pointer: `/operations/${index}`,
        reason: `must be one of ${crudOperations.join(', ')} in a crud capability`,
      })
  })
  endpoints.forEach(({ operation }, index) => {
    if (!operations.includes(operation))
      errors.push({ pointer: `/endpoints/${index}/operation`, reason: 'must be one of the operations' })
  })
  if (errors.length > 0) throw new Problem('invalid-request', 'the capability contradicts itself', errors)
}

async function requireEntity(run: Read, { module, entity }: StoredCapability): Promise<void> {
  if (entity === null) return
  const [rows] = await run('entities/list', { modules: [module], part: entity, after: '', limit: 1 })
  if (rows!.total === 0)
    throw new Problem('invalid-request', `module ${module} has no entity ${entity}`, [
      { pointer: '/entity', reason: 'must be an entity of the module' },
    ])
}

/** Steps that create the endpoints which the capability exposes and which do not exist yet. */
async function missingEndpoints(run: Read, { module, endpoints }: StoredCapability, revision: number): Promise<Step[]> {
  if (endpoints.length === 0) return []
  const [rows] = await run('endpoints/list', {
    modules: [module],
    part: null,
    after: '',
    limit: 100_000,
  })
  const known = new Set(rows!.items.map(({ key }) => key))
  const missing = new Map(
    endpoints.filter((exposed) => !known.has(endpointKey(exposed))).map((exposed) => [endpointKey(exposed), exposed]),
  )
  return [...missing.values()].map(({ method, path }) => ({
    before: null,
    after: newEndpoint(module, { method, path }, revision),
  }))
}
