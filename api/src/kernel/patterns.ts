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

/** Regular-expression engine for patterns of modules, without backtracking. Decision 0005. */
export const withRe2 = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern)
    // Ajv caches patterns by their text: without a text of its own, the first pattern would be used for all.
    return { test: (text: string) => compiled.test(text), toString: () => pattern }
  },
  { code: 'withRe2' },
)
