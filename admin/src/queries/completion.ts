import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'

/** Current vocabulary of the graph, for completion. */
export interface Schema {
  labels: string[]
  types: string[]
  properties: string[]
  parameters: string[]
}

const keywords =
  'MATCH,OPTIONAL,WHERE,RETURN,WITH,ORDER,BY,SKIP,LIMIT,DISTINCT,UNWIND,UNION,ALL,AS,AND,OR,NOT,XOR,IN,IS,NULL,CASE,WHEN,THEN,ELSE,END,CONTAINS,STARTS,ENDS,EXISTS,COUNT,COLLECT,CALL,YIELD,ASC,DESC,SHORTEST'.split(
    ',',
  )
const functions =
  'count collect sum avg min max size head last labels type properties keys nodes relationships length coalesce toLower toUpper split trim replace substring toInteger toFloat toString range date datetime duration any all none single reduce elementId'.split(
    ' ',
  )
const each = (names: string[], type: string, detail?: string): Completion[] =>
  names.map((label) => ({ label, type, ...(detail && { detail }) }))

export function complete(context: CompletionContext, schema: Schema): CompletionResult | null {
  const word = context.matchBefore(/\w*/)!
  const before = context.state.sliceDoc(Math.max(0, word.from - 1), word.from)
  const options = {
    ':': [...each(schema.labels, 'class', 'label'), ...each(schema.types, 'interface', 'relationship')],
    '.': each(schema.properties, 'property'),
    $: each(schema.parameters, 'variable'),
  }[before]
  if (options) return { from: word.from, options, validFor: /^\w*$/ }
  if (word.from === word.to && !context.explicit) return null
  return {
    from: word.from,
    options: [...each(keywords, 'keyword'), ...each(functions, 'function')],
    validFor: /^\w*$/,
  }
}
