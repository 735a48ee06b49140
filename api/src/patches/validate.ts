import type { Field } from '../entities/entities.contract.ts'
import { checkFields } from '../entities/fields.ts'
import type { Reason } from '../errors.ts'
import { key } from '../text.ts'
import { basePathOf, collectionPath, moduleKeyOf } from './extract.ts'
import type { ObjectDefinition, PatchDocument } from './patches.contract.ts'

/** Every record has these of its own; a document may neither define nor change them (L3). */
const coreFields = ['id', 'createdAt', 'updatedAt']

export interface Findings {
  /** The document contradicts itself or the language: 422 `invalid-patch`. */
  invalid: Reason[]
  /** It asks for what policy forbids, security level L3: 422 `refused-by-policy`. */
  refused: Reason[]
}

/** What the shapes alone can't say about a document; each finding with its place. Pure. */
export function validate(document: PatchDocument): Findings {
  const findings: Findings = { invalid: [], refused: [] }
  requireSupported(document, findings)
  const names = Object.keys(document.objects ?? {})
  for (const [name, definition] of Object.entries(document.objects ?? {})) {
    const at = `/objects/${name}`
    if (names.some((other) => other !== name && other.toLowerCase() === name.toLowerCase()))
      findings.invalid.push({ pointer: at, reason: 'differs from another entity only in letter case' })
    validateFields(name, definition, document, at, findings)
    validateUnique(definition, at, findings)
    validateStates(definition, at, findings)
    validatePath(name, definition, document, at, findings)
  }
  if (document.securityLevel === 'L3')
    findings.refused.push({ pointer: '/securityLevel', reason: 'the document itself claims L3' })
  return findings
}

function requireSupported(document: PatchDocument, { invalid }: Findings): void {
  const { scope, operation, objects } = document
  if (scope !== 'object') invalid.push({ pointer: '/scope', reason: 'must be object: other scopes are not taken yet' })
  if (operation !== 'add')
    invalid.push({ pointer: '/operation', reason: 'must be add: other operations are not taken yet' })
  if (!objects) invalid.push({ pointer: '/objects', reason: 'is needed: a map of entity definitions' })
  if (Object.keys(document.payload).length > 0)
    invalid.push({ pointer: '/payload', reason: 'must be empty beside objects' })
  for (const member of ['dependsOn', 'integratesWith', 'flowsTo', 'partOf'] as const)
    if (document[member] !== undefined)
      invalid.push({ pointer: `/${member}`, reason: 'relationships to other modules are not taken yet' })
  if (!key.safeParse(moduleKeyOf(document)).success)
    invalid.push({ pointer: '/module', reason: 'is needed, or an apiBasePath that begins with the key of the module' })
  if (Date.parse(document.timestamp) > Date.now() + 86_400_000)
    invalid.push({ pointer: '/timestamp', reason: 'must be at most a day ahead' })
}

function validateFields(
  entity: string,
  { fields }: ObjectDefinition,
  document: PatchDocument,
  at: string,
  findings: Findings,
) {
  findings.invalid.push(...checkFields(fields, `${at}/fields`))
  fields.forEach((field, index) => {
    const pointer = `${at}/fields/${index}`
    if (coreFields.some((core) => core.toLowerCase() === field.name.toLowerCase()))
      findings.refused.push({
        pointer: `${pointer}/name`,
        reason: `${field.name} is a core field that every record has`,
      })
    if (field.type === 'relation' && field.relationObject !== undefined)
      validateRelation(field, field.relationObject, entity, document, pointer, findings)
  })
}

function validateRelation(
  { required, relationField = 'id' }: Field,
  relationObject: string,
  entity: string,
  document: PatchDocument,
  pointer: string,
  { invalid, refused }: Findings,
): void {
  const own = relationObject.replace(`${moduleKeyOf(document)}/`, '')
  const target = document.objects?.[own]
  if (!target) refused.push({ pointer: `${pointer}/relationObject`, reason: `${own} is no entity of this document` })
  else if (![...coreFields, ...target.fields.map(({ name }) => name)].includes(relationField))
    refused.push({ pointer: `${pointer}/relationField`, reason: `${own} has no such field` })
  if (own === entity && required)
    invalid.push({ pointer: `${pointer}/required`, reason: 'must be false: the first record could name no other' })
}

function validateUnique({ unique = [], fields }: ObjectDefinition, at: string, { refused }: Findings): void {
  const names = [...coreFields, ...fields.map(({ name }) => name)]
  unique.forEach((together, index) =>
    together.forEach((name, position) => {
      if (!names.includes(name))
        refused.push({ pointer: `${at}/unique/${index}/${position}`, reason: 'names no field of the entity' })
    }),
  )
}

function validateStates({ states }: ObjectDefinition, at: string, { invalid, refused }: Findings): void {
  if (!states) return
  const names = states.states.map(({ name }) => name)
  if (new Set(names).size < names.length)
    invalid.push({ pointer: `${at}/states/states`, reason: 'must not name a state twice' })
  const initial = states.states.filter((state) => state.initial).length
  if (initial !== 1)
    invalid.push({ pointer: `${at}/states/states`, reason: `must have one initial state, not ${initial}` })
  states.transitions.forEach(({ from, to }, index) => {
    for (const [member, state] of Object.entries({ from, to }))
      if (!names.includes(state))
        refused.push({ pointer: `${at}/states/transitions/${index}/${member}`, reason: 'names no state' })
  })
}

function validatePath(
  name: string,
  definition: ObjectDefinition,
  document: PatchDocument,
  at: string,
  { invalid }: Findings,
): void {
  const base = basePathOf(document)
  const path = collectionPath(base, name, definition)
  if (!path.startsWith(`${base}/`)) invalid.push({ pointer: `${at}/path`, reason: `must lie inside ${base}` })
  const others = Object.entries(document.objects ?? {}).filter(([other]) => other !== name)
  if (others.some(([other, its]) => collectionPath(base, other, its) === path))
    invalid.push({ pointer: `${at}/path`, reason: `${path} is the path of another entity` })
}
