import type { Relationship, RelationshipType } from '../../registry/relationships/relationships.contract.ts'

/** How relationships are followed: from source to target (`along`), from target to source (`against`), or both. */
export interface Way {
  along: boolean
  against: boolean
}
export type Direction = 'downstream' | 'upstream'

/** Data flows point to the affected module, other relationships to the changed one; integrations both ways. */
export function wayOf(type: RelationshipType, direction: Direction): Way {
  if (type === 'integration') return { along: true, against: true }
  const along = (type === 'data-flow') === (direction === 'downstream')
  return { along, against: !along }
}

export interface Use {
  operation?: string
  field?: string
}
type Uses = Pick<Relationship, 'source' | 'target' | 'operations' | 'fields'>

const names = ({ operations, fields }: Uses, { operation, field }: Use) =>
  (operation === undefined || operations.includes(operation)) && (field === undefined || fields.includes(field))

/**
 * The parts of a module that are reachable within it from the given parts: first by relationships with the given
 * operation or field, then by any.
 * @param inside relationships between the module's parts
 */
export function partsWithin(isStart: (ref: string) => boolean, inside: readonly Uses[], way: Way, use: Use): string[] {
  const steps = inside.flatMap((relationship) => {
    const { source, target } = relationship
    const uses = names(relationship, use)
    return [
      ...(way.along ? [{ from: source, to: target, uses }] : []),
      ...(way.against ? [{ from: target, to: source, uses }] : []),
    ]
  })
  const reached = new Set<string>()
  const open = steps.filter(({ from, uses }) => isStart(from) && uses).map(({ to }) => to)
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (reached.has(part)) continue
    reached.add(part)
    for (const { from, to } of steps) if (from === part) open.push(to)
  }
  return [...reached].sort()
}
