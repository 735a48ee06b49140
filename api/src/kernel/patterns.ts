import { RE2JS } from 're2js'

/** A pattern as RE2 writes it, else as JavaScript does: \u00e9 and [^] are known there only. Decision 0005. */
export function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    const translated = RE2JS.translateRegExp(pattern)
    if (translated === pattern) throw error
    return RE2JS.compile(translated)
  }
}

/** The engine that patterns of modules run on: one that does not backtrack. Decision 0005. */
export const withRe2 = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern)
    // Ajv keeps one of each text: without its own, the first pattern of a schema would stand for all.
    return { test: (text: string) => compiled.test(text), toString: () => pattern }
  },
  { code: 'withRe2' },
)
