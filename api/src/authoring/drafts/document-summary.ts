import { inWords } from '../../registry/entities/words.ts'
import { key, nameText } from '../../kernel/text.ts'

/** A document that may not be a valid patch document; its key and title are read as far as possible. Pure. */
type Document = Record<string, unknown>

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Document)[name] : undefined

export function moduleIn(document: Document): string | null {
  const path = document.apiBasePath
  const candidates = [member(document.module, 'key'), typeof path === 'string' ? path.split('/')[1] : undefined]
  return (candidates.find((candidate) => key.safeParse(candidate).success) as string | undefined) ?? null
}

export function titleOf(document: Document): string {
  const module = moduleIn(document)
  const name = nameText(200).safeParse(member(document.module, 'name'))
  return name.success ? name.data : module === null ? 'Untitled' : inWords(module)
}

export const isOfAi = (document: Document): boolean => document.actor === 'ai'
