import '../src/kinds.ts'
import type { Graph } from '../src/graph/graph.ts'
import { born } from '../src/store/change.ts'
import { toRow } from '../src/store/kind.ts'
import type { Module } from '../src/registry/modules/modules.contract.ts'
import type { RelationshipCreate } from '../src/registry/relationships/relationships.contract.ts'
import { relationshipsService } from '../src/registry/relationships/relationships.service.ts'
import { internalCall } from '../src/store/call.ts'

export const moduleCount = Number(process.env.BENCH_MODULES ?? 60_000)
export const dependencyCount = Math.floor((moduleCount * 25) / 6)
const batch = 2_000

/** Size of a block of modules. Edges between blocks lead to lower numbers, so that every cycle stays within a block. */
const blockSize = 20
const blocksStart = 2_000

/** Pseudorandom numbers from a seed, the same in each run. */
function randomNumbers(seed: number) {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

type Edge = [source: number, target: number]

/** 250,000 dependencies on lower numbers, so that none is circular; low numbers have the most dependents. */
function dependencies(): Edge[] {
  const random = randomNumbers(1)
  const edges = new Map<number, Edge>()
  for (let block = blocksStart; block < moduleCount; block += blockSize)
    if (kindOfBlock(block) === 'closed by a flow')
      for (let n = block + 1; n < block + blockSize; n++) edges.set(n * moduleCount + n - 1, [n, n - 1])
  while (edges.size < dependencyCount) {
    const source = 1 + Math.floor(random() * (moduleCount - 1))
    const target = Math.floor(random() ** 3 * source)
    edges.set(source * moduleCount + target, [source, target])
  }
  return [...edges.values()]
}

/** Data flows: rings, and single flows that close a cycle with a chain of dependencies. */
function dataFlows(): Edge[] {
  const ring = (from: number, size: number) =>
    Array.from({ length: size }, (_, n): Edge => [from + n, from + ((n + 1) % size)])
  const edges = ring(0, blocksStart)
  for (let block = blocksStart; block < moduleCount; block += blockSize) {
    const kind = kindOfBlock(block)
    if (kind === 'ring of flows') edges.push(...ring(block, blockSize))
    else if (kind === 'closed by a flow') edges.push([block, block + blockSize - 1])
    else for (let n = block; n < block + blockSize; n++) edges.push([n, n - blocksStart])
  }
  return edges
}

function kindOfBlock(block: number) {
  const number = block / blockSize
  return number % 10 === 0 ? 'ring of flows' : number % 10 === 1 ? 'closed by a flow' : 'open'
}

/** Expected component sizes, largest first: by data flows alone, and by data flows with dependencies. */
export function plantedComponents() {
  const blocks = Array.from({ length: (moduleCount - blocksStart) / blockSize }, (_, n) => blocksStart + n * blockSize)
  const sizes = (kinds: string[]) => [
    blocksStart,
    ...blocks.filter((block) => kinds.includes(kindOfBlock(block))).map(() => blockSize),
  ]
  return { dataFlow: sizes(['ring of flows']), together: sizes(['ring of flows', 'closed by a flow']) }
}

/** Loads 60,000 modules with 250,000 dependencies and with data flows that close known cycles, in batches. */
export async function loadLargeGraph(graph: Graph): Promise<void> {
  const modules = Array.from({ length: moduleCount }, (_, number) => toRow(moduleOf(number)))
  for (const rows of batches(modules)) await graph.write((run) => run('modules/save', { rows }))
  await graph.read('registry/await-indexes', {})
  const items = [
    ...dependencies().map((ends) => relationshipOf('dependency', ends)),
    ...dataFlows().map((ends) => relationshipOf('data-flow', ends)),
  ]
  const { createMany } = relationshipsService(graph)
  for (const some of batches(items))
    await createMany(
      { query: { dryRun: false }, body: { items: some } },
      internalCall({ actor: 'bench', via: 'import' }),
    )
}

const batches = <Item>(items: Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / batch) }, (_, n) => items.slice(n * batch, (n + 1) * batch))

export const keyOf = (number: number) => `module-${number}`

const moduleOf = (number: number): Module => ({
  ...born(`module:${keyOf(number)}`, 1),
  key: keyOf(number),
  name: `Module ${number}`,
  description: 'One of many.',
  type: 'crud',
  status: 'active',
  health: 'unknown',
  version: '1.0.0',
  aliases: [],
  owners: [],
  owner: null,
  tags: [],
  metadata: {},
})

const relationshipOf = (type: RelationshipCreate['type'], [source, target]: Edge): RelationshipCreate => ({
  type,
  source: `module:${keyOf(source)}`,
  target: `module:${keyOf(target)}`,
  description: '',
  operations: source % 2 ? ['read'] : [],
  fields: [],
  criticality: 'medium',
  versionRange: null,
  configuration: {},
  declaredBy: 'import',
  evidence: 'generated',
})

/** Dependencies that do not exist yet and close no cycle. */
export function furtherDependencies(count: number): RelationshipCreate[] {
  const random = randomNumbers(2)
  return Array.from({ length: count }, (_, n) => {
    const source = moduleCount - 1 - n
    return relationshipOf('dependency', [source, blocksStart + Math.floor(random() * (source - 2 * blocksStart))])
  })
}
