import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { statisticsOperations as endpoints } from '../../runtime/statistics/statistics.contract.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'

export const statisticsResolvers = (statistics: StatisticsService) => {
  const list = field(endpoints.list, (input) => statistics.list(input))
  const samples = field(endpoints.listSamples, (input) => statistics.listSamples(input))
  return {
    Counting: { since_last: 'since-last', since_start: 'since-start' },
    Query: {
      moduleStatistics: (...asked: Parameters<typeof list>) => list(...asked).catch(nullWhenMissing),
      samples: (...asked: Parameters<typeof samples>) => samples(...asked).catch(nullWhenMissing),
      statisticsWindows: field(endpoints.listWindows, (input) => statistics.listWindows(input)),
      statisticsOverview: field(endpoints.overview, (input) => statistics.overview(input)),
    },
    Mutation: { pushStatistics: field(endpoints.push, (input, { origin }) => statistics.push(input, origin)) },
  }
}
