import { z } from 'zod'

/**
 * The rules on text that hold at every door (control, bidirectional, zero-width and tag characters): in names, keys and labels
 * they are refused, in descriptions they are removed. Everything else is kept as written.
 */
const invisible =
  '\\p{Cc}\\p{Zl}\\p{Zp}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}'
const refusedInNames = new RegExp(`[${invisible}]`, 'u')
const refusedInUrls = new RegExp(`[${invisible}\\u200c\\u200d]`, 'u')
const removedFromText = new RegExp(`(?![\\n\\t])[${invisible}]`, 'gu')
// Joiners are kept between two letters of a joining script, and within an emoji sequence.
const neededJoiner =
  /(?<=[\p{Script=Arab}\p{Script=Syrc}\p{Script=Mong}\p{Script=Deva}\p{Script=Beng}\p{Script=Guru}\p{Script=Gujr}\p{Script=Orya}\p{Script=Taml}\p{Script=Telu}\p{Script=Knda}\p{Script=Mlym}\p{Script=Sinh}\p{Script=Khmr}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])|(?<=[\p{Extended_Pictographic}\ufe0f\p{Emoji_Modifier}])\u200d(?=\p{Extended_Pictographic})/gu

/** Long text as it is stored: without invisible characters, except joiners that a word or an emoji needs. */
export function cleanText(text: string): string {
  const cleaned = text.toWellFormed().replace(removedFromText, '')
  const kept = new Set([...cleaned.matchAll(neededJoiner)].map((match) => match.index))
  return cleaned.replace(/[\u200c\u200d]/g, (joiner, index: number) => (kept.has(index) ? joiner : ''))
}

/** Whether a text has no line breaks and no invisible characters but joiners that a word or an emoji needs. */
export const isPlainName = (text: string): boolean => !refusedInNames.test(text) && cleanText(text) === text

/** White space and characters without a glyph of their own: fillers, variation selectors, the blank Braille pattern. */
const blank = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]*$/u

/** Whether a text has a visible character. */
export const isVisible = (text: string): boolean => !blank.test(text)

/**
 * What `isPlainName` refuses as a pattern for JSON Schema: without Unicode classes and, as most languages require, without characters
 * above U+FFFF such as tags. It takes any joiner.
 */
export const plainNamePattern =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]*$'

/** A name or label: one line, at least one visible character. */
export const nameText = (maximum = 500) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine(isPlainName, {
      error: 'must not contain control, bidirectional, zero-width or tag characters',
    })
    .refine(isVisible, { error: 'must have a visible character' })

/** A description or note: Markdown or plain text. */
export const longText = (maximum = 20_000) => z.string().max(maximum).transform(cleanText)

/** Names that could change a prototype: refused as members of JSON at every door, and so as names of fields. */
export const reservedNames = ['__proto__', 'constructor', 'prototype']

/** Pattern of a key, for the patterns of what contains keys, such as refs. */
export const keyPattern = '[a-z0-9][a-z0-9_-]{0,62}'
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Decision 0052. A UUID is refused: whoever asks for a resource by its key may give its id instead. */
export const key = z
  .string()
  .regex(new RegExp(`^${keyPattern}$`), {
    error: 'must start with a letter a-z or a digit and have at most 63 of a-z, 0-9, - and _',
  })
  .refine((text) => !isUuid(text), { error: 'must not be a UUID, which would be taken for an id' })
  .describe('Key used in URLs; immutable')

/** https://semver.org, the expression suggested there */
export const semver = z
  .string()
  .max(100)
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/,
    { error: 'must be a semantic version such as 1.0.0' },
  )

export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2_000)
  .refine((url) => url.isWellFormed() && !/\s/.test(url) && !refusedInUrls.test(url), {
    error: 'must not contain spaces, control, bidirectional, zero-width or tag characters',
  })
  .refine((url) => !/^\w+:\/\/[^/?#]*@/.test(url), { error: 'must not contain a user or a password' })

/** A timestamp in answers. */
export const timestamp = z.string().meta({ format: 'date-time', description: 'RFC 3339 timestamp in UTC' })

/** A count of requests or records, which can exceed 2³¹. */
export const largeCount = z.int().meta({ format: 'int64' })

/** Arbitrary JSON of the caller, stored as it is. */
export const json = z.unknown()
export const jsonObject = z.record(z.string().max(500), json).describe('JSON object')

/** One of several literal values; a workaround, since the library lists only the first of them in OpenAPI. */
export const literals = <const Values extends (string | number)[]>(values: Values) =>
  z.literal(values).meta({ enum: values })

/** A list without duplicates. */
export const distinct = <Item extends z.ZodType>(item: Item, maximum: number) =>
  z
    .array(item)
    .max(maximum)
    .refine((items) => new Set(items.map((entry) => JSON.stringify(entry))).size === items.length, {
      error: 'must not contain duplicates',
    })
