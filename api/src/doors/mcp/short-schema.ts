import { z } from 'zod'

/** Says nothing to a model that the rest does not: each costs tokens in every conversation. */
const silent = ['$schema', 'additionalProperties', 'pattern', 'id', 'propertyNames']

/** A schema of the contract as JSON Schema, as short as it can be. */
export function shortSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const whole = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      if (io === 'output') delete jsonSchema.description
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return shortened(whole) as Record<string, unknown>
}

function shortened(schema: unknown, isMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => shortened(item))
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([name]) => isMap || !silent.includes(name))
  return Object.fromEntries(kept.map(([name, member]) => [name, shortened(member, !isMap && name === 'properties')]))
}
