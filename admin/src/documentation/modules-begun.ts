import { useQuery } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { call } from '../shared/client/client.ts'

/** Modules that match a typed prefix; no request for undefined. */
export const useModulesBegun = (begun: () => string | undefined) =>
  useQuery({
    key: () => ['modules', 'begun', begun() ?? ''],
    query: ({ signal }) => call(contract.modules.list, { query: { q: begun() || undefined, limit: 50 }, signal }),
    enabled: () => begun() !== undefined,
    placeholderData: (previous) => previous,
  })
