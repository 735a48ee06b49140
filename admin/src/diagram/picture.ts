import type { VisGraph, VisNode } from '@registry/api/contract'
import type { NodeGroup } from './styles.ts'

export interface Place {
  x: number
  y: number
}

/** What is drawn: what the API gave, and nodes that stand for many. */
export type Picture = Omit<VisGraph, 'nodes'> & { nodes: PictureNode[] }
export type PictureNode = Omit<VisNode, 'group'> & {
  group: NodeGroup
  /** The open group around it. */
  within?: string
}
