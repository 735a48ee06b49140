import type { Graph } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { purgeRecords } from './purge.ts'
import type { purgeOperations } from './purge.contract.ts'

export const purgeService = (graph: Graph, jobs: JobsService) =>
  ({
    records: ({ body: { key = null } }, call) =>
      jobs.begin(
        {
          kind: 'records.purge',
          title: key ?? 'Records of deleted modules',
          result: { type: 'application/json', file: 'purged.json' },
          work: async function* (work) {
            yield JSON.stringify(await purgeRecords(graph, new Date(), key, work))
          },
        },
        call,
      ),
  }) satisfies Service<typeof purgeOperations>
