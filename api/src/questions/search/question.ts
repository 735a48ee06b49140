import pluralize from 'pluralize'
import { isJoined, phraseOf, wordsIn } from '../../kernel/words.ts'
import type { crudOperations } from '../../registry/capabilities/capabilities.contract.ts'

/** A question in natural language, reduced to search terms. Decision 0029. */
export interface Question {
  /** Search terms in the singular, without duplicates. */
  words: string[]
  /** CRUD operations that the question names. */
  operations: Crud[]
}
type Crud = (typeof crudOperations)[number]

const mostWords = 24
const inWords = (text: string) => text.split(' ')

const verbs = new Map<string, Crud>(
  Object.entries({
    create: 'create creates creating created add adds adding make makes making register registers insert submit book',
    read: 'read reads reading get gets fetch fetches retrieve view views see look',
    update: 'update updates updating change changes changing edit edits modify modifies correct rename',
    delete: 'delete deletes deleting remove removes removing erase purge',
    list: 'list lists listing find finds browse search enumerate',
  }).flatMap(([operation, written]) => inWords(written).map((verb): [string, Crud] => [verb, operation as Crud])),
)

/** Stop words. */
const common = new Set(
  inWords(
    'a an and are as at be been but by can could did do does each every everything for from had has have he her his how i if in into is it its let ' +
      'like me might module modules must my need needed needs needing no not of on one or other our over please shall she should so some somebody someone something ' +
      'than that the their them then there these they this those through to two under up use used uses using want wanted wants was we were what when where which ' +
      'while who whom whose why will with without would you your about all also any anybody anyone anything able both build built write new us via',
  ),
)

/** Parses a question. Pure. */
export function readQuestion(text: string): Question {
  const found = wordsIn(text)
    .flatMap((word) => (isJoined(word) ? separated(word) : [word]))
    .map((word) => word.slice(0, 60))
  const operations = [...new Set(found.flatMap((word) => verbs.get(word) ?? []))]
  const telling = found.filter(
    (word) => !common.has(word) && !verbs.has(word) && (word.length > 1 || isIdeograph(word)),
  )
  const words = telling.length > 0 ? telling : found
  return { words: [...new Set(words.map(singularOf))].slice(0, mostWords), operations }
}

/** The words of a sentence in a script that does not separate them, by the dictionary of the runtime. */
const separated = (run: string): string[] => [...dictionary.segment(run)].map(({ segment }) => segment)
const dictionary = new Intl.Segmenter('und', { granularity: 'word' })

/** The last s of a short word is more often part of an abbreviation, such as WMS, and the only letter of S. */
const singularOf = (word: string): string => (word.length < 4 ? word : pluralize.singular(word))

const isIdeograph = (word: string) => /\p{Ideographic}/u.test(word)

/** The common prefix of the forms of a word: invoicing, invoices → invoic. */
export const stemOf = (word: string): string => {
  const stem = word.replace(/(ations?|ing|ers?|ed|es|e|s|y)$/u, '')
  return stem.length >= 4 ? stem : word
}

/** Whether words that begin with this one are found. */
export const hasPrefix = (word: string): boolean => word.length >= 3 && !isJoined(word)

/** Maximum number of wrong letters. */
export const toleranceOf = (word: string): number =>
  /[^\p{Script=Latin}]/u.test(word) || word.length < 4 ? 0 : word.length < 6 ? 1 : 2

/**
 * The Lucene query of a question: each word as such, as a prefix, and with wrong letters. Pure.
 */
export const luceneOf = ({ words }: Question): string =>
  words
    .map((word) => {
      const tolerance = toleranceOf(word)
      const prefix = hasPrefix(word) ? ` OR ${stemOf(word)}*^1.5` : ''
      const plural = tolerance > 0 ? pluralize.plural(word) : /^\w{2}s$/.test(word) ? word.slice(0, 2) : word
      // Singular and plural as words: a match of a rare word scores higher than that of a common prefix.
      const forms = plural === word ? `${phraseOf(word)}^4` : `"${word}"^4 OR "${plural}"^4`
      return `${forms}${prefix}${tolerance > 0 ? ` OR ${word}~${tolerance}^0.5` : ''}`
    })
    .join(' OR ') || '""'
