import { field } from '../graphql/field.ts'
import { relationshipsEndpoints as endpoints } from './relationships.contract.ts'
import type { RelationshipsService } from './relationships.service.ts'

export const relationshipsResolvers = (relationships: RelationshipsService) => ({
  RelationshipType: { data_flow: 'data-flow' },
  Query: { relationships: field(endpoints.listOfModule, (input) => relationships.listOfModule(input)) },
})
