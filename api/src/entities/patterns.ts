import { RE2JS } from 're2js'

/** The engine that patterns of modules run on: one that does not backtrack. */
export const withRe2 = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern)
    return { test: (text: string) => compiled.test(text) }
  },
  { code: 'withRe2' },
)
