import type { Relationship } from '@registry/api/contract'
import { nameIn, type Names } from '../shared/client/names.ts'

export const sectionNames = ['usedBy', 'uses', 'inside', 'connected'] as const
type SectionName = (typeof sectionNames)[number]

/** The relationships of a section with one other module. */
export interface Group {
  /** Ref of the other module. */
  module: string
  relationships: Relationship[]
}
export interface Section {
  name: SectionName
  count: number
  groups: Group[]
}

export const moduleRefOf = (ref: string) => `module:${ref.slice(ref.indexOf(':') + 1).split('/')[0]!}`

/** Where the relationship stands on the page of a module. An integration has no direction. */
function sectionOf({ type, source, target }: Relationship, module: string): SectionName {
  const isOutgoing = moduleRefOf(source) === module
  if (type === 'hierarchical') return isOutgoing ? 'connected' : 'inside'
  if (moduleRefOf(source) === moduleRefOf(target)) return 'inside'
  if (type === 'integration') return 'connected'
  return isOutgoing ? 'uses' : 'usedBy'
}

/** The relationships of a module in sections, grouped by the other module, by name. Sections without any are left out. */
export function sectionsOf(
  relationships: readonly Relationship[],
  module: string,
  names: Names | undefined,
): Section[] {
  const byName = (a: string, b: string) => nameIn(names, a).localeCompare(nameIn(names, b))
  return sectionNames.flatMap((name): Section[] => {
    const own = relationships.filter((relationship) => sectionOf(relationship, module) === name)
    const byModule = new Map<string, Relationship[]>()
    for (const relationship of own) {
      const [from, to] = [moduleRefOf(relationship.source), moduleRefOf(relationship.target)]
      const other = from === module ? to : from
      byModule.set(other, [...(byModule.get(other) ?? []), relationship])
    }
    const groups = [...byModule].map(([module, relationships]): Group => ({
      module,
      relationships: relationships.sort((a, b) => byName(a.target, b.target) || byName(a.source, b.source)),
    }))
    groups.sort((a, b) => byName(a.module, b.module))
    return own.length > 0 ? [{ name, count: own.length, groups }] : []
  })
}

/** The relationships in which every word occurs: in the names of the ends, the verb, operations, fields or the description. */
export function found(
  relationships: readonly Relationship[],
  q: string,
  names: Names | undefined,
  verbs: Record<Relationship['type'], string>,
): Relationship[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return relationships.filter(({ type, source, target, operations, fields, description }) => {
    const ends = [source, target].flatMap((ref) => [nameIn(names, ref), nameIn(names, moduleRefOf(ref))])
    const text = [...ends, verbs[type], ...operations, ...fields, description].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
