/**
 * The lines of two long texts that differ: what both begin and end with is left out, but for a line of context.
 * Short texts and other values stay whole.
 */
export function changedLines(before: unknown, after: unknown): { before: unknown; after: unknown } {
  if (typeof before !== 'string' || typeof after !== 'string') return { before, after }
  const [old, now] = [before.split('\n'), after.split('\n')]
  const shorter = Math.min(old.length, now.length)
  let begin = 0
  while (begin < shorter && old[begin] === now[begin]) begin++
  let end = 0
  while (end < shorter - begin && old.at(-1 - end) === now.at(-1 - end)) end++
  const [from, to] = [Math.max(begin - 1, 0), Math.max(end - 1, 0)]
  const part = (lines: string[]) =>
    [...(from > 0 ? ['…'] : []), ...lines.slice(from, lines.length - to), ...(to > 0 ? ['…'] : [])].join('\n')
  return { before: part(old), after: part(now) }
}
