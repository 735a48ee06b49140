import type { Piece } from './pieces.ts'

/** The pieces that a pack contains, in their given order, and those that it leaves out, the most valuable first. */
export interface Packed {
  shown: Piece[]
  left: Priced[]
  /** Number of pieces of `left` that the answer lists; the others are only counted. */
  named: number
}
export interface Priced extends Piece {
  tokens: number
}

interface Packing {
  maxTokens: number
  /** Tokens of a single piece; those of the whole answer are counted by `costOf`. */
  priceOf: (piece: Piece) => number
  /** Refs of pieces in earlier packs: a module among them is not repeated for its parts. */
  given: ReadonlySet<string>
  /** Tokens of the answer as it is sent. */
  costOf: (packed: Packed) => number
}

/** Maximum number of left-out pieces that the answer lists. */
const mostNamed = 10
/** Share of the budget reserved for the list of left-out pieces. */
const reserved = 0.1

/**
 * Packs as much value as possible into a budget of tokens. Greedy: always adds the piece with the highest value per
 * token, together with its module. The answer never has more tokens than allowed, and equal pieces give equal packs.
 * Pure. Decision 0026.
 */
export function pack(pieces: Piece[], { maxTokens, priceOf, given, costOf }: Packing): Packed {
  const priced = pieces.map((piece): Priced => ({ ...piece, tokens: priceOf(piece) }))
  const order = chosenInOrder(priced, given, maxTokens * (1 - reserved))
  for (let taken = order.length, named = mostNamed; ;) {
    const chosen = new Set(order.slice(0, taken))
    const left = priced.filter((piece) => !chosen.has(piece)).toSorted((a, b) => b.value - a.value)
    const packed = { shown: priced.filter((piece) => chosen.has(piece)), left, named: Math.min(named, left.length) }
    if ((taken === 0 && named === 0) || costOf(packed) <= maxTokens) return packed
    // First list fewer left-out pieces, down to two, then take fewer pieces.
    if (named > 2 || taken === 0) named = Math.floor(named / 2)
    else taken--
  }
}

/** The order in which pieces are added, up to the budget. */
function chosenInOrder(pieces: Priced[], given: ReadonlySet<string>, budget: number): Priced[] {
  const cards = new Map(pieces.filter(({ kind }) => kind === 'module').map((piece) => [piece.module, piece]))
  const open = new Set(pieces)
  const order: Priced[] = []
  let spent = 0
  for (;;) {
    let best: { taken: Priced[]; ratio: number; tokens: number } | undefined
    for (const piece of open) {
      const card = cards.get(piece.module)
      const needsCard = card !== undefined && card !== piece && open.has(card) && !given.has(card.ref)
      const taken = needsCard ? [card, piece] : [piece]
      const tokens = taken.reduce((sum, one) => sum + one.tokens, 0)
      const ratio = taken.reduce((sum, one) => sum + one.value, 0) / tokens
      if (spent + tokens <= budget && (best === undefined || ratio > best.ratio)) best = { taken, ratio, tokens }
    }
    if (!best) return order
    for (const piece of best.taken) open.delete(piece)
    order.push(...best.taken)
    spent += best.tokens
  }
}
