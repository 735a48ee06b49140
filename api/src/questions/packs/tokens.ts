/** How the tokens of a text are counted; o200k is the vocabulary of the models of today, and near to those of others. */
export interface Tokens {
  count: (text: string) => number
}

let loaded: Promise<Tokens> | undefined

/** Loaded when it is first needed: the vocabulary takes 46 MB. */
export const tokens = (): Promise<Tokens> =>
  (loaded ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => ({
    // What looks like a sign of the protocol is text like any other.
    count: (text) => countTokens(text, { disallowedSpecial: new Set() }),
  })))
