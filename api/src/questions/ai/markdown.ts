import type { List } from '../../kernel/operation.ts'
import { asCode, notice } from '../../kernel/untrusted-text.ts'

/**
 * A list for a language model as Markdown. Texts of modules are JSON in code spans, so that none of their images, links
 * or HTML elements is rendered and none of them ends the line. Pure.
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

/** A module, followed by its included lists, one item per line. */
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
