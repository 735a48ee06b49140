declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it'

  /** Footnotes; `env.docId` stands in their ids. */
  export default function footnotes(markdown: MarkdownIt): void
}
