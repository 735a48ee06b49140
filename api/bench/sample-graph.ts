import '../src/kinds.ts'
import fc from 'fast-check'
import type { Graph } from '../src/graph/graph.ts'
import { born } from '../src/store/change.ts'
import type { Step } from '../src/store/kind.ts'
import { write } from '../src/store/write.ts'
import { moduleStatuses, moduleTypes, type Module } from '../src/registry/modules/modules.contract.ts'
import type { Relationship } from '../src/registry/relationships/relationships.contract.ts'

const batch = 1_000

const keyOf = (number: number) => `module-${number}`
const word = fc.constantFrom(
  'invoice',
  'customer',
  'order',
  'stock',
  'parcel',
  'ticket',
  'campaign',
  'ledger',
  'report',
)

const modules = fc.record({
  words: fc.tuple(word, word, word),
  type: fc.constantFrom(...moduleTypes),
  status: fc.constantFrom(...moduleStatuses),
  owner: fc.option(fc.constantFrom('sales', 'finance', 'logistics', 'support')),
  tags: fc.subarray(['core', 'beta', 'external', 'generated']),
})
const relationshipsBetween = (moduleCount: number) =>
  fc.record({
    ends: fc
      .uniqueArray(fc.nat(moduleCount - 1), { minLength: 2, maxLength: 2 })
      .map((ends) => ends.toSorted((a, b) => b - a)),
    type: fc.constantFrom('dependency' as const, 'integration' as const, 'data-flow' as const),
  })

/** Loads modules and relationships, the same in each run; dependencies lead to lower numbers, so none is circular. */
export async function loadSampleGraph(graph: Graph, moduleCount: number, relationshipCount: number): Promise<void> {
  const created = fc.sample(modules, { seed: 1, numRuns: moduleCount }).map(({ words, ...facts }, number): Module => ({
    ...born(`module:${keyOf(number)}`, 1),
    ...facts,
    aliases: [],
    owners: [],
    key: keyOf(number),
    name: `${words[0]} ${words[1]} ${number}`,
    description: `Keeps every ${words.join(' and ')} of the platform.`,
    health: 'unknown',
    version: '1.0.0',
    metadata: { apiBasePath: `/${keyOf(number)}` },
  }))
  const joined = fc
    .sample(relationshipsBetween(moduleCount), { seed: 2, numRuns: relationshipCount })
    .map(({ ends, type }): Relationship => {
      const identity = born('', 1)
      const [source, target] = ends.map((number) => `module:${keyOf(number)}`)
      return {
        ...identity,
        ref: `relationship:${identity.id}`,
        type,
        source: source!,
        target: target!,
        description: '',
        operations: ['read'],
        fields: [],
        criticality: 'medium',
        versionRange: null,
        configuration: {},
        declaredBy: 'import',
        evidence: 'generated',
        state: 'active',
        reason: null,
      }
    })
  const steps = [...created, ...joined].map((after): Step => ({ before: null, after }))
  for (let from = 0; from < steps.length; from += batch)
    await graph.write((run) => write(run, steps.slice(from, from + batch)))
  await graph.read('registry/await-indexes', {})
}
