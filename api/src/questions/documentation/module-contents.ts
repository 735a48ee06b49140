import type { Capability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { List } from '../../kernel/operation.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Graph } from '../../graph/graph.ts'
import { fromRow, moduleOf, type State } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { NamedRelationship, RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import { usageSections } from './documentation.contract.ts'
import { moduleIn, safeUrl, written, type WrittenLink } from './tree.ts'

/** All that the documentation of a module is made of. */
export interface Facts {
  module: Module
  /** Why its health is what it is; null when nothing was measured. */
  reason: string | null
  entities: Entity[]
  capabilities: Capability[]
  configurations: Configuration[]
  /** How many there are of each, which may be more. */
  counts: Record<'entities' | 'capabilities' | 'configurations', number>
  relationships: List<NamedRelationship>
  /** Modules that somebody has linked to and that are there. */
  known: ReadonlySet<string>
}

type Stored = Record<string, unknown>

const mostParts = 100
const mostRelationships = 100
/** Of what is written about one module, all texts together; beyond, texts are shown where they are kept. */
const mostWritten = 100_000

/** Of modules that are there, in the order of their keys. */
export async function factsOf(graph: Graph, relationships: RelationshipsService, keys: string[]): Promise<Facts[]> {
  const [rows, joined] = await Promise.all([
    graph.read('documentation/facts', { keys, each: mostParts }),
    relationships.namedOfEach(keys, { limit: mostRelationships }),
  ])
  const read = rows.map(({ reason, counts, ...row }) => ({
    ...{ reason, counts, module: fromRow<Module>('module', row.module) },
    ...{ entities: of<Entity>('entity', row.entities), capabilities: of<Capability>('capability', row.capabilities) },
    configurations: of<Configuration>('configuration', row.configurations),
  }))
  const linked = new Set(read.flatMap(({ configurations }) => configurations.flatMap(modulesIn)))
  const known = new Set(
    linked.size === 0 ? [] : (await graph.read('modules/known', { ids: [...linked] })).map(({ id }) => id),
  )
  // What was deleted between the two reads is told as if it were not there.
  const relationshipsOf = new Map(keys.map((key, index) => [key, joined[index]]))
  return read.flatMap((one) => {
    const found = relationshipsOf.get(one.module.key)
    return found ? [{ ...one, relationships: found, known }] : []
  })
}

const of = <Part extends State>(kind: 'entity' | 'capability' | 'configuration', rows: Stored[]): Part[] =>
  rows.map((row) => fromRow<Part>(kind, row))

/** Names of modules to which a text may link; the text itself is read where it is shown. */
const modulesIn = ({ documentation }: Configuration): string[] =>
  [...documentation.matchAll(/module:([a-z0-9-]{1,63})/g)].map((match) => match[1]!)

export const isUsage = ({ key, configType }: Configuration): boolean =>
  configType === 'usage' && usageSections.some((section) => section === key)

/** Those with something written, in order, as far as all texts together are not too long. */
export function documented({ configurations }: Facts): Configuration[] {
  let left = mostWritten
  const usageFirst = configurations.toSorted((a, b) => Number(isUsage(b)) - Number(isUsage(a)))
  return usageFirst.filter(({ documentation }) => documentation !== '' && (left -= documentation.length) >= 0)
}

/** Relationships that leave the module. */
export const withOthers = ({ relationships }: Facts): NamedRelationship[] =>
  relationships.items.filter(({ source, target }) => moduleOf(source) !== moduleOf(target))

/** Links of what is written that lead nowhere. */
export function brokenLinks(facts: Facts) {
  const places: (WrittenLink & { ref: string; reason: string })[] = []
  for (const { ref, documentation } of documented(facts)) {
    if (!documentation.includes(':')) continue
    for (const link of written(documentation, 0, () => '').links) {
      const reason = reasonAgainst(link.url, facts.known)
      if (reason !== undefined) places.push({ ref, ...link, reason })
    }
  }
  return places
}

function reasonAgainst(url: string, known: ReadonlySet<string>): string | undefined {
  const module = moduleIn(url)
  if (module !== undefined) return known.has(module) ? undefined : `there is no module ${module}`
  return safeUrl(url) !== undefined ? undefined : 'must be a web page, a mail address or a module'
}
