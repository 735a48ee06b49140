import type { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import { fromRow, type State } from '../../store/kind.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { Entity, EntityCreate } from './entities.contract.ts'
import { checkEntity, namesake } from './definition-check.ts'
import { inWords } from './words.ts'

export type EntitiesService = ReturnType<typeof entitiesService>

export const entitiesService = (graph: Graph) =>
  partService<Entity, z.output<typeof EntityCreate>>(graph, {
    kind: 'entity',
    nameOf: ({ name }) => name,
    nameMembers: ['name'],
    filters: {},
    complete: (written) => ({ ...written, label: written.label ?? inWords(written.name) }),
    settle: async (run, before, after) => {
      const neighbours = await entitiesOf(run, after.module)
      const taken = before ? undefined : namesake(after, neighbours)
      const { invalid, refused } = checkEntity(after.module, after, neighbours, '')
      const errors = [...invalid, ...refused]
      if (taken)
        errors.push({
          pointer: '/name',
          reason: `must differ from ${taken} in more than letter case and word separators`,
        })
      if (errors.length > 0) throw new Problem('invalid-request', 'the entity contradicts itself or its module', errors)
      return []
    },
    release: (run, gone, force) =>
      releaseFromCapabilities<State & { entity: string | null }>(run, gone, force, () => ({ entity: null })),
  })

async function entitiesOf(run: Read, module: string): Promise<Entity[]> {
  const all = { modules: [module], part: null, after: '', limit: 100_000 }
  const [rows] = await run('entities/list', all)
  return rows!.items.map((row) => fromRow<Entity>('entity', row))
}
