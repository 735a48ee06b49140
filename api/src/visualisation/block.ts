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

/** One capability, the entity that it operates on below it, and its endpoints beside them. */
interface Band extends Spot {
  has: Set<NodeGroup>
  endpoints: number
}
const bandHeight = 6
/** Places of bands in a block, from the middle on. */
const bandPlaces = [2, 1, 3, 0, 4]

export const blockWidth = 3
export const blockHeight = bandPlaces.length * bandHeight

/**
 * A module with its parts, from left to right: its configurations above and below it, what it can do, the endpoints. Room is kept
 * for those to come; what finds none stands as near as it can.
 */
export class Block {
  readonly left: number
  readonly right: number
  readonly middle: number
  private readonly bands = new Map<string, Band>()
  private loose: Band | undefined
  private readonly freeBands: Spot[]
  private readonly freeForConfigurations: number[]

  constructor(
    private readonly board: Board,
    { column, row }: Spot,
  ) {
    this.left = column
    this.right = column + blockWidth - 1
    this.middle = row + blockHeight / 2
    this.freeBands = bandPlaces.map((place) => ({ column: column + 1, row: row + place * bandHeight }))
    const steps = Array.from({ length: blockHeight / 4 - 1 }, (_, index) => (index + 1) * heights.configuration)
    this.freeForConfigurations = steps.flatMap((step) => [this.moduleRow - step, this.moduleRow + step])
  }

  get moduleRow(): number {
    return this.middle - heights.module / 2
  }

  /** @param partners what the part operates on or is exposed by, and the like */
  place(ref: string, group: NodeGroup, partners: string[]): Spot {
    if (group === 'configuration') {
      const row = this.freeForConfigurations.shift()
      return row === undefined ? this.near(this.left, this.middle, group) : { column: this.left, row }
    }
    const known = partners.flatMap((partner) => this.bands.get(partner) ?? [])
    if (group === 'endpoint') return this.placeEndpoint(known[0] ?? this.looseBand())
    const band = known.find(({ has }) => !has.has(group)) ?? this.newBand()
    band.has.add(group)
    this.bands.set(ref, band)
    return { column: band.column, row: band.row + (group === 'entity' ? heights.capability : 0) }
  }

  private placeEndpoint(band: Band): Spot {
    if (band.endpoints === bandHeight) return this.near(this.right, band.row + bandHeight / 2, 'endpoint')
    return { column: this.right, row: band.row + band.endpoints++ }
  }

  /** Endpoints that no capability exposes yet have a band of their own. */
  private looseBand(): Band {
    this.loose ??= this.newBand()
    return this.loose
  }

  private newBand(): Band {
    const { left, middle } = this
    const spot =
      this.freeBands.shift() ??
      this.board.take(
        { row: middle - bandHeight / 2, column: left + 1, within: [left + 1, left + 1] },
        bandHeight,
        blockWidth - 1,
      )
    return { ...spot, has: new Set(), endpoints: 0 }
  }

  private near(column: number, middle: number, group: NodeGroup): Spot {
    return this.board.take({ row: middle - heights[group] / 2, column, within: [column, column] }, heights[group])
  }
}
