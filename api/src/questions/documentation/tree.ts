import { LRUCache } from 'lru-cache'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
import { gfmTable } from 'micromark-extension-gfm-table'
import { cleanText } from '../../kernel/text.ts'
import type { Definition, Nodes, Parents, PhrasingContent, Root, RootContent, Paragraph } from 'mdast'

/** Markdown as a tree, so that no text can mean more than text: what is written is escaped where it is put into its place. Pure. Decision 0033. */

/** A link that somebody wrote, and where it stands in what they wrote. */
export interface WrittenLink {
  url: string
  line: number
  column: number
}

/** More than this is nobody's documentation, and takes the parser long: it is shown as it was written. */
const deepest = 50
const mostSigns = 3_000

/**
 * What somebody wrote, with nothing active left: HTML becomes text, pictures become links, and links that lead to
 * anything but pages, mail and modules become what they said.
 * @param below level of the heading under which it stands
 * @param addressOf a module; undefined when there is none
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

  const collect = (node: Nodes): void => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node)
    if ('children' in node) for (const child of node.children) collect(child)
  }
  collect(root)

  const link = (node: Nodes, url: string, children: PhrasingContent[]): Nodes[] => {
    const { line, column } = node.position!.start
    links.push({ url, line, column })
    const module = moduleIn(url)
    const address = module === undefined ? safeUrl(url) : addressOf(module)
    return address === undefined ? children : [{ type: 'link', url: address, children }]
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
        return link(node, node.url, [{ type: 'text', value: node.alt || node.url }])
      case 'imageReference': {
        const url = definitions.get(node.identifier)?.url ?? ''
        return link(node, url, [{ type: 'text', value: node.alt || url }])
      }
      case 'link':
        return link(node, node.url, inside(node) as PhrasingContent[])
      case 'linkReference':
        return link(node, definitions.get(node.identifier)?.url ?? '', inside(node) as PhrasingContent[])
      case 'code':
        // A diagram could have links of its own.
        return [code(/^[\w-]+$/.test(node.lang ?? '') && node.lang !== 'mermaid' ? node.lang! : '', node.value)]
      case 'heading':
        return [{ ...node, depth: Math.min(6, node.depth + below) as 1, children: inside(node) as PhrasingContent[] }]
      default:
        return 'children' in node ? [{ ...node, children: inside(node) } as Nodes] : [node]
    }
  }
  const inside = (parent: Parents): Nodes[] => parent.children.flatMap((child) => clean(child, parent))

  return { nodes: inside(root) as RootContent[], links }
}

const isFlow = ({ type }: Parents) => ['root', 'blockquote', 'listItem'].includes(type)

function isTooMuch(text: string): boolean {
  if ((text.match(/[[\]*_<&`!|]/g)?.length ?? 0) > mostSigns) return true
  const markers = text.split('\n').map((line) => line.match(/^(?:[\s>]|[-+*](?=\s)|\d+[.)](?=\s))+/)?.[0] ?? '')
  return markers.some((marker) => marker.replaceAll(/\s/g, '').length > deepest)
}

/** By the text that they were made of: to read it again takes a hundred times longer. */
const trees = new LRUCache<string, Root>({ max: 500 })

function parsed(text: string): Root {
  const known = trees.get(text)
  if (known) return known
  const root = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  trees.set(text, root)
  return root
}

/** Key of the module that a link such as `module:crm` names. */
export const moduleIn = (url: string): string | undefined => /^module:([^/?#]+)$/.exec(url)?.[1]

/** An address where nothing runs; undefined for all others. */
export function safeUrl(url: string): string | undefined {
  if (url === '') return undefined
  try {
    // Read as a browser does: it leaves out line breaks and tabs.
    const { protocol } = new URL(url, 'http://relative.invalid')
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? url : undefined
  } catch {
    return undefined
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
  ...{ type: 'heading', depth, children },
})
export const list = (items: PhrasingContent[][]): RootContent => ({
  ...{ type: 'list', spread: false },
  children: items.map((children) => ({ type: 'listItem', spread: false, children: [{ type: 'paragraph', children }] })),
})

/** A table, or nothing when it would be empty. */
export function table(headings: string[], rows: PhrasingContent[][][]): RootContent[] {
  if (rows.length === 0) return []
  const row = (cells: PhrasingContent[][]) => ({
    ...{ type: 'tableRow' as const },
    children: cells.map((children) => ({ type: 'tableCell' as const, children })),
  })
  return [{ type: 'table', children: [row(headings.map((name) => [text(name)])), ...rows.map(row)] }]
}

/** The tree as Markdown in which, whoever reads it, no text begins an element. */
export const markdownOf = (children: RootContent[]): string =>
  cleanText(
    toMarkdown(
      { type: 'root', children },
      {
        extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
        handlers: {
          text: (node: { value: string }, _parent, state, info) =>
            state.safe(node.value, info).replaceAll(/\\?<(?=[!/?A-Za-z])/g, '&lt;'),
        },
      },
    ),
  )
