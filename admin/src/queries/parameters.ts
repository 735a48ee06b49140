import type { QueryParameter } from '@registry/api/contract'

/** Parameters that a query uses; undeclared ones have the type ANY. */
export function parametersOf(cypher: string, declared: readonly QueryParameter[]): QueryParameter[] {
  const withoutTexts = cypher.replaceAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\/\/.*|\/\*[^]*?\*\//g, '')
  const names = new Set([...withoutTexts.matchAll(/\$([a-zA-Z]\w{0,62})/g)].map(([, name]) => name!))
  return [...names].map(
    (name) => declared.find((one) => one.name === name) ?? { name, type: 'ANY', nullable: false, description: '' },
  )
}

const asItIs = ['STRING', 'DATETIME']

/** Converts typed text to the value of a parameter. Invalid text is sent unchanged, so that the API reports why. */
export function valueOf({ type }: QueryParameter, typed: string): unknown {
  if (asItIs.includes(type)) return typed === '' ? null : typed
  if (typed.trim() === '') return null
  try {
    return JSON.parse(typed) as unknown
  } catch {
    return typed
  }
}

export function typedOf({ type }: QueryParameter, value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' && (type === 'ANY' || asItIs.includes(type)) ? value : JSON.stringify(value)
}
