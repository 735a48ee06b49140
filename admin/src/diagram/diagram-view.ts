import { directions, healths, moduleStatuses, nodeGroups, relationshipTypeNames } from '@registry/api/contract'
import type { NodeGroup } from './styles.ts'
import { oneOf, someOf, text, textList, useUrlState } from '../shared/client/url-state.ts'

export const depths = ['1', '2', '3', '4', '5', '6'] as const
export const levels = ['module', 'part'] as const
export const groupings = ['none', 'owner', 'type'] as const
export const modes = ['none', 'impact', 'trace', 'cycles', 'health'] as const

/** State of a diagram, all of it in the URL. Decision 0032. */
export function useDiagramView(level: (typeof levels)[number]) {
  return useUrlState({
    focus: text(),
    depth: oneOf(depths, '1'),
    direction: oneOf(directions, 'both'),
    level: oneOf(levels, level),
    types: someOf(relationshipTypeNames),
    status: someOf(moduleStatuses),
    health: someOf(healths),
    hide: someOf<NodeGroup>([...nodeGroups, 'composite']),
    node: text(),
    find: text(),
    mode: oneOf(modes, 'none'),
    /** Source of the mode: the resource whose impact is shown, or the start of the path. */
    from: text(),
    to: text(),
    cycle: text(),
    group: oneOf(groupings, 'none'),
    /** Open groups. */
    apart: textList(),
    /** Nodes that the user added (`open`), dismissed (`gone`), or kept while dismissing all others (`only`). */
    open: textList(),
    gone: textList(),
    only: textList(),
    /** Pinned nodes with their positions, such as `module:crm 120 -40`. */
    pin: textList(),
  })
}
export type DiagramUrl = ReturnType<typeof useDiagramView>
export type DiagramView = DiagramUrl['view']['value']
export type ChangeView = DiagramUrl['change']
