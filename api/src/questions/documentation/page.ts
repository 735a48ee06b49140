import type { Docs } from './module-document.ts'
import type { Facts } from './module-contents.ts'
import { markdownRenderer, newSlugger } from '../../kernel/markdown-html.ts'
import { escaped, pictureOf } from './dependency-svg.ts'
import { markdownOf } from './tree.ts'

const markdown = markdownRenderer()
const { fence } = markdown.renderer.rules
// The only Mermaid block is the dependency diagram, which is rendered as SVG.
markdown.renderer.rules.fence = (tokens, index, options, env, renderer) =>
  tokens[index]!.info === 'mermaid' ? String(env?.picture) : fence!(tokens, index, options, env, renderer)
markdown.renderer.rules.table_open = () => '<div class="wide" tabindex="0"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/** The documentation of a module as an HTML page without scripts, with styles for print and dark mode. Pure. */
export function pageOf(facts: Facts, { title, about, sections }: Docs): string {
  const { key } = facts.module
  const picture = pictureOf(facts)
  const slugger = newSlugger()
  for (const { name } of sections) slugger.slug(name)
  const render = (content: Docs['about'], docId: string) =>
    markdown.render(markdownOf(content), { picture, slugger, docId, prefix: '' })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Module registry</title>
<link rel="icon" href="/admin/icon.svg">
<link rel="alternate" type="text/markdown" href="/api/modules/${key}/docs.md">
<style>${style}</style>
</head>
<body>
<nav aria-label="Sections">
<a class="home" href="/admin/module-registry/${key}">${escaped(title)}</a>
<ul>${sections.map(({ name, title }) => `<li><a href="#${name}">${escaped(title)}</a></li>`).join('')}</ul>
<p><a href="/docs/modules/${key}/api">Try the API</a><br><a href="/api/modules/${key}/docs.md">Markdown</a></p>
</nav>
<main>
<h1>${escaped(title)}</h1>
${render(about, 'about')}
${sections.map(({ name, title, content }) => `<section id="${name}"><h2>${escaped(title)}</h2>\n${render(content, name)}</section>`).join('\n')}
</main>
</body>
</html>`
}

const style = `
:root { color-scheme: light dark; --text: light-dark(#1c2024, #e6e8eb); --quiet: light-dark(#5a626b, #a3abb5); --back: light-dark(#fff, #14171a); --raised: light-dark(#f4f5f7, #1d2125); --line: light-dark(#d9dde2, #343a41); --link: light-dark(#2b4ab0, #9db4ff) }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 16px }
body { margin: 0; display: grid; grid-template-columns: 230px minmax(0, 1fr); color: var(--text); background: var(--back); font: 16px/1.6 system-ui, sans-serif }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 28px 16px 28px 24px; font-size: 14px }
nav ul { list-style: none; margin: 14px 0; padding: 0 }
nav li a { display: block; padding: 3px 0 }
nav a { text-decoration: none }
nav .home { font-weight: 600; color: var(--text) }
main { max-width: 900px; width: 100%; padding: 20px 32px 80px; overflow-wrap: break-word }
h1 { font-size: 30px; line-height: 1.2; margin: 8px 0 16px }
h2 { margin: 44px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); font-size: 22px }
h3 { margin: 28px 0 8px; font-size: 17px }
a { color: var(--link) }
code { font: 0.875em ui-monospace, monospace; background: var(--raised); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; overflow: auto; line-height: 1.5 }
pre code { background: none; padding: 0; overflow-wrap: normal }
.wide { overflow: auto; margin: 12px 0 }
table { border-collapse: collapse; font-size: 14px; line-height: 1.45; width: 100% }
th, td { text-align: start; vertical-align: top; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line) }
th { color: var(--quiet); font-weight: 500; white-space: nowrap }
td code { overflow-wrap: normal; white-space: nowrap }
.footnotes { font-size: 14px; color: var(--quiet) }
blockquote { margin: 12px 0; padding: 2px 16px; border-inline-start: 3px solid var(--line); color: var(--quiet) }
.picture { display: block; width: 100%; max-width: 790px; margin: 16px 0 }
.picture rect { fill: var(--raised); stroke: var(--line) }
.picture .self rect { fill: var(--link); stroke: none }
.picture .self text { fill: var(--back); font-weight: 600 }
.picture text { fill: var(--text); font: 14px system-ui, sans-serif; text-anchor: middle }
.picture path { fill: none; stroke: var(--quiet); stroke-width: 1.5 }
.picture marker path { fill: var(--quiet); stroke: none }
.picture .integration, .picture .data-flow { stroke-dasharray: 5 4 }
@media (max-width: 760px) { body { display: block } nav { position: static; max-height: none; padding: 16px 16px 0 } nav ul { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0 } main { padding: 0 16px 48px } }
@media print { body { display: block } nav { display: none } main { max-width: none; padding: 0 } h2 { break-after: avoid } tr, pre, svg { break-inside: avoid } pre { white-space: pre-wrap } }
`
