import type { List } from '../../kernel/operation.ts'
import { asCode, notice } from '../../kernel/untrusted-text.ts'

/**
 * A list for a language model as Markdown. What modules have written stands in code spans as JSON: no picture, link or element of it
 * is shown, and none of it ends the line. Pure.
 */
export function listMarkdown<Item extends object>(
  title: string,
  list: List<Item>,
  write: (item: Item) => string,
): string {
  const { items, total, returned, truncated, nextCursor, revision } = list
  return [
    `# ${title}, revision ${revision}: ${returned} of ${total}`,
    `> ${notice}`,
    ...items.map(write),
    ...(truncated ? [`Next: cursor=${nextCursor}`] : []),
    '',
  ].join('\n\n')
}

const lists = ['endpoints', 'schemas', 'documentation', 'relationships', 'statistics']

/** A module, and below it what was included, line by line. */
export function moduleMarkdown({ key, ...module }: { key: string } & Record<string, unknown>): string {
  const included = Object.entries(module).filter(([name]) => lists.includes(name))
  const own = Object.entries(module).filter(([name]) => !lists.includes(name))
  return [
    `## ${key}`,
    ...own.map(([name, value]) => `- ${name}: ${asCode(value)}`),
    ...included.flatMap(([name, value]) => {
      const { items, total } = value as { items: object[]; total: number }
      return ['', `### ${name} of ${key}: ${items.length} of ${total}`, ...items.map((item) => `- ${asCode(item)}`)]
    }),
  ].join('\n')
}

export const itemMarkdown = (item: object): string => `- ${asCode(item)}`
