import '../src/kinds.ts'
import type { Driver } from 'neo4j-driver'
import type { Graph } from '../src/graph/graph.ts'
import { healths, moduleStatuses, moduleTypes } from '../src/registry/modules/modules.contract.ts'
import type { RelationshipType } from '../src/registry/relationships/relationships.contract.ts'
import { born } from '../src/store/change.ts'
import type { State } from '../src/store/kind.ts'
import type { Target } from './cases.ts'
import { loadStates } from './load-states.ts'

// A graph that has the same shape at every size, so that what an ordinary module is asked costs the same unless the
// registry reads more than it answers: an ordinary module has some ten neighbours, a hub has a tenth of all.

const words = ['invoice', 'customer', 'order', 'stock', 'parcel', 'ticket', 'campaign', 'ledger', 'report']
const tags = ['core', 'beta', 'external', 'generated']
/** Every tenth block is a ring of data flows: a cycle. */
const blockSize = 20

const keyOf = (number: number) => `module-${number}`
const hub = keyOf(0)
/** Number of modules of an owner: filters by owner find the same number at every size. */
const modulesOfOwner = 100
const ownerOf = (number: number) => `team-${Math.floor(number / modulesOfOwner)}`
/** Occurs in twenty names at every size. */
const rareWord = (number: number) => `word${Math.floor(number / 20)}`

/** Pseudorandom numbers from a seed, the same in each run. */
function randomNumbers(seed: number) {
  let state = seed
  return (below: number) =>
    Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below)
}

const pick = <Item>(items: readonly Item[], number: number) => items[number % items.length]!

/** A module; every fourth has an entity, a capability and its endpoints. */
function statesOf(number: number, random: (below: number) => number): State[] {
  const key = keyOf(number)
  const [first, second, third] = [pick(words, random(9)), pick(words, random(9)), pick(words, random(9))]
  const owner = ownerOf(number)
  const module = {
    ...born(`module:${key}`, 1),
    key,
    name: `${first} ${second} ${rareWord(number)} ${number}`,
    aliases: [],
    description: `Keeps every ${first} and ${second} and ${third} of the platform.`,
    type: pick(moduleTypes, random(60)),
    status: pick(moduleStatuses, random(60)),
    version: '1.0.0',
    owner,
    owners: [{ owner, role: 'owner' as const }],
    tags: tags.filter(() => random(2) === 1),
    metadata: { apiBasePath: `/${key}` },
    health: pick(healths, random(60)),
  }
  if (number % 4 !== 2) return [module]
  const place = `/${key}/${first}s`
  const entity = `${first}${number}`
  const endpoint = (method: string, operation: string) => ({ operation, method, path: place })
  const endpoints = [endpoint('POST', 'create'), endpoint('GET', 'list')]
  return [
    module,
    {
      ...born(`entity:${key}/${entity}`, 1),
      module: key,
      name: entity,
      label: first,
      description: '',
      fields: [{ name: 'number', type: 'text' }],
      unique: [],
      states: null,
      path: place,
    } as State,
    ...endpoints.map(
      ({ method, path }) =>
        ({
          ...born(`endpoint:${key}/${method} ${path}`, 1),
          module: key,
          key: `${method} ${path}`,
          method,
          path,
          description: '',
          deprecated: false,
        }) as State,
    ),
    {
      ...born(`capability:${key}/${first}-crud`, 1),
      module: key,
      key: `${first}-crud`,
      name: `${first} records`,
      type: 'crud',
      description: '',
      entity,
      operations: ['create', 'list'],
      endpoints,
    } as State,
  ]
}

export function relationship(type: RelationshipType, source: string, target: string): State {
  const identity = born('', 1)
  return {
    ...identity,
    ref: `relationship:${identity.id}`,
    type,
    source: `module:${source}`,
    target: `module:${target}`,
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
  } as State
}

/** Edges of a module to lower numbers, so that dependencies are acyclic. */
function edgesOf(number: number, perModule: number, random: (below: number) => number): State[] {
  if (number === 0) return []
  const pairs = new Map<string, [RelationshipType, number]>()
  for (let n = 0; n < perModule; n++) {
    const type = pick(['dependency', 'dependency', 'integration', 'data-flow'] as const, n)
    const target = random(number)
    pairs.set(`${type} ${target}`, [type, target])
  }
  if (number % 10 === 5) pairs.set('dependency 0', ['dependency', 0])
  const isInRing = Math.floor(number / blockSize) % 10 === 0
  if (isInRing && number % blockSize > 0) pairs.set(`data-flow ${number - 1}`, ['data-flow', number - 1])
  const edges = [...pairs.values()].map(([type, target]) => relationship(type, keyOf(number), keyOf(target)))
  const isLast = number % blockSize === blockSize - 1
  if (isInRing && isLast) edges.push(relationship('data-flow', keyOf(number - blockSize + 1), keyOf(number)))
  return edges
}

export const owner = (key: string): State =>
  ({ ...born(`owner:${key}`, 1), key, name: key, kind: 'team', description: '', email: null, contact: null }) as State

/** Adds the modules from one number to another, and their relationships with those before. */
export async function growSampleGraph(graph: Graph, from: number, to: number, perModule = 4): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index)
  const random = randomNumbers(from + 1)
  const owners = [...new Set(numbers.filter((number) => number % modulesOfOwner === 0).map(ownerOf))]
  await loadStates(graph, owners.map(owner))
  await loadStates(
    graph,
    numbers.flatMap((number) => statesOf(number, random)),
  )
  await loadStates(
    graph,
    numbers.flatMap((number) => edgesOf(number, perModule, random)),
  )
  await graph.read('registry/await-indexes', {})
}

/** Adds what is missing of so many modules: a database that was kept has some. */
export async function loadedTo(graph: Graph, driver: Driver, size: number): Promise<void> {
  const { records } = await driver.executeQuery(
    "MATCH (m:Module) WHERE m.key STARTS WITH 'module-' RETURN count(m) AS count",
  )
  const count = records[0]!.get('count') as number
  if (count > size) throw new Error(`the database has ${count} modules already`)
  await growSampleGraph(graph, count, size)
}

/** An ordinary module in the middle, with parts: its surroundings are alike at every size. */
export const targetAt = (size: number): Target => {
  const middle = size / 2 + 2
  return {
    module: keyOf(middle),
    other: keyOf(middle - 20),
    hub,
    owner: ownerOf(middle),
    tag: 'core',
    word: rareWord(middle),
  }
}

export const loadSampleGraph = (graph: Graph, moduleCount: number, relationshipCount: number) =>
  growSampleGraph(graph, 0, moduleCount, Math.round(relationshipCount / moduleCount))
