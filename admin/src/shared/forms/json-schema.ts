/** The part of JSON Schema that forms use. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  enum?: string[]
  format?: string
  description?: string
  default?: unknown
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  required?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
}

/** Schemas of the contract by name, as in the OpenAPI document. */
export type Schemas = Record<string, JsonSchema>

const prefix = '#/components/schemas/'
export const resolved = (schema: JsonSchema, schemas: Schemas): JsonSchema =>
  schema.$ref ? { ...schemas[schema.$ref.slice(prefix.length)]!, ...schema } : schema

export const typesOf = ({ type = [] }: JsonSchema): string[] => [type].flat()

export type Kind = 'text' | 'long' | 'choice' | 'lines' | 'number' | 'day' | 'moment' | 'group' | 'json'

/** Kind of form field for a schema. */
export function kindOf(schema: JsonSchema): Kind {
  const types = typesOf(schema)
  if (schema.enum) return 'choice'
  if (types.includes('array')) return 'lines'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (types.includes('object')) return schema.properties ? 'group' : 'json'
  if (schema.format === 'date') return 'day'
  if (schema.format === 'date-time') return 'moment'
  return (schema.maxLength ?? 0) >= 2_000 && schema.format !== 'uri' ? 'long' : 'text'
}

/** Value of an empty field: null if the schema allows it, an empty list or text where appropriate, else undefined. */
export function nothingFor(schema: JsonSchema, isRequired: boolean): unknown {
  if (typesOf(schema).includes('null')) return null
  if (typesOf(schema).includes('array') && schema.default !== undefined) return []
  return typesOf(schema).includes('string') && (isRequired || schema.default !== undefined) ? '' : undefined
}

/** An initial value with the defaults of the schema. */
export const presetsOf = (schema: JsonSchema, schemas: Schemas): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
      const member = resolved(given, schemas)
      if (member.default !== undefined) return [[name, structuredClone(member.default)]]
      if (kindOf(member) === 'group') return [[name, {}]]
      return schema.required?.includes(name) && !member.enum ? [[name, '']] : []
    }),
  )
