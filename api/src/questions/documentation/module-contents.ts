import type { Capability, StoredCapability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { List } from '../../kernel/operation.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Graph } from '../../graph/graph.ts'
import { withServed } from '../../registry/endpoints/served.ts'
import { fromRow, moduleOf, type State } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { NamedRelationship, RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import { fromProperties } from '../../runtime/health/readings.ts'
import { reasonOfModule } from '../../runtime/health/reason.ts'
import { usageSections } from './documentation.contract.ts'
import { safeUrl } from '../../kernel/markdown-html.ts'
import { moduleIn, written, type WrittenLink } from './tree.ts'

/** The data from which the documentation of a module is generated. */
export interface Facts {
  module: Module
  /** Reason for its health; if it is unknown, what is missing to measure it. */
  reason: string
  entities: Entity[]
  capabilities: Capability[]
  configurations: Configuration[]
  /** Paths of the lists of records that the registry serves at the moment. */
  served: string[]
  /** Total number of parts, which may exceed those listed. */
  counts: Record<'entities' | 'capabilities' | 'configurations', number>
  relationships: List<NamedRelationship>
  /** Keys and aliases of existing modules to which texts link. */
  known: ReadonlySet<string>
}

type Stored = Record<string, unknown>

const mostParts = 100
const mostRelationships = 100
/** Maximum length of all texts of a module together; further texts are replaced by a reference to them. */
const mostWritten = 100_000

/** Facts of those of these modules that exist, sorted by key. */
export async function factsOf(graph: Graph, relationships: RelationshipsService, keys: string[]): Promise<Facts[]> {
  const [rows, joined] = await Promise.all([
    graph.read('documentation/facts', { keys, each: mostParts }),
    relationships.namedOfEach(keys, { limit: mostRelationships }),
  ])
  const read = rows.map(({ state, counts, served, ...row }) => ({
    state: fromProperties(state),
    counts,
    served,
    module: fromRow<Module>('module', row.module),
    entities: of<Entity>('entity', row.entities),
    capabilities: of<StoredCapability>('capability', row.capabilities),
    configurations: of<Configuration>('configuration', row.configurations),
  }))
  const linked = new Set(read.flatMap(({ configurations }) => configurations.flatMap(modulesIn)))
  const known = new Set(
    linked.size === 0 ? [] : (await graph.read('modules/known', { ids: [...linked] })).map(({ id }) => id),
  )
  // A module deleted between the two reads is omitted.
  const relationshipsOf = new Map(keys.map((key, index) => [key, joined[index]]))
  return read.flatMap(({ state, ...one }) => {
    const found = relationshipsOf.get(one.module.key)
    const capabilities = one.capabilities.map((capability) => withServed(one.served, capability))
    const reason = reasonOfModule(one.module, state)
    return found ? [{ ...one, reason, capabilities, relationships: found, known }] : []
  })
}

const of = <Part extends State>(kind: 'entity' | 'capability' | 'configuration', rows: Stored[]): Part[] =>
  rows.map((row) => fromRow<Part>(kind, row))

/** Keys and aliases of modules to which a text may link, without parsing it. */
const modulesIn = ({ documentation }: Configuration): string[] =>
  [...documentation.matchAll(/(?=(module:[^\s)>\]"']{1,600}))/g)].map((match) => moduleIn(match[1]!)!)

export const isUsage = ({ key, configType }: Configuration): boolean =>
  configType === 'usage' && usageSections.some((section) => section === key)

/** Configurations with a text, usage sections first, up to the maximum length of all texts together. */
export function documented({ configurations }: Facts): Configuration[] {
  let left = mostWritten
  const usageFirst = configurations.toSorted((a, b) => Number(isUsage(b)) - Number(isUsage(a)))
  return usageFirst.filter(({ documentation }) => documentation !== '' && (left -= documentation.length) >= 0)
}

/** Relationships with other modules. */
export const withOthers = ({ relationships }: Facts): NamedRelationship[] =>
  relationships.items.filter(({ source, target }) => moduleOf(source) !== moduleOf(target))

/** Links in texts that lead nowhere. */
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
