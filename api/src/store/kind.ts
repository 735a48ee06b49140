import { isDeepStrictEqual } from 'node:util'
import type { Read, Run } from '../graph/graph.ts'
import type { Role } from '../kernel/operation.ts'

/** A resource as it is logged and returned by the API. */
export interface State {
  ref: string
  id: string
  rev: number
  createdAt: string
  updatedAt: string
}

/** One resource of a change: created without `before`, deleted without `after`. */
export interface Step<Resource extends State = State> {
  before: Resource | null
  after: Resource | null
}

/**
 * Definition of a kind of resource: how it is mapped to a node (or an edge) and back, read, written and removed, and
 * the consequences of its changes. Neo4j stores neither nested maps nor null, and references of a resource are edges.
 */
export interface Kind<Resource extends State = State> {
  /** Prefix of its refs. */
  name: string
  /** Role required to remove one by any operation; default: editor. */
  removal?: Role
  /** Its members in the order of the contract, so that equal resources are serialized to equal bytes. */
  members: string[]
  /** Members stored as JSON text. */
  json?: string[]
  /** The member whose own members are properties of the node. */
  spread?: { member: string; members: string[] }
  /** Members that are edges of the graph, not properties. */
  edges?: string[]
  /** Members that are null if the node lacks the property; others are omitted. */
  nullable?: string[]
  /** Defaults of members whose property is missing. */
  presets?: Record<string, unknown>
  /** Members that the graph stores in another form. */
  converted?: Record<string, Conversion>
  /** Properties for queries only, derived from the members. */
  derived?(state: Resource): Record<string, unknown>

  /** For parts: the rows of all parts of this kind in a module. */
  list?(run: Read, module: string): Promise<Row[]>
  /** For other resources: the existing rows of these refs. Without this and `list`, the kind is never looked up. */
  find?(run: Read, refs: string[]): Promise<Row[]>

  save(run: Run, steps: Step<Resource>[]): Promise<void>
  remove(run: Run, states: Resource[]): Promise<unknown>
  /** Whether a change cannot be written in place, so that the resource is deleted and created again. */
  isMoved?(before: Resource, after: Resource): boolean
  /** Additional properties of the logged change. */
  logged?(state: Resource): { source: string; target: string }

  /** Validates any change before it is written. @throws Problem */
  verify?(run: Run, steps: Step[]): Promise<void>
  /** Writes the consequences of a change in other resources. @returns the steps that it has written */
  follow?(run: Run, steps: Step[]): Promise<Step[]>
  /** Writes consequences of a change that are not logged. */
  settle?(run: Run, steps: Step[]): Promise<void>
}

export type Row = Record<string, unknown>

interface Conversion {
  toGraph?(value: unknown): unknown
  fromGraph(value: unknown, row: Row): unknown
}

const registered = new Map<string, Kind>()

/** @param kinds in the order in which they are written: each refers only to resources of those before it */
export function registerKinds(kinds: readonly Kind[]): void {
  for (const kind of kinds) registered.set(kind.name, kind)
}

export const kindsInOrder = (): Kind[] => [...registered.values()]

/** @throws Error for an unregistered kind */
export function kindNamed(name: string): Kind {
  const kind = registered.get(name)
  if (!kind) throw new Error(`no kind of resource is called ${name}: api/src/kinds.ts registers them`)
  return kind
}

export const kindOf = (ref: string): string => ref.slice(0, ref.indexOf(':'))

/** Key of the module that a ref names or belongs to. */
export const moduleOf = (ref: string): string => /^[^:]*:([^/]*)/.exec(ref)![1]!

/** The steps that concern resources of one kind. */
export const ofKind = ({ name }: Pick<Kind, 'name'>, steps: Step[]): Step[] =>
  steps.filter(({ before, after }) => kindOf((after ?? before)!.ref) === name)

const dates = ['createdAt', 'updatedAt']

/** A resource as the row that its `save` query takes. */
export function toRow(state: State): Row & { properties: Row } {
  const { json = [], spread, edges = [], presets = {}, converted = {}, derived } = kindNamed(kindOf(state.ref))
  const row: Row = { ref: state.ref }
  const properties: Row = {}
  for (const [name, value] of Object.entries(state)) {
    if (edges.includes(name)) row[name] = converted[name]?.toGraph?.(value) ?? value
    else if (name === spread?.member)
      for (const [member, of] of Object.entries(value as object))
        properties[member] = json.includes(member) ? JSON.stringify(of) : of
    else if (value === null || (name in presets && isDeepStrictEqual(value, presets[name]))) continue
    else if (json.includes(name)) properties[name] = JSON.stringify(value)
    else properties[name] = dates.includes(name) ? new Date(value as string) : value
  }
  return { ...row, properties: { ...properties, ...derived?.(withPresets(state)) } }
}

/** A logged resource, which may be older than some members of its kind. */
export const withPresets = <Resource extends State>(state: Resource): Resource => ({
  ...kindNamed(kindOf(state.ref)).presets,
  ...state,
})

/** A row of a query that returns all properties of a node (and the members that are edges) as a resource. */
export function fromRow<Resource extends State>(name: string, row: Row): Resource {
  const { json = [], spread, nullable = [], members, presets = {}, converted = {} } = kindNamed(name)
  const state: Row = {}
  for (const name of members) {
    const value = row[name] ?? presets[name] ?? null
    if (name === spread?.member) state[name] = spreadOf(row, spread.members, json)
    else if (json.includes(name) && row[name] != null) state[name] = JSON.parse(row[name] as string)
    else if (converted[name]) state[name] = converted[name].fromGraph(value, row)
    // Questions may return them as the database writes them, which omits zeros and is read faster by the driver.
    else if (dates.includes(name) && value !== null) state[name] = new Date(value as string).toISOString()
    else if (value !== null || nullable.includes(name)) state[name] = value
  }
  return state as Resource
}

/** The properties of a node that belong to a nested member. */
const spreadOf = (row: Row, members: string[], json: string[]) =>
  Object.fromEntries(
    members.flatMap((name) => {
      const value = row[name]
      if (value == null) return []
      return [[name, json.includes(name) ? JSON.parse(value as string) : value]]
    }),
  )

/** Runs a save query with the `after` of each step. @throws Error unless all rows were written */
export async function saveRows(steps: Step[], save: (rows: Row[]) => Promise<{ saved: number }[]>): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map(({ after }) => toRow(after!))
  const [row] = await save(rows)
  if (row?.saved !== rows.length)
    throw new Error(
      `wrote ${row?.saved ?? 0} of ${rows.length} rows: something that ${String(rows[0]!.ref)} names is not there`,
    )
}
