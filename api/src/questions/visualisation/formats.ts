import { stringify } from 'csv-stringify/sync'
import type { GraphFormat, NodeGroup, VisGraph } from './visualisation.contract.ts'

/** Exports a graph in the formats of other programs. Names are untrusted: each format escapes them in its own way. */
export const graphAs: Record<GraphFormat, (graph: VisGraph) => string> = { mermaid, dot, graphml, csv, cypher }

const lines = (...all: (string | string[])[]) => `${all.flat().join('\n')}\n`

const mermaidNodes: Record<NodeGroup, [open: string, close: string]> = {
  module: ['[', ']'],
  capability: ['(', ')'],
  entity: ['{', '}'],
  endpoint: ['[[', ']]'],
  configuration: ['{{', '}}'],
}

const mermaidLines = { solid: { to: '-->', '': '---' }, dashed: { to: '-.->', '': '-.-' } }

function mermaid({ nodes, edges }: VisGraph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]))
  return lines(
    'flowchart LR',
    nodes.map(({ id, label, group }) => {
      const [open, close] = mermaidNodes[group]
      return `  ${names.get(id)}${open}${mermaidText(label)}${close}`
    }),
    edges.map((edge) => {
      const label = edge.label && `|${mermaidText(edge.label)}|`
      const line = mermaidLines[edge.dashes ? 'dashed' : 'solid'][edge.arrows]
      return `  ${names.get(edge.from)} ${line}${label} ${names.get(edge.to)}`
    }),
  )
}

/** Escapes any character that could have a meaning in Mermaid, Markdown or HTML by its code point. */
const mermaidText = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N}\p{M} .,()·]/gu, (sign) => `#${sign.codePointAt(0)};`)}"`

const dotShapes: Record<NodeGroup, string> = {
  module: 'box',
  capability: 'oval',
  entity: 'diamond',
  endpoint: 'plaintext',
  configuration: 'hexagon',
}

function dot({ nodes, edges }: VisGraph): string {
  return lines(
    'digraph registry {',
    '  rankdir=LR',
    nodes.map(
      ({ id, label, group, title }) =>
        `  ${dotText(id)} [label=${dotText(label)}, shape=${dotShapes[group]}, tooltip=${dotText(title)}]`,
    ),
    edges.map(({ from, to, label, arrows, dashes }) => {
      const looks = `${arrows === 'to' ? '' : ', dir=none'}${dashes ? ', style=dashed' : ''}`
      return `  ${dotText(from)} -> ${dotText(to)} [label=${dotText(label)}${looks}]`
    }),
    '}',
  )
}

const dotText = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`

const nodeData = ['label', 'group', 'module', 'status', 'health', 'title', 'x', 'y'] as const
/** Includes `arrows`: some programs do not support mixed graphs, so undirected edges are marked in their data. */
const edgeData = ['label', 'group', 'title', 'value', 'arrows'] as const

function graphml({ nodes, edges }: VisGraph): string {
  const isNumber = (name: string) => ['x', 'y', 'value'].includes(name)
  const keys = (kind: string, names: readonly string[]) =>
    names.map(
      (name) =>
        `  <key id="${kind}-${name}" for="${kind}" attr.name="${name}" attr.type="${isNumber(name) ? 'int' : 'string'}"/>`,
    )
  const data = <Item extends object>(kind: string, names: readonly (keyof Item & string)[], item: Item) =>
    names
      .filter((name) => item[name] !== undefined)
      .map((name) => `<data key="${kind}-${name}">${xmlText(String(item[name]))}</data>`)
      .join('')
  return lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    keys('node', nodeData),
    keys('edge', edgeData),
    '  <graph id="registry" edgedefault="directed">',
    nodes.map((node) => `    <node id="${xmlText(node.id)}">${data('node', nodeData, node)}</node>`),
    edges.map((edge) => {
      const ends = `source="${xmlText(edge.from)}" target="${xmlText(edge.to)}"`
      return `    <edge id="${xmlText(edge.id)}" ${ends}>${data('edge', edgeData, edge)}</edge>`
    }),
    '  </graph>',
    '</graphml>',
  )
}

/** Escapes a text for XML; characters that XML does not allow, such as lone surrogates, are replaced. */
const xmlText = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[<>&"'\n\r\t]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A row for each edge; values that a spreadsheet would take for formulas are prefixed with an apostrophe. */
function csv({ nodes, edges }: VisGraph): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]))
  const rows = edges.map(({ id, group, from, to, label, value }) => ({
    id,
    group,
    from,
    fromLabel: labels.get(from),
    to,
    toLabel: labels.get(to),
    label,
    value,
  }))
  const columns = ['id', 'group', 'from', 'fromLabel', 'to', 'toLabel', 'label', 'value']
  return stringify(rows, { header: true, columns, escape_formulas: true, record_delimiter: 'windows' })
}

const nodeNames: Record<NodeGroup, string> = {
  module: 'Module',
  capability: 'Capability',
  entity: 'Entity',
  endpoint: 'Endpoint',
  configuration: 'Configuration',
}

/** Statements for an empty database, one per line and terminated by a semicolon. */
function cypher({ nodes, edges }: VisGraph): string {
  const names = new Map(nodes.map(({ id, group }) => [id, nodeNames[group]]))
  const end = (name: string, ref: string) => `(${name}:${names.get(ref)!} {ref: ${cypherText(ref)}})`
  return lines(
    nodes.map(
      ({ id, label, group, module, status, health }) =>
        `CREATE (:${nodeNames[group]} ${cypherMap({ ref: id, name: label, module, status, health })});`,
    ),
    edges.map(({ id, from, to, group, label, value }) => {
      const edge = `[:${group} ${cypherMap({ id, label, value })}]`
      return `MATCH ${end('a', from)}, ${end('b', to)} CREATE (a)-${edge}->(b);`
    }),
  )
}

const cypherMap = (members: Record<string, string | number | undefined>) =>
  `{${Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'number' ? value : cypherText(value!)}`)
    .join(', ')}}`

const cypherText = (text: string) => {
  const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\r\t]/g, (sign) => named[sign]!)}'`
}
