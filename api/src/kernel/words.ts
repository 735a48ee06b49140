// One rule for words, at every door and in the page. Decision 0056.

/** Letters with a stroke and the like, which Unicode does not decompose. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
  ё: 'е',
  ٱ: 'ا',
  ی: 'ي',
  ک: 'ك',
}
const strokes = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')
/** Points of Hebrew, vowel signs and the lengthening stroke of Arabic, joiners, soft hyphens, variation selectors. */
const unwritten =
  // eslint-disable-next-line no-misleading-character-class -- each stands for itself
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/gu

/**
 * A text as it is compared with what is sought: without differences of case, width, composition and accents. What is a letter of its own
 * stays one: й, が, 각, the vowel signs of Indic scripts. Pure, for browsers as well.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(unwritten, '')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
    .replace(/\u0627[\u0653-\u0655]/gu, '\u0627')
    .normalize('NFC')
    // Only the stress of Cyrillic is left: ѓ and й are composed again.
    .replace(/(\p{Script=Cyrillic})[\u0300\u0301]/gu, '$1')
    .replace(strokes, (letter) => plainLetters[letter]!)
    // Some are letters for Unicode.
    .replace(/[\u02b9-\u02bf\u2018\u2019]/gu, "'")

/** Scripts in which no space separates words, and Korean, which puts words together: a word is found anywhere in them. */
const joined =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const runOfJoined = new RegExp(`^[${joined}]`, 'u')
const word = new RegExp(
  `(?:(?=[\\p{L}\\p{N}])[${joined}]\\p{M}*)+|(?:(?![${joined}])[\\p{L}\\p{M}\\p{N}])+|\\p{Extended_Pictographic}`,
  'gu',
)

/** Whether a word is of a script in which words are not separated. */
export const isJoined = (text: string): boolean => runOfJoined.test(text)

/** The words of a text, folded; what stands together in a script without spaces is one. */
export const wordsIn = (text: string): string[] => folded(text).match(word) ?? []

/** The letters of a word with what stands on them. */
const lettersOf = (text: string): string[] => text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []

/** A text for the full-text index: its words, with each letter alone where words are not separated. */
export const indexed = (texts: readonly (string | null | undefined)[]): string =>
  texts
    .flatMap((text) => wordsIn(text ?? ''))
    .flatMap((found) => (isJoined(found) ? lettersOf(found) : [found]))
    .join(' ')

/** A word of `wordsIn` as the index has it, for a query in the syntax of Lucene: it consists of letters and digits, none of them syntax. */
export const phraseOf = (found: string): string => `"${isJoined(found) ? lettersOf(found).join(' ') : found}"`

/** Whether each word of what is sought stands anywhere in a text; for short lists that need no index. */
export function isFoundIn(text: string, sought: string): boolean {
  const [whole, words] = [folded(text), wordsIn(sought)]
  return words.length > 0 ? words.every((one) => whole.includes(one)) : whole.includes(sought.trim())
}
