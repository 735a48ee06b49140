import { exampleRecord } from '../../registry/entities/examples.ts'
import { storedFields } from '../../registry/entities/fields.ts'

/** An entity as stored in the graph. */
export interface SampledEntity {
  name: string
  label: string
  description: string
  fields: string
}

const mostMembers = 12

/** A sample request of an operation; its body, if any, has the required fields, or else the first field. Pure. */
export function sampleCall(
  { method, path }: { method: string; path: string },
  entity: SampledEntity | undefined,
): string {
  const takesBody = ['POST', 'PUT', 'PATCH'].includes(method) && entity !== undefined
  if (!takesBody) return `${method} ${path}`
  const fields = storedFields(entity.fields)
  const writable = fields.filter(({ readonly }) => readonly !== true)
  const required = writable.filter(({ required }) => required === true)
  const shown = (required.length > 0 && method !== 'PATCH' ? required : writable.slice(0, 1)).slice(0, mostMembers)
  return `${method} ${path} ${JSON.stringify(exampleRecord(shown))}`
}
