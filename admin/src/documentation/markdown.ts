import { markdownRenderer, newSlugger } from '@registry/api/markdown-html'
import DOMPurify from 'dompurify'

/** The Markdown renderer; this module is loaded with the first text, since most pages have none. */
const markdown = markdownRenderer()
const known = ['http:', 'https:', 'mailto:', 'module:']
markdown.validateLink = (url) =>
  URL.canParse(url, location.href) && known.includes(new URL(url, location.href).protocol)
markdown.normalizeLink = (url) => {
  const module = /^module:(.+)$/.exec(url)?.[1]
  if (module !== undefined) return `/admin/module-registry/${encodedOnce(module)}`
  return url.startsWith('#') ? url : new URL(url, location.href).href
}
/** A key or an alias as one segment of a path, whether the link has it encoded or not. */
function encodedOnce(module: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(module))
  } catch {
    return encodeURIComponent(module)
  }
}

const elements =
  'h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code em strong s a table thead tbody tr th td sup section'.split(
    ' ',
  )

let texts = 0

/** Renders Markdown as sanitized HTML without scripts and external resources. Its ids are those of no other text. */
export function htmlOf(text: string): string {
  const docId = `text-${++texts}`
  const place = { docId, prefix: `${docId}-`, slugger: newSlugger() }
  return DOMPurify.sanitize(markdown.render(text, place), {
    ALLOWED_TAGS: elements,
    ALLOWED_ATTR: ['href', 'id', 'start', 'tabindex'],
  })
}
