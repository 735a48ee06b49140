import { LRUCache } from 'lru-cache'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfmFootnoteToMarkdown } from 'mdast-util-gfm-footnote'
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { gfmTaskListItemToMarkdown } from 'mdast-util-gfm-task-list-item'
import { toMarkdown } from 'mdast-util-to-markdown'
import { gfm } from 'micromark-extension-gfm'
import { createHash } from 'node:crypto'
import { mermaidLabel, safeUrl } from '../../kernel/markdown-html.ts'
import { cleanText } from '../../kernel/text.ts'
import type { BlockContent, Definition, Nodes, Parents, PhrasingContent, Root, RootContent, Paragraph } from 'mdast'

/**
 * Markdown as a syntax tree, so that text stays text: it is escaped when the tree is serialized. Pure. Decision 0033.
 */

/** A link in a text, with its position. */
export interface WrittenLink {
  url: string
  line: number
  column: number
}

/** Limits of nesting and of special characters: beyond them parsing is slow, so the text is shown as code. */
const deepest = 50
const mostSigns = 3_000

/**
 * Parses a text and removes active content: HTML becomes text, images become links, and links to anything but pages,
 * mail addresses and modules become their label.
 * @param below level of the heading above the text
 * @param addressOf URL of a module; undefined if it does not exist
 */
export function written(
  text: string,
  below: number,
  addressOf: (module: string) => string | undefined,
): { nodes: RootContent[]; links: WrittenLink[] } {
  if (isTooMuch(text)) return { nodes: [code('', text)], links: [] }
  const root = parsed(text)
  const definitions = new Map<string, Definition>()
  const links: WrittenLink[] = []
  /** Labels of footnotes are those of one text; others on the same page may have the same. */
  const ofText = createHash('sha256').update(text).digest('hex').slice(0, 6)
  let isInLink = false

  const collect = (node: Nodes): void => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node)
    if ('children' in node) for (const child of node.children) collect(child)
  }
  collect(root)

  const link = (node: Nodes, url: string, label: () => PhrasingContent[]): Nodes[] => {
    const { line, column } = node.position!.start
    links.push({ url, line, column })
    const module = moduleIn(url)
    const address = module === undefined ? safeUrl(url) : addressOf(module)
    // Of a link in the label of another one, which an image becomes, the text is left.
    if (address === undefined || isInLink) return label()
    isInLink = true
    const children = label()
    isInLink = false
    return [{ type: 'link', url: address, children }]
  }
  const footnote = ({ identifier }: { identifier: string }) => {
    const label = `${identifier.replaceAll(/[^\w-]+/g, '-')}-${ofText}`
    return { identifier: label, label }
  }

  const clean = (node: Nodes, parent: Parents): Nodes[] => {
    switch (node.type) {
      case 'html': {
        const shown: PhrasingContent = { type: 'text', value: node.value }
        return isFlow(parent) ? [paragraph(shown)] : [shown]
      }
      case 'definition':
        return []
      case 'image':
        return link(node, node.url, () => [{ type: 'text', value: node.alt || node.url }])
      case 'imageReference': {
        const url = definitions.get(node.identifier)?.url ?? ''
        return link(node, url, () => [{ type: 'text', value: node.alt || url }])
      }
      case 'link':
        return link(node, node.url, () => inside(node) as PhrasingContent[])
      case 'linkReference':
        return link(node, definitions.get(node.identifier)?.url ?? '', () => inside(node) as PhrasingContent[])
      case 'footnoteReference':
        return [{ ...node, ...footnote(node) }]
      case 'footnoteDefinition':
        return [{ ...node, ...footnote(node), children: inside(node) as BlockContent[] }]
      case 'code':
        // A Mermaid diagram could contain links: it is shown as it was written.
        if (node.lang?.toLowerCase() === 'mermaid') return [...said(mermaidLabel), code('', node.value)]
        return [code(/^[\w-]+$/.test(node.lang ?? '') ? node.lang! : '', node.value)]
      case 'heading':
        return [{ ...node, depth: Math.min(6, node.depth + below) as 1, children: inside(node) as PhrasingContent[] }]
      default:
        return 'children' in node ? [{ ...node, children: inside(node) } as Nodes] : [node]
    }
  }
  const inside = (parent: Parents): Nodes[] => parent.children.flatMap((child) => clean(child, parent))

  return { nodes: inside(root) as RootContent[], links }
}

const isFlow = ({ type }: Parents) => ['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(type)

function isTooMuch(text: string): boolean {
  if ((text.match(/[[\]*_<&`!|]/g)?.length ?? 0) > mostSigns) return true
  const markers = text.split('\n').map((line) => line.match(/^(?:[\s>]|[-+*](?=\s)|\d+[.)](?=\s))+/)?.[0] ?? '')
  return markers.some((marker) => marker.replaceAll(/\s/g, '').length > deepest)
}

/** Trees by text: parsing takes a hundred times longer. */
const trees = new LRUCache<string, Root>({ max: 500 })

function parsed(text: string): Root {
  const known = trees.get(text)
  if (known) return known
  const root = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  trees.set(text, root)
  return root
}

/** Key or alias of the module in a link such as `module:crm` or `module:@scope/package`. */
export const moduleIn = (url: string): string | undefined => {
  const named = /^module:(.+)$/.exec(url)?.[1]
  try {
    return named && decodeURIComponent(named)
  } catch {
    return named
  }
}

export const text = (value: string): PhrasingContent => ({ type: 'text', value: value.replaceAll(/\s+/g, ' ') })
export const inlineCode = (value: string): PhrasingContent => ({
  type: 'inlineCode',
  value: value.replaceAll(/\s+/g, ' '),
})
export const linkTo = (url: string, label: string): PhrasingContent => ({ type: 'link', url, children: [text(label)] })
export const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })
export const said = (...texts: string[]): Paragraph[] => texts.map((one) => paragraph(text(one)))
export const code = (lang: string, value: string): RootContent => ({ type: 'code', lang: lang || null, value })
export const heading = (depth: 1 | 2 | 3 | 4, ...children: PhrasingContent[]): RootContent => ({
  type: 'heading',
  depth,
  children,
})
export const list = (items: PhrasingContent[][]): RootContent => ({
  type: 'list',
  spread: false,
  children: items.map((children) => ({ type: 'listItem', spread: false, children: [{ type: 'paragraph', children }] })),
})

/** A table; nothing without rows. */
export function table(headings: string[], rows: PhrasingContent[][][]): RootContent[] {
  if (rows.length === 0) return []
  const row = (cells: PhrasingContent[][]) => ({
    type: 'tableRow' as const,
    children: cells.map((children) => ({ type: 'tableCell' as const, children })),
  })
  return [{ type: 'table', children: [row(headings.map((name) => [text(name)])), ...rows.map(row)] }]
}

/** Without that for bare links, which would write `https\\://` wherever an address is text. */
const toGfm = [
  gfmFootnoteToMarkdown(),
  gfmStrikethroughToMarkdown(),
  gfmTableToMarkdown({ tablePipeAlign: false }),
  gfmTaskListItemToMarkdown(),
]

/** Serializes the tree to Markdown in which no parser takes a text for an HTML element. */
export const markdownOf = (children: RootContent[]): string =>
  cleanText(
    toMarkdown(
      { type: 'root', children },
      {
        extensions: toGfm,
        handlers: {
          text: (node: { value: string }, _parent, state, info) =>
            state.safe(node.value, info).replaceAll(/\\?<(?=[!/?A-Za-z])/g, '&lt;'),
        },
      },
    ),
  )
