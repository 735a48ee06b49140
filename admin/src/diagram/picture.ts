import type { VisGraph, VisNode } from '@registry/api/contract'
import type { NodeGroup } from './styles.ts'

export interface Place {
  x: number
  y: number
}

/** A diagram as it is drawn: the graph of the API, with closed groups as nodes. */
export type Picture = Omit<VisGraph, 'nodes'> & { nodes: PictureNode[] }
export type PictureNode = Omit<VisNode, 'group'> & {
  group: NodeGroup
  /** The open group that contains the node. */
  within?: string
}
