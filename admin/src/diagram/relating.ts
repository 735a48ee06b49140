import { useMutation, useQueryCache } from '@pinia/colada'
import {
  contract,
  relationshipTypeNames,
  relationshipTypes,
  type Relationship,
  type RelationshipType,
  type VisEdge,
} from '@registry/api/contract'
import { call } from '../shared/client/client.ts'
import { explorerTexts } from './explorer.texts.ts'
import { announce } from '../shared/announcements.ts'

interface NewRelationship {
  type: RelationshipType
  source: string
  target: string
}

/** Creates a relationship between two modules or parts. */
export function useRelating() {
  const cache = useQueryCache()
  return useMutation({
    mutation: (body: NewRelationship) => call(contract.relationships.create, { body }),
    onSuccess: () => announce(explorerTexts.related),
    onSettled: () => renewed(cache),
  })
}

/** Removes the relationships of an edge, and restores them. */
export function useUnrelating() {
  const cache = useQueryCache()
  const renew = () => renewed(cache)

  async function find(edge: VisEdge): Promise<Relationship[]> {
    const type = relationshipTypeNames.filter((name) => relationshipTypes[name] === edge.group)
    const query = { module: moduleOf(edge.from), type, limit: 500 }
    const { items } = await call(contract.relationships.list, { query })
    // An edge between modules stands for the relationships of their parts too; any other for exactly one.
    const isSame = (ref: string, end: string) => `module:${moduleOf(ref)}` === end
    const joins = ({ source, target }: Relationship, from: string, to: string) =>
      isSame(source, from) && isSame(target, to)
    if (!edge.id.includes(' ')) return items.filter(({ id }) => id === edge.id)
    return items.filter(
      (one) => joins(one, edge.from, edge.to) || (one.type === 'integration' && joins(one, edge.to, edge.from)),
    )
  }

  return {
    async remove(edge: VisEdge): Promise<Relationship[]> {
      const found = await find(edge)
      try {
        for (const { id, rev } of found) await call(contract.relationships.remove, { params: { id }, rev })
      } finally {
        await renew()
      }
      return found
    },
    restore: (removed: readonly Relationship[]) =>
      call(contract.relationships.createMany, { body: { items: removed.map(written) } }).finally(renew),
  }
}

/** Ignores errors: a superseded refresh is aborted, and other errors show where the data is displayed. */
const renewed = (cache: ReturnType<typeof useQueryCache>) =>
  cache.invalidateQueries({ key: ['modules'] }).catch(() => undefined)

const moduleOf = (ref: string) => ref.slice(ref.indexOf(':') + 1).split('/')[0]!

const written = ({ type, source, target, description, operations, fields, ...more }: Relationship) => ({
  type,
  source,
  target,
  description,
  operations,
  fields,
  criticality: more.criticality,
  versionRange: more.versionRange,
  configuration: more.configuration,
  declaredBy: more.declaredBy,
  evidence: more.evidence,
})
