import { z } from 'zod'
import { Problem } from '../../kernel/operation.ts'
import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { entitySchema, mustHoldSomething, oneLine } from '../../registry/entities/json-schema.ts'
import { mostInBatch } from '../../runtime/hosting/records.service.ts'
import { recordRules } from '../../runtime/hosting/record-check.ts'
import { plainNamePattern } from '../../kernel/text.ts'
import { exampleOf, recordOf } from './example.ts'

export type Schema = Record<string, unknown>

export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const own = ['id', 'createdAt', 'updatedAt']

/** Schemas of the requests and responses of an entity, by component name. */
export function schemasOf(entity: Entity): Record<string, Schema> {
  const { $schema: _, ...record } = entitySchema(entity)
  const { presets, flowField } = recordRules(entity)
  const patterns = new Map(entity.fields.map((field) => [field.name, patternsOf(field)]))
  const fields = mapped(without(record.properties, own), (schema, field) => {
    const also = patterns.get(field)!
    return also.length > 0 ? { ...schema, allOf: also } : schema
  })
  const needed = record.required.filter((name) => !Object.hasOwn(presets, name))
  const readonly = entity.fields.filter((field) => field.readonly).map(({ name }) => name)
  const example = exampleOf(entity)
  const name = nameOf(entity)
  const body = { type: 'object', additionalProperties: false }
  return {
    [name]: { ...record, required: [...own, ...record.required], ...(example && { examples: [recordOf(example)] }) },
    [`${name}.Create`]: {
      ...body,
      description: 'null stands for no value',
      properties: mapped(fields, (schema, field) => {
        if (field === flowField?.name) return orNull({ ...schema, enum: [presets[field]] })
        return needed.includes(field) ? written(schema) : orNull(schema)
      }),
      required: needed,
      ...(example && { examples: [example] }),
    },
    [`${name}.Change`]: {
      ...body,
      description: 'Only what changes (RFC 7396); null removes a value',
      properties: mapped(without(fields, readonly), (schema, field) =>
        needed.includes(field) ? written(schema) : orNull(schema),
      ),
    },
    [`${name}.Batch`]: {
      ...body,
      description: 'Items with an id are changed as by PATCH, those without are made as by POST: all of them, or none',
      properties: {
        items: { type: 'array', minItems: 1, maxItems: mostInBatch, items: itemOf(name, fields) },
      },
      required: ['items'],
      ...(example && { examples: [{ items: [example] }] }),
    },
    [`${name}.Written`]: {
      ...body,
      properties: { items: { type: 'array', items: refTo(name) } },
      required: ['items'],
    },
    [`${name}.List`]: listOf(name),
  }
}

/** Rules on texts that JSON Schema expresses by patterns, in addition to the field's own pattern. */
const patternsOf = (field: Field): Schema[] => [
  ...(oneLine.includes(field.type) ? [{ pattern: plainNamePattern }] : []),
  ...(mustHoldSomething(field) && field.type !== 'multiselect' ? [{ pattern: '\\S' }] : []),
]

export const nameOf = ({ module, name }: Entity) => `${module}.${name}`

export function problemSchema(): Schema {
  const { id: _, ...schema } = z.toJSONSchema(Problem).$defs!.Problem as Schema
  return schema
}

const itemOf = (name: string, fields: Record<string, Schema>): Schema => ({
  anyOf: [
    refTo(`${name}.Create`),
    {
      type: 'object',
      properties: { id: { type: 'string' }, ...mapped(fields, orNull) },
      required: ['id'],
      additionalProperties: false,
    },
  ],
})

const listOf = (name: string): Schema => ({
  type: 'object',
  properties: {
    items: { type: 'array', items: refTo(name) },
    total: { type: 'integer', description: 'Total number of items on all pages' },
    returned: { type: 'integer' },
    truncated: { type: 'boolean', description: 'Whether there are more items' },
    nextCursor: { type: ['string', 'null'], description: 'Pass as `cursor` to get the next page' },
    revision: { type: 'integer', description: 'Revision of the registry that the list reflects' },
  },
  required: ['items', 'total', 'returned', 'truncated', 'nextCursor', 'revision'],
  additionalProperties: false,
})

/** Without `readOnly`: a read-only field can be set on creation. */
const written = ({ readOnly: _, ...schema }: Schema): Schema => schema
const orNull = (schema: Schema): Schema => ({ anyOf: [written(schema), { type: 'null' }] })
const without = (fields: Record<string, Schema>, names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
const mapped = (fields: Record<string, Schema>, map: (schema: Schema, name: string) => Schema) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, map(schema, name)]))
