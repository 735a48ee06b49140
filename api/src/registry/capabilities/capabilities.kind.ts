import { indexed } from '../../kernel/words.ts'
import { saveRows, type Kind } from '../../store/kind.ts'
import { listOf } from '../parts/part-lists.ts'
import { Capability, type StoredCapability } from './capabilities.contract.ts'
import { inOrderOf } from './endpoint-order.ts'

export const capabilityKind: Kind<StoredCapability> = {
  name: 'capability',
  removal: 'admin',
  members: Object.keys(Capability.shape),
  edges: ['module', 'entity', 'endpoints'],
  nullable: ['entity'],
  converted: {
    endpoints: {
      fromGraph: (endpoints, { operations }) =>
        inOrderOf(operations as string[], endpoints as StoredCapability['endpoints']),
    },
  },
  derived: ({ key, name, operations, description }) => ({
    searchedKeys: indexed([key]),
    searchedNames: indexed([name]),
    searchedTerms: indexed(operations),
    searchedTexts: indexed([description]),
  }),
  list: listOf('capability'),
  save: (run, steps) => saveRows(steps, (rows) => run('capabilities/save', { rows })),
  remove: (run, gone) => run('capabilities/remove', { refs: gone.map(({ ref }) => ref) }),
}
