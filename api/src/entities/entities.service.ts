import type { z } from 'zod'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { Entity, EntityCreate } from './entities.contract.ts'
import { inWords } from './words.ts'

export const entitiesService = (graph: Graph) =>
  partService<Entity, z.output<typeof EntityCreate>>(graph, {
    kind: 'entity',
    nameOf: ({ name }) => name,
    nameMembers: ['name'],
    filters: {},
    complete: (written) => ({ ...written, label: written.label ?? inWords(written.name) }),
    settle: async (_run, _before, { fields }) => {
      const names = fields.map(({ name }) => name.toLowerCase())
      const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
      if (twice >= 0)
        throw new Problem('invalid-request', 'two fields have the same name', [
          { pointer: `/fields/${twice}/name`, reason: 'is the name of another field, in any letter case' },
        ])
      return []
    },
    release: (run, gone, force) => releaseFromCapabilities(run, gone, force, () => ({ entity: null })),
  })
