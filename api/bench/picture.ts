import { execFile } from 'node:child_process'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph, type Graph } from '../src/graph/graph.ts'
import { migrate } from '../src/graph/migrate.ts'
import { seed } from '../src/authoring/seeding/seed.ts'
import { boxWidth, layered, quick, thorough, type Place } from '../src/questions/visualisation/layers.ts'
import { GraphQuery } from '../src/questions/visualisation/visualisation.contract.ts'
import { findGraph } from '../src/questions/visualisation/visualisation.service.ts'
import { loadGeneratedModules } from './generated-modules.ts'
import { loadSampleGraph } from './sample-graph.ts'

// Benchmark of the layout of modules: crossings, boxes under lines, boxes over boxes, and width to height, beside those
// of graphviz dot with the same boxes and dependencies, both drawn with straight lines from middle to middle. Needs dot
// (`apt-get install graphviz`); without it, only our own figures are printed.

interface Node {
  ref: string
  label: string
}
interface Edge {
  from: string
  to: string
  group: string
}
interface Drawn {
  nodes: Node[]
  edges: Edge[]
}
type Pair = [from: string, to: string]

const boxHeight = 34

const print = (line: string) => process.stdout.write(`${line}\n`)

function isCrossing(a: Place, b: Place, c: Place, d: Place): boolean {
  const side = (p: Place, q: Place, r: Place) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** Whether a part of a line is inside a box: the line is clipped side by side (Liang and Barsky). */
function isThrough(start: Place, end: Place, { x, y }: Place, width: number): boolean {
  const [dx, dy] = [end.x - start.x, end.y - start.y]
  const sides = [
    [-dx, start.x - (x - width / 2)],
    [dx, x + width / 2 - start.x],
    [-dy, start.y - (y - boxHeight / 2)],
    [dy, y + boxHeight / 2 - start.y],
  ] as const
  let [enters, leaves] = [0, 1]
  for (const [towards, away] of sides) {
    if (towards === 0 && away < 0) return false
    if (towards < 0) enters = Math.max(enters, away / towards)
    if (towards > 0) leaves = Math.min(leaves, away / towards)
  }
  return enters < leaves
}

function figures(nodes: Node[], pairs: Pair[], places: Map<string, Place>) {
  const boxes = nodes.map(({ ref, label }) => ({ ref, ...places.get(ref)!, width: boxWidth(label) }))
  const lines = pairs.map(([from, to]) => ({ from, to, start: places.get(from)!, end: places.get(to)! }))
  let [crossings, through, overlapping] = [0, 0, 0]
  for (const [index, { from, to, start, end }] of lines.entries()) {
    for (const other of lines.slice(index + 1))
      if (![other.from, other.to].some((ref) => ref === from || ref === to))
        crossings += Number(isCrossing(start, end, other.start, other.end))
    for (const box of boxes)
      if (box.ref !== from && box.ref !== to) through += Number(isThrough(start, end, box, box.width))
  }
  for (const [index, box] of boxes.entries())
    for (const { x, y, width } of boxes.slice(index + 1))
      overlapping += Number(Math.abs(box.x - x) < (box.width + width) / 2 && Math.abs(box.y - y) < boxHeight)
  const span = (ends: number[]) => ends.reduce((a, b) => Math.max(a, b)) - ends.reduce((a, b) => Math.min(a, b))
  const wide = span(boxes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]))
  const high = span(boxes.map(({ y }) => y)) + boxHeight
  return { crossings, through, overlapping, ratio: wide / high }
}

/** @returns undefined if there is no dot, or it takes longer than five minutes */
async function placedByDot(nodes: Node[], pairs: Pair[]): Promise<Map<string, Place> | undefined> {
  const inch = 72
  const numbers = new Map(nodes.map(({ ref }, number) => [ref, number]))
  const text = [
    'digraph { rankdir=LR; node [shape=box, fixedsize=true, label=""]',
    ...nodes.map(({ label }, number) => `${number} [width=${boxWidth(label) / inch}, height=${boxHeight / inch}]`),
    ...pairs.map(([from, to]) => `${numbers.get(from)!} -> ${numbers.get(to)!}`),
    '}',
  ].join('\n')
  const plain = await new Promise<string | undefined>((resolve) => {
    const dot = execFile('dot', ['-Tplain'], { maxBuffer: 1e9, timeout: 300_000 }, (error, out) =>
      resolve(error ? undefined : out),
    )
    dot.stdin!.on('error', () => {}).end(text)
  })
  const lines = plain?.split('\n').filter((line) => line.startsWith('node '))
  return (
    lines &&
    new Map(
      lines.map((line) => {
        const [, number, x, y] = line.split(' ')
        return [nodes[Number(number)]!.ref, { x: Number(x) * inch, y: Number(y) * inch }]
      }),
    )
  )
}

/** @param patience thorough for a picture that is kept, as that of all modules is */
async function compare(name: string, { nodes, edges }: Drawn, patience: number): Promise<void> {
  const dependencies = edges.filter(({ group, from, to }) => group === 'DEPENDS_ON' && from !== to)
  const pairs = [
    ...new Map(dependencies.map(({ from, to }): [string, Pair] => [[from, to].sort().join(' '), [from, to]])).values(),
  ]
  const start = process.cpuUsage()
  const places = layered(
    nodes.map(({ ref, label }) => ({ ref, width: boxWidth(label) })),
    edges.map(({ from, to, group }) => ({ from, to, isDeciding: group === 'DEPENDS_ON' })),
    patience,
  )
  const took = process.cpuUsage(start).user / 1_000
  const ours = figures(nodes, pairs, places)
  const byDot = await placedByDot(nodes, pairs)
  const dots = byDot && figures(nodes, pairs, byDot)
  const beside = (of: 'crossings' | 'through') => `${ours[of]} (${dots?.[of] ?? '–'})`.padStart(16)
  const isAsGood = dots && (['crossings', 'through'] as const).every((of) => ours[of] <= 1.2 * dots[of] + 2)
  print(
    `${name.padEnd(34)}${String(nodes.length).padStart(6)}${String(pairs.length).padStart(6)}` +
      `${beside('crossings')}${beside('through')}${String(ours.overlapping).padStart(6)}` +
      `${`${ours.ratio.toFixed(2)} (${dots?.ratio.toFixed(2) ?? '–'})`.padStart(14)}${took.toFixed(0).padStart(8)} ms` +
      (dots ? `  ${isAsGood ? 'as wanted' : 'MORE THAN WANTED'}` : ''),
  )
}

/** The packages of our own lock file, as a graph that nobody made for this. */
async function packages(): Promise<Drawn> {
  const file = new URL('../../package-lock.json', import.meta.url)
  type Entry = { link?: boolean; dependencies?: Record<string, string> }
  const { packages } = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, Entry> }
  const found = (from: string, name: string): string | undefined => {
    const here = `${from && `${from}/`}node_modules/${name}`
    if (packages[here]) return packages[here].link ? undefined : here
    return from === '' ? undefined : found(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
  }
  const all = Object.entries(packages).filter(([ref, { link }]) => ref !== '' && !link)
  return {
    nodes: all.map(([ref]) => ({ ref, label: ref.split('node_modules/').at(-1)! })),
    edges: all.flatMap(([from, { dependencies = {} }]) =>
      Object.keys(dependencies).flatMap((name) => {
        const to = found(from, name)
        return to === undefined ? [] : [{ from, to, group: 'DEPENDS_ON' }]
      }),
    ),
  }
}

/** Starts a database, fills it, and compares pictures of it. */
async function inDatabase(fill: (graph: Graph) => Promise<unknown>, pictures: Record<string, object>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
  const neo4j = await startEmbedded({ dataDir, progress: () => {}, log: () => {} })
  const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
  const graph = createGraph({ driver, deadline: 120_000 })
  try {
    await migrate(driver)
    await fill(graph)
    for (const [name, query] of Object.entries(pictures))
      await compare(name, (await findGraph(graph.read, GraphQuery.parse(query)))!, 'focus' in query ? quick : thorough)
  } finally {
    await graph.close()
    await neo4j.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

print(`${''.padEnd(34)} boxes lines crossings (dot)   through (dot)  over  ratio (dot)        took`)
await inDatabase((graph) => seed(graph, 'all'), { samples: {} })
await inDatabase(
  async (graph) => {
    await seed(graph, 'all')
    await loadGeneratedModules(graph)
  },
  {
    '200 modules like those of a business': {},
    'around notifications': { focus: 'notifications', depth: 3, limit: 60 },
  },
)
await inDatabase((graph) => loadSampleGraph(graph, 410, 1_025), { '410 modules at random': {} })
const around = { focus: 'module:module-750', depth: 3 }
await inDatabase((graph) => loadSampleGraph(graph, 1_500, 3_750), {
  'a focus of 50': { ...around, limit: 50 },
  'a focus of 150': { ...around, limit: 150 },
  'a focus of 150, dependencies only': { ...around, depth: 6, limit: 150, types: ['dependency'] },
  '1,500 modules at random': {},
})
await compare('the packages of our lock file', await packages(), thorough)
