import { expect } from 'chai'
import { markdownRenderer, newSlugger } from '../../src/kernel/markdown-html.ts'
import { markdownOf, written } from '../../src/questions/documentation/tree.ts'

const renderer = markdownRenderer()
/** As the page of the registry renders it. */
const direct = (text: string, prefix = '') =>
  renderer.render(text, { docId: 'a', prefix, slugger: newSlugger() }).replaceAll('\n', '')
/** As the documentation of a module has it, which is written again from its tree. */
const again = (text: string) => direct(markdownOf(written(text, 0, (key) => `/m/${key}`).nodes))
const linksIn = (html: string) =>
  [...html.matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map((match) => [match[1], match[2]])

/** What is written, and the links that it becomes, on both ways. */
const links: [text: string, links: [url: string, label: string][]][] = [
  ['[![build](https://ci.example/b.svg)](https://ci.example/)', [['https://ci.example/', 'build']]],
  ['[![a](i.png) ![b](j.png)](https://x.example/)', [['https://x.example/', 'a b']]],
  ['[**![bold](i.png)** text](https://x.example/)', [['https://x.example/', '<strong>bold</strong> text']]],
  ['[![r][img]][ci]\n\n[img]: i.png\n[ci]: https://ci.example/', [['https://ci.example/', 'r']]],
  ['[![](https://x.example/i.png)](https://y.example/)', [['https://y.example/', 'https://x.example/i.png']]],
  ['[![no](https://x.example/i.png)](javascript:alert(1))', [['https://x.example/i.png', 'no']]],
  ['![alone](https://x.example/i.png)', [['https://x.example/i.png', 'alone']]],
  ['see https://a.example/b?c=d.', [['https://a.example/b?c=d', 'https://a.example/b?c=d']]],
  ['(https://a.example/x_(y))', [['https://a.example/x_(y)', 'https://a.example/x_(y)']]],
  ['www.example.org/a, and on', [['http://www.example.org/a', 'www.example.org/a']]],
  ['mail ada@example.org!', [['mailto:ada@example.org', 'ada@example.org']]],
  ['HTTP://A.example', [['HTTP://A.example', 'HTTP://A.example']]],
  ['README.md, v1.2.3, a.b and index.js', []],
  ['`https://a.example/` and `www.example.org`', []],
  ['    https://a.example/', []],
  ['```\nwww.example.org\n```', []],
  ['[https://a.example/](https://b.example/)', [['https://b.example/', 'https://a.example/']]],
  ['ftp://a.example/ javascript:alert(1) data:text/html,x', []],
]

describe('Markdown', () => {
  for (const [text, expected] of links)
    it(`has the links that are meant: ${text.replaceAll('\n', ' ')}`, () => {
      const lower = (found: (string | undefined)[][]) =>
        found.map(([url, label]) => [url!.replace(/^\w+:\/\/[^/]*\/?$/, (host) => host.toLowerCase()), label])
      for (const html of [direct(text), again(text)]) {
        expect(lower(linksIn(html)), html).to.deep.equal(lower(expected))
        expect(html).not.to.match(/<img|<a[^>]*>[^<]*<a/)
      }
    })

  it('has anchors for its headings, those of GitHub, each once, to which its links lead', () => {
    const text = [
      '# Getting started',
      '## The `code` & more!',
      '## Getting started',
      '## Été 재고',
      '## [A link](https://x.example)',
      'Über_alles - now\n---',
      '## ',
      'See [above](#getting-started-1) or [there](other#x).',
    ].join('\n\n')
    const ids = (html: string) => [...html.matchAll(/<h\d id="([^"]*)"/g)].map((match) => match[1])
    const expected = [
      'getting-started',
      'the-code--more',
      'getting-started-1',
      'été-재고',
      'a-link',
      'über_alles---now',
    ]
    expect(ids(direct(text)).slice(0, 6)).to.deep.equal(expected)
    expect(ids(again(text)).slice(0, 6)).to.deep.equal(expected)
    expect(direct(text, 'text-1-'))
      .to.include('id="text-1-getting-started-1"')
      .and.to.include('href="#text-1-getting-started-1"')
    expect(linksIn(direct(text, 'text-1-')).at(-1)).to.deep.equal(['other#x', 'there'])
  })

  it('has task lists', () => {
    const lists: [text: string, items: string[]][] = [
      ['- [ ] open\n- [x] done\n- [X] too', ['☐ open', '☑ done', '☑ too']],
      ['1. [ ] first\n2. [x] **second**', ['☐ first', '☑ <strong>second</strong>']],
      ['* [ ] outer\n  * [x] inner', ['☐ outer', '☑ inner']],
      ['- [ ]none\n- [y] none\n- x [ ] none', ['[ ]none', '[y] none', 'x [ ] none']],
      ['- `[ ] code`', ['<code>[ ] code</code>']],
    ]
    for (const [text, items] of lists)
      for (const html of [direct(text), again(text)]) {
        for (const item of items) expect(html, text).to.include(item)
        expect(html).not.to.include('<input')
      }
    expect(direct('[ ] no list')).to.equal('<p>[ ] no list</p>')
  })

  it('has footnotes, those of each text for itself', () => {
    const notes: [text: string, notes: string[]][] = [
      ['One[^1].\n\n[^1]: The *note*.', ['The <em>note</em>.']],
      ['A[^a] b[^long-name] A again[^a].\n\n[^long-name]: Second.\n[^a]: First.', ['First.', 'Second.']],
      ['A[^n].\n\n[^n]: One.\n\n    Two.', ['One.', 'Two.']],
      ['A[^é].\n\n[^é]: Accents.', ['Accents.']],
      [
        'A[^x].\n\n[^x]: <script>alert(1)</script> [no](javascript:alert(1))',
        ['&lt;script&gt;alert(1)&lt;/script&gt;'],
      ],
    ]
    for (const [text, found] of notes)
      for (const html of [direct(text), again(text)]) {
        expect(html, text).to.match(/<sup class="footnote-ref"><a href="#fn-a-1" id="fnref-a-1">\[1\]<\/a><\/sup>/)
        for (const note of found) expect(html, text).to.include(note)
        expect(html).not.to.match(/javascript:alert\(1\)"|<script/)
      }
    for (const render of [direct, again]) expect(render('None[^1].')).to.equal('<p>None[^1].</p>')
    const both = ['One[^1].\n\n[^1]: Of the first.', 'Two[^1].\n\n[^1]: Of the second.']
    const page = direct(markdownOf(both.flatMap((text) => written(text, 0, () => undefined).nodes)))
    expect(page).to.include('Of the first.').and.to.include('Of the second.').and.to.include('href="#fn-a-2"')
  })

  it('shows Mermaid as it was written, and says what it is', () => {
    for (const text of [
      '```mermaid\ngraph TD; A-->B\n```',
      '~~~ Mermaid\ngraph TD; A-->B\n~~~',
      '- ```mermaid\n  graph TD; A-->B\n  ```',
    ])
      for (const html of [direct(text), again(text)])
        expect(html, text).to.match(
          /Diagram in Mermaid:(<\/p>)?<pre tabindex="0"><code>graph TD; A--&gt;B<\/code><\/pre>/,
        )
    expect(again('```sh\nmermaid\n```')).not.to.include('Diagram')
  })
})
