import type { NamedRelationship } from '../../registry/relationships/relationships.service.ts'
import { moduleOf } from '../../store/kind.ts'
import { withOthers, type Facts } from './module-contents.ts'

const box = { width: 190, height: 34, gap: 14 }
const middle = 300
const mostOnASide = 12

/** SVG of a module with the modules that it uses on its right and those that use it on its left. Pure. */
export function pictureOf(facts: Facts): string {
  const { module } = facts
  const joined = withOthers(facts)
  const right = others(
    joined.filter(({ source }) => moduleOf(source) === module.key),
    'target',
  )
  const left = others(
    joined.filter(({ source }) => moduleOf(source) !== module.key),
    'source',
  )
  if (left.length + right.length === 0) return ''
  const rows = Math.max(left.length, right.length, 1)
  const height = rows * (box.height + box.gap) + box.gap
  const width = 2 * middle + box.width
  const center = height / 2
  const at = (index: number, count: number) => center + (index - (count - 1) / 2) * (box.height + box.gap)
  const side = (list: Other[], x: number) =>
    list.map(({ name, types }, index) => {
      const y = at(index, list.length)
      const isLeft = x < middle
      const [from, to] = isLeft ? [x + box.width, middle] : [middle + box.width, x]
      const [startY, endY] = isLeft ? [y, center] : [center, y]
      const half = (from + to) / 2
      return `<path class="${types[0]!}" d="M${from} ${startY}C${half} ${startY} ${half} ${endY} ${to - 6} ${endY}" marker-end="url(#tip)"/>${node(name, x, y, types.join(', '))}`
    })
  return [
    `<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`Modules around ${module.name}; the tables below say the same in words`)}">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    ...side(left, 0),
    ...side(right, 2 * middle),
    node(module.name, middle, center, '', 'self'),
    '</svg>',
  ].join('')
}

interface Other {
  name: string
  types: string[]
}

/** The other modules, without duplicates; the last box stands for those beyond the limit. */
function others(relationships: NamedRelationship[], end: 'source' | 'target'): Other[] {
  const byModule = new Map<string, Other>()
  for (const one of relationships) {
    const key = moduleOf(one[end])
    const name = one[end] === `module:${key}` ? one[`${end}Name`] : key
    const known = byModule.get(key)
    if (!known) byModule.set(key, { name, types: [one.type] })
    else if (!known.types.includes(one.type)) known.types.push(one.type)
  }
  const all = [...byModule.values()]
  if (all.length <= mostOnASide) return all
  const left = all.length - mostOnASide + 1
  return [...all.slice(0, mostOnASide - 1), { name: `and ${left} more`, types: ['dependency'] }]
}

const node = (name: string, x: number, y: number, title: string, kind = 'other') =>
  `<g class="${kind}"><title>${escaped([name, title].filter(Boolean).join(': '))}</title><rect x="${x}" y="${y - box.height / 2}" width="${box.width}" height="${box.height}" rx="6"/><text x="${x + box.width / 2}" y="${y + 5}">${escaped([...name].length > 22 ? `${[...name].slice(0, 21).join('')}…` : name)}</text></g>`

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
