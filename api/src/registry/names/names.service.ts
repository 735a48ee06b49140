import type { Graph } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { fromRow, kindOf, moduleOf } from '../../store/kind.ts'
import { relationshipVerbs, type Relationship } from '../relationships/relationships.contract.ts'
import type { NamedResource, namesOperations, ResourceName } from './names.contract.ts'

type Joined = Pick<Relationship, 'ref' | 'type' | 'source' | 'target' | 'operations'>

/** Kinds of resources with a name. The states of others, such as drafts, are large and have none. */
const namedKinds = ['module', 'capability', 'configuration', 'entity', 'endpoint', 'owner']
const isPart = (ref: string) => /^(capability|configuration|entity|endpoint):/.test(ref)
const withoutKind = (ref: string) => ref.slice(ref.indexOf(':') + 1)

export const namesService = (graph: Graph) =>
  ({
    async list({ query: { ref: refs = [] } }) {
      const relationships = await relationshipsOf(
        graph,
        refs.filter((ref) => kindOf(ref) === 'relationship'),
      )
      const ends = [...relationships.values()].flatMap(({ state: { source, target } }) => [source, target])
      const wanted = [...new Set([...refs, ...ends])].filter((ref) => namedKinds.includes(kindOf(ref)))
      const names = await namesOf(graph, [...new Set([...wanted, ...wanted.filter(isPart).map(moduleRefOf)])])
      const named = (ref: string): NamedResource => ({
        ref,
        name: titleOf(names.get(ref)) ?? withoutKind(ref),
        module: isPart(ref) ? (titleOf(names.get(moduleRefOf(ref))) ?? moduleOf(ref)) : null,
      })
      const items = refs.map((ref): ResourceName => {
        const found = relationships.get(ref)
        if (!found) return { ...named(ref), exists: names.get(ref)?.exists ?? false, relationship: null }
        const { type, operations } = found.state
        const [source, target] = [named(found.state.source), named(found.state.target)]
        const name = `${fullName(source)} ${relationshipVerbs[type]} ${fullName(target)}`
        return { ref, name, module: null, exists: found.exists, relationship: { type, source, target, operations } }
      })
      return { items }
    },
  }) satisfies Service<typeof namesOperations>

const moduleRefOf = (ref: string) => `module:${moduleOf(ref)}`
const fullName = ({ name, module }: NamedResource) => (module === null ? name : `${module}: ${name}`)

interface Known<State> {
  state: State
  exists: boolean
}

async function relationshipsOf(graph: Graph, refs: string[]): Promise<Map<string, Known<Joined>>> {
  if (refs.length === 0) return new Map()
  const rows = await graph.read('relationships/read', { ids: refs.map(withoutKind) })
  const present = rows.map(({ relationship }) => fromRow<Relationship>('relationship', relationship))
  return withLogged(graph, refs, new Map(present.map((state) => [state.ref, { state, exists: true }])))
}

const namesOf = async (graph: Graph, refs: string[]): Promise<Map<string, Known<Titled>>> => {
  const rows = await graph.read('modules/named', { refs })
  return withLogged(graph, refs, new Map(rows.map(({ ref, name }) => [ref, { state: { name }, exists: true }])))
}

interface Titled {
  name?: string
  label?: string
}
const titleOf = (known: Known<Titled> | undefined) => known?.state.label ?? known?.state.name

/** Adds the states in the log of what the graph does not have by its ref: entities, owners, and what is deleted. */
async function withLogged<State>(graph: Graph, refs: string[], known: Map<string, Known<State>>) {
  const missing = refs.filter((ref) => !known.has(ref))
  const rows = missing.length > 0 ? await graph.read('names/logged', { refs: missing }) : []
  for (const { ref, state, exists } of rows) known.set(ref, { state: JSON.parse(state) as State, exists })
  return known
}
