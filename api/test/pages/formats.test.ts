import { expect } from 'chai'
import { graphAs } from '../../src/questions/visualisation/formats.ts'
import {
  graphFormats,
  type GraphFormat,
  type VisGraph,
} from '../../src/questions/visualisation/visualisation.contract.ts'
import { openPage } from '../support/browser.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'

const hostile = [
  `it's "quoted" \\ and \\\\ and \\"`,
  "`ticks` ` \\` '",
  '\\u0027}) DETACH DELETE n //',
  '\\\\u0027}) DETACH DELETE n //',
  "'}); MATCH (n) DETACH DELETE n; //",
  'two\nlines\r\nand a\ttab',
  '<script>alert(1)</script> &amp; ]]> <!-- -->',
  '"]; click n0 "javascript:alert(1)" %%{init: {}}%% end',
  '} digraph { a -> b } //',
  '=1+1',
  '+cmd',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  'ends with a backslash \\',
  '#quot; #35; ;',
  '名前 😀 é',
]

/** Each text is a name, a title and part of a ref. */
const graph: VisGraph = {
  nodes: hostile.map((text, index) => ({
    id: `endpoint:m/GET /${text}`,
    label: text,
    group: index % 2 ? 'endpoint' : 'module',
    title: text,
    value: 2,
    x: index,
    y: -index,
    module: 'm',
    hidden: [],
    ...(index % 2 ? {} : { status: 'active', health: 'unknown' }),
  })),
  edges: hostile.map((text, index) => ({
    id: `e ${text}`,
    from: `endpoint:m/GET /${text}`,
    to: `endpoint:m/GET /${hostile.at(index - 1)}`,
    label: text,
    group: 'EXPOSES',
    title: text,
    value: 1,
    arrows: index % 2 ? 'to' : '',
    dashes: index % 3 === 0,
  })),
  totals: { nodes: hostile.length, edges: hostile.length },
  total: hostile.length,
  returned: hostile.length,
  truncated: false,
  legend: { nodes: [], edges: [] },
  revision: 1,
}
const lines = (format: GraphFormat) => graphAs[format](graph).split('\n').slice(0, -1)

describe('A graph as text', () => {
  before(emptyRegistry)
  after(emptyRegistry)

  it('rebuilds itself from its Cypher, whatever the names are', async () => {
    const statements = lines('cypher')
    expect(statements).to.have.length(2 * hostile.length)
    const { driver } = await registry()
    const session = driver.session()
    for (const statement of statements) await session.run(statement.replace(/;$/, ''))
    await session.close()
    const nodes = await cypher(
      'MATCH (n) WHERE n:Module OR n:Endpoint RETURN n.ref AS id, n.name AS label, n.module AS module, n.status AS status, toLower(labels(n)[0]) AS group',
    )
    expect(nodes).to.have.deep.members(
      graph.nodes.map(({ id, label, module, status = null, group }) => ({ id, label, module, status, group })),
    )
    const edges = await cypher(
      'MATCH (a)-[r]->(b) RETURN r.id AS id, a.ref AS `from`, b.ref AS to, type(r) AS group, r.label AS label, r.value AS value',
    )
    expect(edges).to.have.deep.members(
      graph.edges.map(({ id, from, to, group, label, value }) => ({ id, from, to, group, label, value })),
    )
  })

  it('is well-formed GraphML that holds every text as it is', async () => {
    const { page } = await openPage()
    const found = await page.evaluate<{ edges: string[][] } & Record<string, unknown>>(
      `(() => {
        const parsed = new DOMParser().parseFromString(${JSON.stringify(graphAs.graphml(graph))}, 'application/xml')
        const all = (selector, read) => [...parsed.querySelectorAll(selector)].map(read)
        return {
          error: parsed.querySelector('parsererror') !== null,
          ids: all('node', (node) => node.id),
          labels: all('node > data[key=node-label]', (data) => data.textContent),
          arrows: all('edge > data[key=edge-arrows]', (data) => data.textContent),
          mixed: all('edge[directed]', (edge) => edge.id),
          edges: all('edge', (edge) => ['id', 'source', 'target'].map((name) => edge.getAttribute(name))),
        }
      })()`,
    )
    await page.context().close()
    expect(found).to.deep.equal({
      error: false,
      ids: graph.nodes.map(({ id }) => id),
      labels: hostile,
      arrows: graph.edges.map(({ arrows }) => arrows),
      mixed: [], // networkx and others refuse a graph that is directed in part
      edges: graph.edges.map(({ id, from, to }) => [id, from, to]),
    })
  })

  it('keeps names in DOT inside of their quotation marks', () => {
    const text = '"(?:[^"\\\\\\n]|\\\\.)*"'
    const node = new RegExp(`^  (${text}) \\[label=(${text}), shape=\\w+, tooltip=${text}\\]$`)
    const edge = new RegExp(`^  (${text}) -> (${text}) \\[label=${text}(, dir=none)?(, style=dashed)?\\]$`)
    const [first, second, ...rest] = lines('dot')
    expect([first, second, rest.pop()]).to.deep.equal(['digraph registry {', '  rankdir=LR', '}'])
    const read = (quoted: string) =>
      quoted.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
    const nodes = rest.slice(0, hostile.length).map((line) => node.exec(line))
    expect(nodes.map((found) => read(found![2]!))).to.deep.equal(hostile)
    for (const line of rest.slice(hostile.length)) expect(line).to.match(edge)
  })

  it('leaves nothing in a name that means something to Mermaid', () => {
    const [first, ...rest] = lines('mermaid')
    expect(first).to.equal('flowchart LR')
    expect(rest).to.have.length(2 * hostile.length)
    const text = '"((?:[\\p{L}\\p{N}\\p{M} .,()·]|#\\d+;)*)"'
    const node = new RegExp(`^  n\\d+(?:\\[|\\[\\[)${text}(?:\\]|\\]\\])$`, 'u')
    const edge = new RegExp(`^  n\\d+ (?:-->|---|-\\.->|-\\.-)\\|${text}\\| n\\d+$`, 'u')
    const read = (escaped: string) =>
      escaped.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    expect(rest.slice(0, hostile.length).map((line) => read(node.exec(line)![1]!))).to.deep.equal(hostile)
    for (const line of rest.slice(hostile.length)) expect(line).to.match(edge)
  })

  it('has no cell in CSV that a spreadsheet would run', () => {
    const csv = graphAs.csv(graph)
    expect(csv).to.match(/^id,group,from,fromLabel,to,toLabel,label,value\r\n/)
    for (const start of ['=', '+', '-', '@', '\t', '\r']) expect(csv).not.to.match(new RegExp(`(^|,|\\n)"?\\${start}`))
    for (const text of ['=1+1', '+cmd', '-2', '@SUM(A1)']) expect(csv).to.include(`'${text}`)
    expect(csv).to.include(`"e it's ""quoted"" \\ and \\\\ and \\"""`)
  })

  it('comes with its content type and a file name', async () => {
    await onlyCrm()
    const { origin } = await registry()
    for (const [format, { type, file }] of Object.entries(graphFormats)) {
      const response = await fetch(`${origin}/api/graph?focus=crm&level=part&format=${format}`)
      expect(response.status).to.equal(200)
      expect(response.headers.get('content-type')).to.equal(`${type}; charset=utf-8`)
      expect(response.headers.get('content-disposition')).to.equal(`attachment; filename=${file}`)
      expect(await response.text()).to.include('Order')
    }
    const document = (await (await fetch(`${origin}/openapi.json`)).json()) as {
      paths: Record<string, { get: { responses: Record<string, { content: object }> } }>
    }
    expect(document.paths['/api/graph']!.get.responses['200']!.content).to.have.keys(
      'application/json',
      ...Object.values(graphFormats).map(({ type }) => type),
    )
  })
})
