import Slugger from 'github-slugger'
import MarkdownIt, { type Env, type MarkdownIt as Markdown, type StateCore, type Token } from 'markdown-it'
import footnotes from 'markdown-it-footnote'

/** Where a text stands on a page, so that its anchors are its own. */
export type TextPlace = {
  /** Before the ids of its footnotes. */
  docId: string
  /** Before the ids of its headings. */
  prefix: string
  /** Gives headings the ids that GitHub gives them; shared by the texts of a page. */
  slugger: Slugger
}

export const newSlugger = (): Slugger => new Slugger()

/**
 * A renderer of Markdown as GitHub writes it, for the documentation of modules and, in browsers, for the page: bare links, task lists,
 * footnotes, anchors of headings. HTML becomes text, images become links, since loading them would send requests to hosts of the author's
 * choice, and Mermaid stays a block of code. It takes a `TextPlace` as its environment. Pure.
 */
export function markdownRenderer(): Markdown {
  const markdown = new MarkdownIt({ html: false, linkify: true })
  markdown.validateLink = (url) => safeUrl(url) !== undefined
  // As GitHub does: not every word with a dot is an address, such as README.md.
  markdown.linkify.set({ fuzzyLink: false, fuzzyIP: false })
  markdown.linkify.add('www.', { validate: endOfHost, normalize: (match) => void (match.url = `http://${match.url}`) })
  markdown.use(footnotes)
  markdown.core.ruler.after('inline', 'tasks', markTasks)
  markdown.core.ruler.push('anchors', addAnchors)
  markdown.renderer.rules.image = (tokens, index) => {
    const { content, attrs } = tokens[index]!
    const { escapeHtml } = markdown.utils
    const url = String(new Map(attrs).get('src'))
    const label = escapeHtml(content || url)
    return isInLink(tokens, index) ? label : `<a href="${escapeHtml(url)}">${label}</a>`
  }
  markdown.renderer.rules.fence = (tokens, index) => {
    const { info, content } = tokens[index]!
    const label = /^mermaid\b/i.test(info.trim()) ? `<p>${mermaidLabel}</p>\n` : ''
    return `${label}<pre tabindex="0"><code>${markdown.utils.escapeHtml(content)}</code></pre>\n`
  }
  return markdown
}

/** The URL if it cannot execute anything; otherwise undefined. */
export function safeUrl(url: string): string | undefined {
  if (url === '') return undefined
  try {
    // Parsed like in a browser, which ignores line breaks and tabs.
    const { protocol } = new URL(url, 'http://relative.invalid')
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? url : undefined
  } catch {
    return undefined
  }
}

/** What stands above a diagram that is shown as it was written: drawing it takes a program of a megabyte. */
export const mermaidLabel = 'Diagram in Mermaid:'

/** The length of the host and the path behind `www.`; 0 if there is none. */
function endOfHost(text: string, at: number, { re }: Markdown['linkify']): number {
  const address = re.get_relative_proto_validator()
  address.lastIndex = at
  return address.exec(text)?.[0].length ?? 0
}

/** An image in the label of a link is its text: links do not contain links. */
function isInLink(tokens: Token[], index: number): boolean {
  const before = tokens.slice(0, index).map(({ type }) => type)
  return before.lastIndexOf('link_open') > before.lastIndexOf('link_close')
}

/** Boxes as characters: nothing can be ticked here. */
function markTasks({ tokens }: StateCore): void {
  for (const [index, { type, children }] of tokens.entries()) {
    const first = children?.[0]
    if (type !== 'inline' || first?.type !== 'text') continue
    if (tokens[index - 1]?.type !== 'paragraph_open' || tokens[index - 2]?.type !== 'list_item_open') continue
    first.content = first.content.replace(/^\[ \](?=\s)/, '☐').replace(/^\[x\](?=\s)/i, '☑')
  }
}

function addAnchors({ tokens, env }: StateCore): void {
  const { prefix = '', slugger = newSlugger() } = env as Env & Partial<TextPlace>
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const parts = tokens[index + 1]?.children ?? []
      token.attrSet('id', prefix + slugger.slug(parts.map(({ content }) => content).join('')))
    }
    for (const child of token.children ?? []) {
      const href = child.type === 'link_open' ? String(child.attrGet('href')) : ''
      if (href.startsWith('#')) child.attrSet('href', `#${prefix}${href.slice(1)}`)
    }
  }
}
