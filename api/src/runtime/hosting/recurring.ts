import type { Graph } from '../../graph/graph.ts'
import type { Recurring } from '../recurring.ts'
import { purgeRecords } from './purge.ts'
import { dropUnusedIndexes } from './record-indexes.ts'

const hour = 3_600_000

/** @param days for which the records of a deleted module are kept */
export const recurringHosting = (graph: Graph, days: number): Recurring[] => [
  {
    name: 'purging records of deleted modules',
    every: hour,
    atOnce: true,
    work: () => purgeRecords(graph, new Date(Date.now() - days * 24 * hour)),
  },
  // Not at once: an entity whose records are just being written is about to need its indexes.
  { name: 'dropping unused indexes', every: hour, work: () => dropUnusedIndexes(graph) },
]
