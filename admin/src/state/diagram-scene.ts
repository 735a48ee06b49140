import type { VisGraph } from '@registry/api/contract'
import { computed, type ComputedRef } from 'vue'
import { along, among, noMarks, type Marks } from '../graph/marks.ts'
import { additionOf, grown, namedEdge, placed, reduced, withNamed, type Place } from '../graph/picture.ts'
import { ringsOf } from '../graph/rings.ts'
import { relationshipTypes } from '@registry/api/contract'
import { texts } from '../texts.ts'
import { exploring } from '../texts/exploring.ts'
import type { useDiagramData } from './diagram-data.ts'
import type { DiagramView } from './diagram-view.ts'

export const pinsOf = (texts: readonly string[]): Map<string, Place> =>
  new Map(
    texts.flatMap((text): [string, Place][] => {
      const [ref = '', x, y] = text.split(' ')
      return Number.isFinite(Number(x)) && Number.isFinite(Number(y)) ? [[ref, { x: Number(x), y: Number(y) }]] : []
    }),
  )

/** The picture and what lies over it, from the address and what the API says. */
export function useScene(
  view: ComputedRef<DiagramView>,
  data: ReturnType<typeof useDiagramData>,
  refused: () => readonly string[],
) {
  const pins = computed(() => pinsOf(view.value.pin))
  const explored = computed((): VisGraph | undefined => {
    const base = data.base.data.value
    if (!base) return undefined
    const { open, gone, only } = view.value
    const more = data.around.data.value ?? new Map<string, VisGraph>()
    const whole = open.length > 0 ? grown(base, open.map(additionOf), more) : base
    const [dropped, kept] = [new Set(gone), new Set(only)]
    const isWhole = dropped.size === 0 && kept.size === 0
    return isWhole ? whole : reduced(whole, (id) => !dropped.has(id) && (kept.size === 0 || kept.has(id)))
  })

  const rings = computed(() => {
    const answer = data.impact.data.value
    if (view.value.mode !== 'impact' || !answer || !explored.value) return undefined
    return ringsOf(answer, explored.value, texts.diagram.edgeGroups.DEPENDS_ON)
  })

  const graph = computed((): VisGraph | undefined => {
    if (!explored.value) return undefined
    if (rings.value) return rings.value.graph
    const path = view.value.mode === 'trace' ? data.path.data.value : undefined
    const whole = path?.found ? withNamed(explored.value, waypoints(path), hopEdges(path)) : explored.value
    return placed(whole, pins.value)
  })

  const marks = computed((): Marks => {
    const pinned = new Set(pins.value.keys())
    const { mode, cycle } = view.value
    const [shown, path] = [graph.value, data.path.data.value]
    if (!shown) return noMarks
    if (refused().length > 0) return { ...noMarks, pinned, strong: along(shown.edges, refused()) }
    if (mode === 'trace' && path?.found) {
      const way = waypoints(path).map(({ ref }) => ref)
      return { ...noMarks, pinned, strong: along(shown.edges, way) }
    }
    if (mode === 'cycles' && data.cycles.data.value) {
      const all = data.cycles.data.value.items
      const chosen = cycle === '' ? undefined : all[Number(cycle)]
      const strong = chosen
        ? along(
            shown.edges,
            chosen.example.map(({ ref }) => ref),
          )
        : among(
            shown,
            all.flatMap(({ modules }) => modules.map(({ ref }) => ref)),
          )
      return { ...noMarks, pinned, strong }
    }
    if (mode === 'health' && data.healths.data.value) return { ...noMarks, pinned, ...healthMarks() }
    return { ...noMarks, pinned }
  })

  function healthMarks(): Pick<Marks, 'health' | 'notes'> {
    const items = data.healths.data.value!
    const causes = new Set(items.flatMap(({ rootCauses }) => rootCauses))
    return {
      health: new Map(items.map(({ module, effective }) => [`module:${module}`, effective])),
      notes: new Map([...causes].map((module) => [`module:${module}`, exploring.rootCause])),
    }
  }

  return { graph, marks, rings: computed(() => rings.value?.rings ?? []) }
}

type Found = NonNullable<ReturnType<typeof useDiagramData>['path']['data']['value']>
const waypoints = ({ from, hops }: Found) => [from, ...hops.map(({ to }) => to)]
const hopEdges = ({ hops }: Found) =>
  hops.flatMap(({ from, to, relationships }) =>
    relationships.map(({ type, source }) => {
      const isForward = source === from.ref || source.includes(`:${from.ref.slice(from.ref.indexOf(':') + 1)}/`)
      const [start, end] = isForward ? [from.ref, to.ref] : [to.ref, from.ref]
      const group = relationshipTypes[type]
      return namedEdge(start, group, end, texts.diagram.edgeGroups[group])
    }),
  )
