import type { z } from 'zod'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { Entity, EntityCreate } from './entities.contract.ts'
import { checkFields } from './fields.ts'
import { inWords } from './words.ts'

export const entitiesService = (graph: Graph) =>
  partService<Entity, z.output<typeof EntityCreate>>(graph, {
    kind: 'entity',
    nameOf: ({ name }) => name,
    nameMembers: ['name'],
    filters: {},
    complete: (written) => ({ ...written, label: written.label ?? inWords(written.name) }),
    settle: async (_run, _before, { fields }) => {
      const errors = checkFields(fields, '/fields')
      if (errors.length > 0) throw new Problem('invalid-request', 'the fields contradict themselves', errors)
      return []
    },
    release: (run, gone, force) => releaseFromCapabilities(run, gone, force, () => ({ entity: null })),
    beside: (run, module) => run('statistics/initialise', { key: module }),
  })
