import fc from 'fast-check'
import { born } from '../../src/store/change.ts'
import { moduleOf, type State } from '../../src/store/kind.ts'
import { healths, moduleStatuses, moduleTypes, type Module } from '../../src/registry/modules/modules.contract.ts'
import { relationshipTypes, type Relationship } from '../../src/registry/relationships/relationships.contract.ts'
import type { Found } from '../../src/questions/visualisation/drawing.ts'
import {
  edgeGroups,
  isStructure,
  type EdgeGroup,
  type GraphQuery,
} from '../../src/questions/visualisation/visualisation.contract.ts'

/** Model of a registry as plain lists, from which the expected graphs are computed in the simplest way. */
export interface World {
  states: State[]
  nodes: Node[]
  edges: Edge[]
}
type Node = Pick<
  Found['nodes'][number],
  'ref' | 'birth' | 'group' | 'label' | 'description' | 'status' | 'health' | 'owner' | 'moduleType'
>
type Edge = Found['edges'][number]

const created = <Contents extends object>(ref: string, contents: Contents) => ({ ...born(ref, 1), ...contents })
const named = (key: string) => ({ key, name: key, description: `About ${key}` })

const facts = fc.record({
  status: fc.constantFrom(...moduleStatuses),
  health: fc.constantFrom(...healths),
  type: fc.constantFrom(...moduleTypes),
  owner: fc.constantFrom('sales', 'finance', null),
  tags: fc.subarray(['core', 'beta', 'a,b']),
})

function moduleStates(key: string, { parts, ...contents }: { parts: number } & Partial<Module>): State[] {
  const endpoints = Array.from({ length: parts }, (_, index) => ({ method: 'GET', path: `/${key}/${index}` }))
  const part = { module: key }
  const entity = { name: 'Thing', label: 'Thing', fields: [], unique: [], states: null, path: null, description: '' }
  return [
    created(`module:${key}`, { ...named(key), version: '1.0.0', metadata: {}, ...contents }),
    ...(parts > 0 ? [created(`entity:${key}/Thing`, { ...part, key: 'Thing', ...entity })] : []),
    ...Array.from({ length: parts }, (_, index) =>
      created(`capability:${key}/c${index}`, {
        ...part,
        ...named(`c${index}`),
        type: 'action',
        entity: index === 0 ? 'Thing' : null,
        operations: ['run'],
        endpoints: endpoints.slice(index, index + 1).map((endpoint) => ({ operation: 'run', ...endpoint })),
      }),
    ),
    ...endpoints.map(({ method, path }) => {
      const name = `${method} ${path}`
      return created(`endpoint:${key}/${name}`, {
        ...part,
        key: name,
        method,
        path,
        description: '',
        deprecated: false,
      })
    }),
    created(`configuration:${key}/s`, {
      ...part,
      key: 's',
      configType: 'usage',
      schema: {},
      values: {},
      documentation: '',
      metadata: {},
      version: '1.0.0',
    }),
  ]
}

const types = Object.keys(relationshipTypes) as Relationship['type'][]
/** Random relationships; dependencies point to lower module numbers, so that none is circular. */
const joined = (modules: number) =>
  fc.record({
    type: fc.constantFrom(...types),
    ends: fc.uniqueArray(fc.nat(modules - 1), { minLength: 2, maxLength: 2 }),
    parts: fc.array(fc.constantFrom('', 'c0', 's'), { minLength: 2, maxLength: 2 }),
  })

/**
 * Random registries with a number of modules and a maximum number of relationships, of which invalid ones are dropped.
 */
export const worlds = (modules: number, relationships: number): fc.Arbitrary<World> =>
  fc
    .tuple(
      fc.array(fc.tuple(facts, fc.nat(2)), { minLength: modules, maxLength: modules }),
      fc.array(joined(modules), { minLength: Math.floor(relationships / 2), maxLength: relationships, size: 'max' }),
    )
    .map(([described, wanted]) => {
      const states = described.flatMap(([contents, parts], number) =>
        moduleStates(`m${number}`, { ...contents, parts }),
      )
      return worldOf([...states, ...relationshipsBetween(new Set(states.map(({ ref }) => ref)), wanted)])
    })

type Wanted = { type: Relationship['type']; ends: number[]; parts: string[] }

function relationshipsBetween(refs: Set<string>, wanted: Wanted[]): Relationship[] {
  const taken = new Set<string>()
  return wanted.flatMap(({ type, ends, parts }) => {
    const acyclic = type === 'dependency' || type === 'hierarchical'
    const numbers = acyclic ? ends.toSorted((a, b) => b - a) : ends
    const [source, target] = numbers.map((number, index) => {
      const part = type === 'hierarchical' ? '' : parts[index]!
      return part === '' ? `module:m${number}` : `${part === 's' ? 'configuration' : 'capability'}:m${number}/${part}`
    }) as [string, string]
    const pair = type === 'integration' ? [source, target].sort() : [source, target]
    const name = JSON.stringify(type === 'hierarchical' ? [type, source] : [type, ...pair])
    if (taken.has(name) || !refs.has(source) || !refs.has(target)) return []
    taken.add(name)
    const identity = born('', 1)
    const contents = { description: '', operations: [], fields: [], versionRange: null, criticality: 'medium' as const }
    return [
      {
        ...identity,
        ref: `relationship:${identity.id}`,
        type,
        source,
        target,
        ...contents,
        configuration: {},
        declaredBy: 'import' as const,
        state: 'active' as const,
        reason: null,
        evidence: '',
      },
    ]
  })
}

export function worldOf(states: State[]): World {
  const nodes = states.filter(({ ref }) => !ref.startsWith('relationship:')) as (State & Module)[]
  const edges = states.flatMap((state): Edge[] => {
    const { ref, id } = state
    if (ref.startsWith('relationship:')) {
      const { type, source, target } = state as Relationship
      return [{ id, birth: id, from: source, to: target, group: relationshipTypes[type], value: 1 }]
    }
    return structureOf(state as unknown as Part)
  })
  return {
    states,
    nodes: nodes.map(({ ref, id, name, key, description, status, health, owner, type }) => ({
      ref,
      birth: id,
      label: name ?? key,
      description: description ?? '',
      status: status ?? null,
      health: health ?? null,
      group: ref.split(':')[0] as Node['group'],
      ...(ref.startsWith('module:') && { owner: owner ?? null, moduleType: type }),
    })),
    edges,
  }
}

interface Part extends State {
  entity?: string | null
  endpoints?: { operation: string; method: string; path: string }[]
}

function structureOf({ ref, entity, endpoints = [] }: Part): Edge[] {
  const module = moduleOf(ref)
  const edge = (from: string, group: EdgeGroup, to: string, operation: string | null = null): Edge => ({
    id: `${from} ${group} ${to}${operation === null ? '' : ` ${operation}`}`,
    birth: '',
    from,
    to,
    group,
    value: 1,
    operation,
  })
  const group = { capability: 'HAS_CAPABILITY', entity: 'HAS_ENTITY', configuration: 'HAS_CONFIGURATION' } as const
  const held = group[ref.split(':')[0] as keyof typeof group]
  return [
    ...(held ? [edge(`module:${module}`, held, ref)] : []),
    ...(entity ? [edge(ref, 'OPERATES_ON', `entity:${module}/${entity}`)] : []),
    ...endpoints.map(({ operation, method, path }) =>
      edge(ref, 'EXPOSES', `endpoint:${module}/${method} ${path}`, operation),
    ),
  ]
}

/** Nodes and edges at a level; at that of modules, the relationships of a type between two modules are one edge. */
export function levelOf({ nodes, edges }: World, level: GraphQuery['level']): { nodes: Node[]; edges: Edge[] } {
  if (level === 'part') return { nodes, edges }
  const lifted = new Map<string, Edge>()
  for (const edge of edges) {
    const ends = [edge.from, edge.to].map((ref) => `module:${moduleOf(ref)}`)
    if (ends[0] === ends[1]) continue
    const [from, to] = (edge.group === 'INTEGRATES_WITH' ? ends.sort() : ends) as [string, string]
    const id = `${from} ${edge.group} ${to}`
    const known = lifted.get(id)
    const birth = known && known.birth < edge.birth ? known.birth : edge.birth
    lifted.set(id, { ...edge, id, from, to, birth, value: (known?.value ?? 0) + 1 })
  }
  return { nodes: nodes.filter(({ group }) => group === 'module'), edges: [...lifted.values()] }
}

type Asked = Partial<GraphQuery> & Pick<GraphQuery, 'level' | 'direction' | 'limit'>

/** The expected nodes and edges of a graph, most important first. */
export function pictureOf(
  world: World,
  { focus, depth = 1, direction, types, level, limit, ...filters }: Asked,
): Found {
  const { nodes, edges } = levelOf(world, level)
  const groups = (types ?? []).map((type) => relationshipTypes[type] as EdgeGroup)
  const isWanted = ({ group }: Edge) => isStructure(group) || groups.length === 0 || groups.includes(group)
  const modules = world.states.filter(({ ref }) => ref.startsWith('module:')) as Module[]
  const passing = new Set(modules.filter((module) => passes(module, filters)).map(({ ref }) => ref))
  const isPassing = (ref: string) => passing.has(`module:${moduleOf(ref)}`)
  const isStart = ({ ref }: Node) =>
    focus === undefined
      ? isPassing(ref)
      : ref === focus || (focus.startsWith('module:') && moduleOf(ref) === moduleOf(focus))
  const distances = new Map(nodes.filter(isStart).map(({ ref }) => [ref, 0]))
  for (let step = 1; focus !== undefined && step <= depth; step++)
    for (const { from, to, group } of edges.filter((edge) => isWanted(edge) && !isStructure(edge.group)))
      for (const [one, other, way] of [
        [from, to, 'outgoing'],
        [to, from, 'incoming'],
      ] as const)
        if (distances.get(one) === step - 1 && !distances.has(other) && isPassing(other))
          if (['both', way].includes(direction) || group === 'INTEGRATES_WITH') distances.set(other, step)
  const degree = (ref: string) =>
    edges.filter(({ from, to, group }) => !isStructure(group) && (from === ref || to === ref)).length
  const isBetween = (refs: Set<string>) => (edge: Edge) => isWanted(edge) && refs.has(edge.from) && refs.has(edge.to)
  const ranked = nodes
    .filter(({ ref }) => distances.has(ref))
    .map((node) => ({ node, rank: [distances.get(node.ref)!, node.ref === focus ? 0 : 1, -degree(node.ref)] }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || (a.node.ref < b.node.ref ? -1 : 1))
    .map(({ node }) => node)
  const shown = ranked.slice(0, limit)
  return {
    revision: 0,
    totalNodes: ranked.length,
    totalEdges: edges.filter(isBetween(new Set(distances.keys()))).length,
    nodes: shown.map((node) => ({ ...node, distance: distances.get(node.ref)!, ...degreesOf(node.ref, edges) })),
    edges: edges.filter(isBetween(new Set(shown.map(({ ref }) => ref)))),
  }
}

const compareRanks = (a: number[], b: number[]) =>
  a.map((one, index) => one - b[index]!).find((less) => less !== 0) ?? 0

function passes(module: Module, { status, health, moduleType, owner, tag }: Partial<GraphQuery>): boolean {
  return [
    !status || status.includes(module.status),
    !health || health.includes(module.health),
    !moduleType || moduleType.includes(module.type),
    !owner || (module.owner !== null && owner.includes(module.owner)),
    !tag || module.tags.some((one) => tag.includes(one)),
  ].every(Boolean)
}

export function degreesOf(ref: string, edges: Pick<Edge, 'from' | 'to' | 'group'>[]) {
  const count = (isMeant: (edge: Pick<Edge, 'from' | 'to' | 'group'>) => boolean) =>
    Object.fromEntries(edgeGroups.map((group) => [group, edges.filter((e) => e.group === group && isMeant(e)).length]))
  return {
    outgoing: count(({ from, group }) => from === ref && group !== 'INTEGRATES_WITH'),
    incoming: count(({ to, group }) => to === ref && group !== 'INTEGRATES_WITH'),
    both: count(({ from, to, group }) => group === 'INTEGRATES_WITH' && (from === ref || to === ref)),
  }
}

export const queries = (modules: number): fc.Arbitrary<Asked> => {
  const focus = fc
    .tuple(fc.nat(modules - 1), fc.constantFrom('module:?', 'configuration:?/s', 'module:?', 'capability:?/c0'))
    .map(([number, form]) => form.replace('?', `m${number}`))
  const some = <Value>(...values: Value[]) =>
    fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined, freq: 3 }) as fc.Arbitrary<Value[] | undefined>
  const shared = {
    types: some(...types),
    level: fc.constantFrom('module', 'part'),
    status: some(...moduleStatuses),
    health: some(...healths),
    moduleType: some(...moduleTypes),
    owner: some('sales', 'finance'),
    tag: some('core', 'beta', 'a,b'),
    limit: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(5_000)),
  } as const
  return fc.oneof(
    fc.record({ ...shared, direction: fc.constant('both' as const) }),
    fc.record({
      ...shared,
      focus,
      depth: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(20)),
      direction: fc.constantFrom('outgoing', 'incoming', 'both'),
    }),
  )
}
