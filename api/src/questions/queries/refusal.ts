import { Problem } from '../../kernel/errors.ts'

/** Rules by which queries are refused; their names are part of the API. */
export const rules = [
  'syntax',
  'length',
  'nesting',
  'chains',
  'prefix',
  'files',
  'transactions',
  'administration',
  'procedures',
  'functions',
  'writes',
  'several',
  'ranges',
  'growth',
  'lists',
  'shortest',
  'regular-expressions',
  'plan',
  'hidden',
] as const
export type Rule = (typeof rules)[number]

/** @param position in the text, from 0 */
export const refuse = (rule: Rule, reason: string, position = 0): Problem =>
  new Problem('refused-query', `at character ${position}: ${reason}`, [{ pointer: '/query', reason }], {
    rule,
    position,
  })
