/** Counts the tokens of a text by the vocabulary o200k, which current models use or come close to. */
export interface Tokens {
  count: (text: string) => number
}

let loaded: Promise<Tokens> | undefined

/** Loaded on first use: the vocabulary takes 46 MB. */
export const tokens = (): Promise<Tokens> =>
  (loaded ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => ({
    // Text that looks like a special token is counted as text.
    count: (text) => countTokens(text, { disallowedSpecial: new Set() }),
  })))
