import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

/** The Markdown renderer; this module is loaded with the first text, since most pages have none. */
const markdown = new MarkdownIt({ html: false })
const known = ['http:', 'https:', 'mailto:', 'module:']
markdown.validateLink = (url) =>
  URL.canParse(url, location.href) && known.includes(new URL(url, location.href).protocol)
markdown.normalizeLink = (url) => {
  const module = /^module:(.+)$/.exec(url)?.[1]
  return module === undefined ? new URL(url, location.href).href : `/admin/module-registry/${encodedOnce(module)}`
}
/** A key or an alias as one segment of a path, whether the link has it encoded or not. */
function encodedOnce(module: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(module))
  } catch {
    return encodeURIComponent(module)
  }
}
// Images become links: loading them would send requests to hosts of the author's choice.
markdown.renderer.rules.image = (tokens, index) => {
  const { content, attrs } = tokens[index]!
  const { escapeHtml } = markdown.utils
  const url = String(new Map(attrs).get('src'))
  return `<a href="${escapeHtml(url)}">${escapeHtml(content || url)}</a>`
}

const elements =
  'h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code em strong s a table thead tbody tr th td'.split(' ')

/** Renders Markdown as sanitized HTML without scripts and external resources. */
export const htmlOf = (text: string): string =>
  DOMPurify.sanitize(markdown.render(text), { ALLOWED_TAGS: elements, ALLOWED_ATTR: ['href', 'start'] })
