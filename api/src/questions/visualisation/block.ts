import type { Board, Spot } from './board.ts'
import type { NodeGroup } from './visualisation.contract.ts'

/** Height of a node in rows. */
export const heights: Record<NodeGroup, number> = {
  module: 2,
  capability: 2,
  entity: 2,
  endpoint: 1,
  configuration: 2,
}

/** Rows for an entity between two capabilities that operate on it, and the endpoints of these beside them. */
interface Band extends Spot {
  /** Free rows by group, relative to its first row. */
  free: Partial<Record<NodeGroup, number[]>>
}
const bandHeight = 6
/** Positions of bands in a block, starting in the middle. */
const bandPlaces = [2, 1, 3, 0, 4]

const blockWidth = 3
const blockHeight = bandPlaces.length * bandHeight
export const blockSize = { width: blockWidth, height: blockHeight, isGrid: true }

/**
 * A module with its parts in three columns: the module with its configurations above and below it, capabilities and
 * entities, and endpoints. Space is reserved for parts added later; parts that find none are placed as near as
 * possible.
 */
export class Block {
  /** First and last column. */
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

  /** @param partners refs of the parts that it is connected with: what it operates on, exposes and so on */
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

  /** The band of endpoints that no capability exposes yet. */
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
