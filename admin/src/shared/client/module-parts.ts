import { useQuery } from '@pinia/colada'
import { contract, type Operation, type Request } from '@registry/api/contract'
import { call } from './client.ts'

const root = 'modules'
/** Maximum page size of the API; views tell the user if there are more items. */
const limit = 500

const partsOf =
  <E extends Operation>(endpoint: E) =>
  (id: string) =>
    useQuery({
      key: [root, id, endpoint.path],
      query: ({ signal }) => call(endpoint, { ...({ params: { id }, query: { limit } } as Request<E>), signal }),
    })

export const useCapabilities = partsOf(contract.capabilities.list)
export const useEntities = partsOf(contract.entities.list)
export const useConfigurations = partsOf(contract.configurations.list)
export const useRelationships = partsOf(contract.relationships.listOfModule)
export const useStatistics = partsOf(contract.statistics.list)
export const useHistory = partsOf(contract.history.listOfModule)
