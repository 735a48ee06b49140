import { isCoreField, type Findings } from '../../../registry/entities/definition-check.ts'
import { moduleOf } from '../../../store/kind.ts'
import type { Edited } from '../edit/edit.ts'
import { declaredIn } from '../read/declared-relationships.ts'
import type { Definition, Neighbour } from '../module-state.ts'

/** Checks declared relationships; those with modules that are not registered yet are accepted as pending. */
export function checkRelationships(
  { document, definition, current, key: own }: Edited,
  others: Neighbour[],
  { invalid, refused }: Findings,
): void {
  const seen = new Set<string>()
  for (const { pointer: at, relation, relationship } of declaredIn(document, own)) {
    const ref = relation.module.includes(':') ? relation.module : `module:${relation.module}`
    const name = `${relationship.type} ${ref}`
    if (seen.has(name)) invalid.push({ pointer: at, reason: `${ref} occurs twice` })
    seen.add(name)
    if (moduleOf(ref) === own)
      invalid.push({ pointer: at, reason: 'must be another module or a part of another module' })
    else if (relationship.type === 'hierarchical' && !ref.startsWith('module:'))
      invalid.push({ pointer: at, reason: 'must be a module: only modules can be part of other modules' })
    else if (document.operation === 'remove') {
      const { type, source, target } = relationship
      if (!current?.relationships.some((one) => one.type === type && one.source === source && one.target === target))
        refused.push({ pointer: at, reason: `there is no ${type} relationship with ${ref}` })
    } else {
      const neighbour = others.find(({ key }) => key === moduleOf(ref))
      // The module may be registered later.
      if (neighbour) refused.push(...unknownIn(neighbour, ref, relation, definition, at))
    }
  }
}

function unknownIn(
  neighbour: Neighbour,
  ref: string,
  { operations = [], fields = [] }: { operations?: string[]; fields?: string[] },
  { entities }: Definition,
  at: string,
) {
  const [kind, part] = [ref.split(':')[0]!, ref.split('/')[1]]
  const capabilities = neighbour.capabilities.filter(({ key }) => kind !== 'capability' || key === part)
  if (kind === 'capability' && capabilities.length === 0)
    return [{ pointer: at, reason: `${part} is not a capability of module ${neighbour.key}` }]
  if (kind === 'configuration' && !neighbour.configurations.includes(part!))
    return [{ pointer: at, reason: `${part} is not a configuration of module ${neighbour.key}` }]
  const known = new Set(
    capabilities.flatMap(({ key, operations }) => operations.flatMap((one) => [one, `${key}.${one}`])),
  )
  const named = new Set([...entities, ...neighbour.entities].flatMap(({ fields }) => fields.map(({ name }) => name)))
  return [
    ...operations.flatMap((operation, index) =>
      known.has(operation)
        ? []
        : [{ pointer: `${at}/operations/${index}`, reason: `${operation} is not an operation of ${ref}` }],
    ),
    ...fields.flatMap((field, index) =>
      named.has(field) || isCoreField(field)
        ? []
        : [{ pointer: `${at}/fields/${index}`, reason: `${field} is not a field of either module` }],
    ),
  ]
}
