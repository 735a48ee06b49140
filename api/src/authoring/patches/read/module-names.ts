import type { Read } from '../../../graph/graph.ts'
import { key } from '../../../kernel/text.ts'
import { withKeys } from '../../../registry/modules/aliases.ts'
import type { Field } from '../../../registry/entities/entities.contract.ts'
import type { Reason } from '../../../kernel/errors.ts'
import { moduleOf } from '../../../store/kind.ts'
import { relationMembers } from './declared-relationships.ts'
import type { PatchDocument, Relation } from './document.ts'

/** Where a document names a module, with what follows the name, such as `/Customer` of a relation field. */
interface Named {
  pointer: string
  text: string
}

/** Splits `module/Entity` or `module/capability.operation`; the name of a module may contain slashes itself. */
const beforeSlash = (text: string): [name: string | undefined, rest: string] => {
  const slash = text.lastIndexOf('/')
  return slash < 0 ? [undefined, text] : [text.slice(0, slash), text.slice(slash)]
}

/**
 * Replaces aliases of modules in a document by their keys, before it is edited.
 * @returns the document, and what names a module by neither a key nor a known alias
 */
export async function withModuleKeys(
  run: Read,
  document: PatchDocument,
): Promise<{ document: PatchDocument; unknown: Reason[] }> {
  const names: string[] = []
  visit(document, ({ text }) => (names.push(text), text))
  if (names.length === 0) return { document, unknown: [] }
  const rename = await withKeys(run, names)
  const unknown: Reason[] = []
  const renamed = visit(document, ({ pointer, text }) => {
    const found = rename(text)
    const name = found.includes(':') ? moduleOf(found) : found
    // A module with a key may be registered later; an alias leads nowhere yet.
    if (!key.safeParse(name).success)
      unknown.push({ pointer, reason: `${text} is neither the key of a module nor an alias of a registered one` })
    return found
  })
  return { document: renamed, unknown }
}

/** The document with each name of a module replaced. Pure. */
function visit(document: PatchDocument, rename: (named: Named) => string): PatchDocument {
  const { module, objects } = document
  const relations = Object.fromEntries(
    Object.keys(relationMembers).flatMap((member) => {
      const given = document[member as keyof typeof relationMembers]
      if (given === undefined) return []
      const one = (relation: Relation, pointer: string) => renamedRelation(relation, pointer, rename)
      return [
        [
          member,
          Array.isArray(given)
            ? given.map((relation, index) => one(relation, `/${member}/${index}`))
            : one(given, `/${member}`),
        ],
      ]
    }),
  )
  return {
    ...document,
    ...relations,
    ...(module && { module: { ...module, key: rename({ pointer: '/module/key', text: module.key }) } }),
    ...(objects && {
      objects: Object.fromEntries(
        Object.entries(objects).map(([name, object]) => [
          name,
          { ...object, fields: renamedFields(object.fields, `/objects/${name}/fields`, rename) },
        ]),
      ),
    }),
    payload: renamedPayload(document, rename),
  } as PatchDocument
}

function renamedRelation(relation: Relation, pointer: string, rename: (named: Named) => string): Relation {
  if (typeof relation === 'string') return rename({ pointer, text: relation })
  return { ...relation, module: rename({ pointer: `${pointer}/module`, text: relation.module }) }
}

const renamedFields = (fields: Field[], pointer: string, rename: (named: Named) => string): Field[] =>
  fields.map((field, index) => renamedField(field, `${pointer}/${index}`, rename))

function renamedField<One extends Partial<Field>>(field: One, pointer: string, rename: (named: Named) => string): One {
  const [name, entity] = beforeSlash(field.relationObject ?? '')
  if (name === undefined) return field
  return { ...field, relationObject: rename({ pointer: `${pointer}/relationObject`, text: name }) + entity }
}

function renamedPayload({ scope, payload }: PatchDocument, rename: (named: Named) => string): PatchDocument['payload'] {
  if (scope === 'object')
    return {
      ...payload,
      ...(payload.field && { field: renamedField(payload.field, '/payload/field', rename) }),
      ...(payload.fields && { fields: renamedFields(payload.fields, '/payload/fields', rename) }),
    }
  if (scope !== 'permission') return payload
  const refs = (member: 'allow' | 'deny') =>
    payload[member] && {
      [member]: payload[member].map((ref, index) => {
        const [name, operation] = beforeSlash(ref)
        return name === undefined ? ref : rename({ pointer: `/payload/${member}/${index}`, text: name }) + operation
      }),
    }
  return { ...payload, ...refs('allow'), ...refs('deny') }
}
