import { distance } from 'fastest-levenshtein'
import pluralize from 'pluralize'
import { isJoined, wordsIn } from '../../kernel/words.ts'
import { hasPrefix, stemOf, toleranceOf } from './question.ts'

export const hows = ['word', 'beginning', 'typo'] as const

/** How a word of the question was matched: the best match and the fields that contain it. */
export interface Reason {
  word: string
  how: (typeof hows)[number]
  in: string[]
}

/** Explains why a resource was found, by the texts of its fields. Pure. */
export function whyFound(words: string[], texts: Record<string, string>): Reason[] {
  const tokens = Object.entries(texts).map(([field, text]) => ({ field, tokens: tokensOf(text) }))
  return words.flatMap((word) => {
    for (const how of hows) {
      const fields = tokens.filter(({ tokens }) => tokens.some((token) => fits[how](word, token)))
      if (fields.length > 0) return [{ word, how, in: fields.map(({ field }) => field) }]
    }
    return []
  })
}

const tokensOf = (text: string) => [...new Set(wordsIn(text))]

const fits: Record<Reason['how'], (word: string, token: string) => boolean> = {
  word: (word, token) =>
    token === word ||
    `${token}s` === word ||
    pluralize.singular(token) === word ||
    (isJoined(word) && token.includes(word)),
  beginning: (word, token) => hasPrefix(word) && token.startsWith(stemOf(word)),
  typo: (word, token) =>
    Math.abs(word.length - token.length) <= toleranceOf(word) && distance(word, token) <= toleranceOf(word),
}
