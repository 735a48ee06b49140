import type { VisGraph } from '@registry/api/contract'
import { computed, type ComputedRef } from 'vue'
import { boxesOf, grouped } from './groups.ts'
import type { Picture, Place } from './picture.ts'
import { along, among, around, hitsOf, noMarks, type Marks } from './marks.ts'
import { additionOf, grown, namedEdge, placed, reduced, withNamed } from './growth.ts'
import { ringsOf } from './rings.ts'
import { relationshipTypes } from '@registry/api/contract'
import { diagramTexts } from './diagram.texts.ts'
import { explorerTexts } from './explorer.texts.ts'
import type { useDiagramData } from './diagram-data.ts'
import type { DiagramView } from './diagram-view.ts'

export const pinsOf = (texts: readonly string[]): Map<string, Place> =>
  new Map(
    texts.flatMap((text): [string, Place][] => {
      const [ref = '', x, y] = text.split(' ')
      return Number.isFinite(Number(x)) && Number.isFinite(Number(y)) ? [[ref, { x: Number(x), y: Number(y) }]] : []
    }),
  )

/** The diagram and its overlays, computed from the URL and the answers of the API. */
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
    return ringsOf(answer, explored.value, diagramTexts.edgeGroups.DEPENDS_ON)
  })

  /** The diagram before grouping. */
  const whole = computed((): VisGraph | undefined => {
    if (!explored.value || rings.value) return rings.value?.graph
    const path = view.value.mode === 'trace' ? data.path.data.value : undefined
    return path?.found ? withNamed(explored.value, waypoints(path), hopEdges(path)) : explored.value
  })

  const grouping = computed(() => {
    const { group, apart } = view.value
    if (!whole.value || rings.value || group === 'none') return undefined
    return grouped(whole.value, group, apart, { name: explorerTexts.groupName[group], label: explorerTexts.group })
  })
  const graph = computed((): Picture | undefined => {
    if (!whole.value || rings.value) return whole.value
    return placed(grouping.value?.graph ?? whole.value, pins.value)
  })

  const marks = computed((): Marks => {
    const [single, { standsFor, groups } = {}] = [singleMarks.value, grouping.value]
    if (!standsFor || !groups || !graph.value) return single
    const lifted = (id: string) => standsFor.get(id) ?? id
    const strong = single.strong && among(graph.value, [...single.strong].map(lifted))
    const notes = new Map([...single.notes].map(([id, note]) => [lifted(id), note]))
    if (!single.health) return { ...single, strong, notes }
    const health = new Map(single.health)
    for (const { id, members } of groups) {
      const known = new Set(members.map((member) => single.health!.get(member)))
      health.set(id, worstFirst.find((one) => known.has(one)) ?? 'unknown')
    }
    return { ...single, strong, notes, health }
  })

  const singleMarks = computed((): Marks => {
    const pinned = new Set(pins.value.keys())
    const { mode, cycle } = view.value
    const [shown, path] = [whole.value, data.path.data.value]
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
    const chosen = shown.nodes.some(({ id }) => id === view.value.node)
    return { ...noMarks, pinned, strong: chosen ? around(shown.edges, view.value.node) : null }
  })

  function healthMarks(): Pick<Marks, 'health' | 'notes'> {
    const items = data.healths.data.value!
    const causes = new Set(items.flatMap(({ rootCauses }) => rootCauses))
    return {
      health: new Map(items.map(({ module, effective }) => [`module:${module}`, effective])),
      notes: new Map([...causes].map((module) => [`module:${module}`, explorerTexts.rootCause])),
    }
  }

  /** Search hits; a hit in a closed group stands for the group. */
  const hits = computed(() => {
    const found = whole.value ? hitsOf(whole.value, view.value.find) : []
    return [...new Set(found.map((id) => grouping.value?.standsFor.get(id) ?? id))]
  })
  return {
    graph,
    marks,
    hits,
    groups: computed(() => grouping.value?.groups ?? []),
    boxes: computed(() => (graph.value ? boxesOf(graph.value, grouping.value?.groups ?? []) : [])),
    rings: computed(() => rings.value?.rings ?? []),
  }
}

const worstFirst = ['error', 'warning', 'unknown', 'healthy'] as const

type Found = NonNullable<ReturnType<typeof useDiagramData>['path']['data']['value']>
const waypoints = ({ from, hops }: Found) => [from, ...hops.map(({ to }) => to)]
const hopEdges = ({ hops }: Found) =>
  hops.flatMap(({ from, to, relationships }) =>
    relationships.map(({ type, source }) => {
      const isForward = source === from.ref || source.includes(`:${from.ref.slice(from.ref.indexOf(':') + 1)}/`)
      const [start, end] = isForward ? [from.ref, to.ref] : [to.ref, from.ref]
      const group = relationshipTypes[type]
      return namedEdge(start, group, end, diagramTexts.edgeGroups[group])
    }),
  )
