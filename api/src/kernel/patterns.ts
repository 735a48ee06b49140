import { RE2JS } from 're2js'

/** The engine that patterns of modules run on: one that does not backtrack. Decision 0005. */
export const withRe2 = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern)
    // Ajv keeps one of each text: without its own, the first pattern of a schema would stand for all.
    return { test: (text: string) => compiled.test(text), toString: () => pattern }
  },
  { code: 'withRe2' },
)
