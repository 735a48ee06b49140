import type { QueryParameter } from '@registry/api/contract'

/** The parameters of a text: those that are declared, and the others that it names, of any type. */
export function parametersOf(cypher: string, declared: readonly QueryParameter[]): QueryParameter[] {
  const withoutTexts = cypher.replaceAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\/\/.*|\/\*[^]*?\*\//g, '')
  const names = new Set([...withoutTexts.matchAll(/\$([a-zA-Z]\w{0,62})/g)].map(([, name]) => name!))
  return [...names].map(
    (name) => declared.find((one) => one.name === name) ?? { name, type: 'ANY', nullable: false, description: '' },
  )
}

const asItIs = ['STRING', 'DATETIME']

/** What is typed into a field, as the value that the API takes. What does not fit goes out as it is: the API says why not. */
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
