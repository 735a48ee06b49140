import type { Board, Spot } from './board.ts'
import type { NodeGroup } from './visualisation.contract.ts'

/** How many rows a node takes. */
export const heights: Record<NodeGroup, number> = {
  module: 2,
  capability: 2,
  entity: 2,
  endpoint: 1,
  configuration: 2,
}

/** An entity between two capabilities that operate on it, and the endpoints of these beside them. */
interface Band extends Spot {
  /** Rows from its first one that are still free, by group. */
  free: Partial<Record<NodeGroup, number[]>>
}
const bandHeight = 6
/** Places of bands in a block, from the middle on. */
const bandPlaces = [2, 1, 3, 0, 4]

const blockWidth = 3
const blockHeight = bandPlaces.length * bandHeight
export const blockSize = { width: blockWidth, height: blockHeight, isGrid: true }

/**
 * A module with its parts, from left to right: its configurations below it, what it can do, the endpoints. Room is kept for those to
 * come; what finds none stands as near as it can.
 */
export class Block {
  /** Its first and its last column. */
  readonly span: { left: number; right: number }
  readonly moduleRow: number
  private readonly bands = new Map<string, Band>()
  private loose: Band | undefined
  private readonly freeBands: Spot[]
  private readonly freeForConfigurations: number[]

  constructor(
    private readonly board: Board,
    { column, row }: Spot,
  ) {
    this.span = { left: column, right: column + blockWidth - 1 }
    this.moduleRow = row + (blockHeight - heights.module) / 2
    this.freeBands = bandPlaces.map((place) => ({ column: column + 1, row: row + place * bandHeight }))
    const steps = Array.from({ length: blockHeight / 4 - 1 }, (_, index) => (index + 1) * heights.configuration)
    this.freeForConfigurations = [...steps, ...steps.map((step) => -step)].map((step) => this.moduleRow + step)
  }

  /** @param partners what the part operates on or is exposed by, and the like */
  place(ref: string, group: NodeGroup, partners: string[]): Spot {
    if (group === 'configuration') {
      const row = this.freeForConfigurations.shift()
      const { left: column } = this.span
      return row === undefined ? this.near(column, this.moduleRow, heights.configuration) : { column, row }
    }
    const known = partners.flatMap((partner) => this.bands.get(partner) ?? [])
    if (group === 'endpoint') return this.placeEndpoint(known[0] ?? this.looseBand())
    const band = known.find(({ free }) => free[group]?.length) ?? this.newBand()
    this.bands.set(ref, band)
    return { column: band.column, row: band.row + band.free[group]!.shift()! }
  }

  private placeEndpoint(band: Band): Spot {
    const { right: column } = this.span
    const row = band.free.endpoint!.shift()
    return row === undefined ? this.near(column, band.row, heights.endpoint) : { column, row: band.row + row }
  }

  /** Endpoints that no capability exposes yet have a band of their own. */
  private looseBand(): Band {
    this.loose ??= this.newBand()
    return this.loose
  }

  private newBand(): Band {
    const column = this.span.left + 1
    const row = this.moduleRow - (bandHeight - heights.module) / 2
    const spot = this.freeBands.shift() ?? this.near(column, row, bandHeight, blockWidth - 1)
    return { ...spot, free: { capability: [0, 4], entity: [2], endpoint: [0, 1, 2, 3, 4, 5] } }
  }

  private near(column: number, row: number, height: number, width = 1): Spot {
    return this.board.take({ row, column, within: [column, column] }, { height, width })
  }
}
