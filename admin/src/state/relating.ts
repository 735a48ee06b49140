import { useMutation, useQueryCache } from '@pinia/colada'
import { contract, type RelationshipType } from '@registry/api/contract'
import { call } from '../api.ts'
import { exploring } from '../texts/exploring.ts'
import { announce } from './announcements.ts'

interface NewRelationship {
  type: RelationshipType
  source: string
  target: string
}

/** Relates two modules or parts. */
export function useRelating() {
  const cache = useQueryCache()
  return useMutation({
    mutation: (body: NewRelationship) => call(contract.relationships.create, { body }),
    onSuccess: () => announce(exploring.related),
    onSettled: () => cache.invalidateQueries({ key: ['modules'] }),
  })
}
