import type { Read, RowOf } from '../../graph/graph.ts'
import { detailOf, Problem, type Reason } from '../../kernel/errors.ts'
import { unknownName } from '../../kernel/validation.ts'
import { coreFields } from '../entities/definition-check.ts'
import { storedFields } from '../entities/fields.ts'
import type { Relationship } from './relationships.contract.ts'

type Uses = Pick<Relationship, 'type' | 'source' | 'target' | 'operations' | 'fields'>

/** Names that are declared, also with the part or entity that they belong to, such as `Customer.email`. */
export interface DeclaredNames {
  plain: string[]
  qualified: string[]
}

/** The fields of the records of entities, and the settings that schemas of configurations describe. */
export function declaredFields(entities: { name: string; fields: string }[], schemas: string[]): DeclaredNames {
  const records = entities.flatMap(({ name: entity, fields }) =>
    [...coreFields, ...storedFields(fields).map(({ name }) => name)].map((name) => ({ entity, name })),
  )
  const settings = schemas.flatMap((schema) => {
    const { properties = {} } = JSON.parse(schema) as { properties?: object }
    return Object.keys(properties)
  })
  return {
    plain: [...new Set([...records.map(({ name }) => name), ...settings])].sort(),
    qualified: records.map(({ entity, name }) => `${entity}.${name}`),
  }
}

/** The reason against a name that is not declared; undefined if it is, or if nothing is. */
export const undeclared = (name: string, { plain, qualified }: DeclaredNames): string | undefined =>
  plain.length === 0 || plain.includes(name) || qualified.includes(name)
    ? undefined
    : unknownName(name, name.includes('.') ? qualified : plain)

/**
 * Refuses operations that the target of a dependency does not declare, and fields that neither end does: a misspelt one would hide the
 * dependency from every question about the right one. Decision 0064.
 * @param before operations and fields that a changed relationship had already, which it may keep
 * @throws Problem `invalid-request`
 */
export async function requireDeclared(
  run: Read,
  relationships: Uses[],
  pointerOf: (index: number) => string,
  before: Pick<Uses, 'operations' | 'fields'> = { operations: [], fields: [] },
): Promise<void> {
  const named = relationships.map((relationship, index) => ({
    ...relationship,
    at: pointerOf(index),
    operations: relationship.type === 'dependency' ? added(before.operations, relationship.operations) : [],
    fields: relationship.type === 'dependency' ? added(before.fields, relationship.fields) : [],
  }))
  const suspects = named.filter(({ operations, fields }) => operations.length + fields.length > 0)
  if (suspects.length === 0) return
  const refs = new Set(suspects.flatMap(({ source, target }) => [source, target]))
  const rows = await run('relationships/declared', { refs: [...refs] })
  const byRef = new Map(rows.map((row) => [row.ref, declaredBy(row)]))
  const errors = suspects.flatMap(({ at, source, target, operations, fields }) => {
    const [own, theirs] = [byRef.get(source)!, byRef.get(target)!]
    return [
      ...reasons(`${at}/operations`, operations, theirs.operations),
      ...reasons(`${at}/fields`, fields, either(theirs.fields, own.fields)),
    ]
  })
  if (errors.length > 0) throw new Problem('invalid-request', detailOf(errors), errors)
}

interface Added {
  name: string
  index: number
}
const added = (before: string[], now: string[]): Added[] =>
  now.map((name, index) => ({ name, index })).filter(({ name }) => !before.includes(name))

const reasons = (pointer: string, names: Added[], declared: DeclaredNames): Reason[] =>
  names.flatMap(({ name, index }) => {
    const reason = undeclared(name, declared)
    return reason === undefined ? [] : [{ pointer: `${pointer}/${index}`, reason }]
  })

/** An entity without fields of its own has not been described yet. */
const declaredBy = ({ operations, qualified, entities, schemas }: RowOf<'relationships/declared'>) => ({
  operations: { plain: operations, qualified },
  fields: declaredFields(
    entities.filter(({ fields }) => storedFields(fields).length > 0),
    schemas,
  ),
})

/** The field that refers to the target, such as `customerId`, is one of the source. */
const either = (theirs: DeclaredNames, own: DeclaredNames): DeclaredNames =>
  theirs.plain.length === 0
    ? theirs
    : { plain: [...theirs.plain, ...own.plain], qualified: [...theirs.qualified, ...own.qualified] }
