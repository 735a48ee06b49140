import { z } from 'zod'
import { identity } from '../../kernel/operation.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { distinct, json, jsonObject, key, longText, nameText, reservedNames } from '../../kernel/text.ts'

export const fieldTypes = [
  'text',
  'textarea',
  'number',
  'integer',
  'currency',
  'boolean',
  'date',
  'datetime',
  'email',
  'url',
  'phone',
  'select',
  'multiselect',
  'relation',
  'json',
] as const

const isReserved = (name: unknown) => reservedNames.includes(String(name))
const reservedName = 'must not be constructor or prototype, which JSON must not contain as a member'

/** Name of an entity or a field. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, {
    abort: true,
    error: ({ input }) =>
      isReserved(input) ? reservedName : 'must start with a letter and have at most 63 letters, digits and _',
  })
  .refine((name) => !isReserved(name), { error: reservedName })

const Option = z.union([nameText(), z.strictObject({ label: nameText(), value: nameText() })])

export const Field = z
  .strictObject({
    name: identifier,
    label: nameText().optional(),
    type: z.enum(fieldTypes),
    required: z
      .boolean()
      .optional()
      .describe(
        'Whether a record must have a value: a text with a visible character, unless validation says minLength: 0; at least one option of a multiselect, unless it says minItems: 0',
      ),
    readonly: z.boolean().optional(),
    hidden: z.boolean().optional(),
    unique: z
      .boolean()
      .optional()
      .describe('No two records have the same value; a text is the same however its letters are composed'),
    default: json.optional(),
    decimals: z.int().min(0).max(6).optional().describe('Decimal places of a currency; 2 if not given'),
    options: distinct(Option, 500).optional().describe('Options of a select or multiselect'),
    relationObject: z
      .string()
      .regex(/^(.{1,200}\/)?[A-Za-z][A-Za-z0-9_]{0,62}$/, {
        error: 'must be an entity, or a module and an entity such as crm/Customer',
      })
      .optional(),
    relationField: identifier.optional().describe('Default: id'),
    onDelete: z
      .enum(['refuse', 'cascade'])
      .optional()
      .describe('Action when the referenced record is deleted; default: refuse'),
    validation: jsonObject.optional().describe('JSON Schema keywords that fit the type'),
    description: longText().optional(),
    placeholder: nameText().optional(),
  })
  .meta({ id: 'Field' })
/** The changed members of a field. */
export const FieldChange = Field.partial().meta({ id: 'FieldChange' })
export type Field = z.output<typeof Field>

export const StateFlow = z
  .strictObject({
    states: z
      .array(z.strictObject({ name: identifier, initial: z.boolean().optional(), final: z.boolean().optional() }))
      .min(1)
      .max(100),
    transitions: z.array(z.strictObject({ from: identifier, to: identifier, action: key.optional() })).max(500),
  })
  .meta({ id: 'StateFlow', description: 'The states of an entity and the actions that lead from one to another' })
export type StateFlow = z.output<typeof StateFlow>

/** Requests are compared with it as it is: without parameters, and without characters that clients may encode. */
const recordsPath = z
  .string()
  .max(500)
  .regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)+$/, {
    error: 'must be an absolute path of letters, digits, -, _, . and ~, such as /crm/customers',
  })

const written = {
  label: nameText().describe('Display name'),
  description: longText(),
  path: recordsPath.nullable().describe('Path of the list of its records'),
  fields: z.array(Field).max(200),
  unique: z.array(distinct(identifier, 10).min(1)).max(50).describe('Fields whose combined values are unique'),
  states: StateFlow.nullable(),
}

export const Entity = z
  .strictObject({ module: key, name: identifier, ...written, ...identity })
  .meta({ id: 'Entity', description: 'An entity of a module' })
export type Entity = z.output<typeof Entity>

const replaceable = {
  label: written.label.optional().describe('Default: derived from the name'),
  description: written.description.default(''),
  path: written.path.default(null),
  fields: written.fields.default([]),
  unique: written.unique.default([]),
  states: written.states.default(null),
}
export const EntityCreate = z.strictObject({ name: identifier, ...replaceable }).meta({ id: 'EntityCreate' })
export const EntityReplace = z
  .strictObject({ name: identifier.optional(), ...replaceable })
  .meta({ id: 'EntityReplace' })
export const EntityChange = z.strictObject(written).partial().meta({ id: 'EntityChange' })

export const entitiesOperations = partOperations({
  noun: 'entity',
  plural: 'entities',
  name: 'name',
  part: Entity,
  create: EntityCreate,
  replace: EntityReplace,
  change: EntityChange,
  filters: {},
  forced: 'Delete even if capabilities operate on it; it is removed from them',
})
