import { useQuery } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { call } from '../shared/client/client.ts'

const { listModules } = contract.modules

/** Modules in which a word begins as somebody types; none are asked for while nobody does. */
export const useModulesBegun = (begun: () => string | undefined) =>
  useQuery({
    key: () => ['modules', 'begun', begun() ?? ''],
    query: ({ signal }) => call(listModules, { query: { q: begun() || undefined, limit: 50 }, signal }),
    enabled: () => begun() !== undefined,
    placeholderData: (previous) => previous,
  })
