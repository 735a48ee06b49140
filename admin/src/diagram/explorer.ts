import { computed, ref } from 'vue'
import { useDiagramData } from './diagram-data.ts'
import { useScene } from './diagram-scene.ts'
import { useDiagramView, type levels } from './diagram-view.ts'
import { isGroup } from './groups.ts'
import { useLineRemoval } from './line-removal.ts'
import { changesOf, type NodeAction } from './node-actions.ts'
import type { Place } from './picture.ts'
import { useRelateMode } from './relate-mode.ts'

/** State and actions of the explorer, shared by its components. A given focus is the default, and cannot be cleared. */
export function useExplorer(focus: string, level: (typeof levels)[number]) {
  const { view: address, change } = useDiagramView(level)
  const view = computed(() => (focus ? { ...address.value, focus: address.value.focus || focus } : address.value))
  const data = useDiagramData(view)
  const relating = useRelateMode()
  const scene = useScene(view, data, () => relating.refused.value)
  const { graph } = scene

  const node = computed(() => graph.value?.nodes.find(({ id }) => id === view.value.node))
  /** The node whose neighbours are listed for adding; '' if none. */
  const expanding = ref('')

  function act(action: NodeAction) {
    const id = view.value.node
    if (!node.value || !graph.value) return
    if (action === 'expand') expanding.value = id
    else if (action === 'relateFrom') relating.begin(id)
    else if (action === 'relateTo') relating.connect(relating.from.value, id)
    else change(changesOf[action](id, view.value, graph.value))
  }
  const toggle = (group: string) => graph.value && change(changesOf.group(group, view.value, graph.value))

  return {
    view,
    change,
    data,
    relating,
    node,
    expanding,
    act,
    toggle,
    scene,
    removal: useLineRemoval(),
    isFixed: focus !== '',
    /** Whether the focus does not exist: a mistyped name or an outdated link. */
    isUnknown: computed(() => Boolean(data.base.error.value?.errors.some(({ pointer }) => pointer === '/query/focus'))),
    nameOf: (id: string) => graph.value?.nodes.find((one) => one.id === id)?.label ?? id,
    select: (id: string) => change({ node: id }, { replace: true }),
    expand: (id: string) => (isGroup(id) ? toggle(id) : (expanding.value = id)),
    add: (additions: readonly string[]) =>
      change({
        open: [...view.value.open, ...additions],
        gone: view.value.gone.filter((ref) => !additions.includes(`${expanding.value} ${ref}`)),
        only: [],
      }),
    pin(id: string, { x, y }: Place) {
      const others = view.value.pin.filter((text) => text.split(' ')[0] !== id)
      change({ pin: [...others, `${id} ${Math.round(x)} ${Math.round(y)}`] })
    },
    reset: () =>
      change({
        open: [],
        gone: [],
        only: [],
        pin: [],
        apart: [],
        hide: [],
        find: '',
        mode: 'none',
        from: '',
        to: '',
        cycle: '',
      }),
  }
}
export type Explorer = ReturnType<typeof useExplorer>
