import { directions, healths, moduleStatuses, nodeGroups, relationshipTypeNames } from '@registry/api/contract'
import type { NodeGroup } from './styles.ts'
import { oneOf, someOf, text, textList, useUrlState } from '../shared/client/url-state.ts'

export const depths = ['1', '2', '3', '4', '5', '6'] as const
export const levels = ['module', 'part'] as const
export const groupings = ['none', 'owner', 'type'] as const
export const modes = ['none', 'impact', 'trace', 'cycles', 'health'] as const

/** What a diagram shows, all of it in the address. Decision 0032. */
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
    /** Of the mode: whose impact, or from where a way is sought. */
    from: text(),
    to: text(),
    cycle: text(),
    group: oneOf(groupings, 'none'),
    /** Groups that are open. */
    apart: textList(),
    /** What was added, dismissed, or kept when all others were dismissed. */
    open: textList(),
    gone: textList(),
    only: textList(),
    /** A ref and where it was put: `module:crm 120 -40`. */
    pin: textList(),
  })
}
export type DiagramUrl = ReturnType<typeof useDiagramView>
export type DiagramView = DiagramUrl['view']['value']
export type ChangeView = DiagramUrl['change']
