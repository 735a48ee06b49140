import type { Piece } from './pieces.ts'

/** What a pack has, in the order of the pieces, and what it has not. */
export interface Packed {
  shown: Piece[]
  left: Priced[]
  /** How many of `left` its text names; the others are only counted. */
  named: number
}
export interface Priced extends Piece {
  tokens: number
}

interface Packing {
  maxTokens: number
  /** Counted by itself; what the whole costs is counted on the whole. */
  priceOf: (piece: Piece) => number
  /** Pieces that were given before: what stands below them can be given without them. */
  given: ReadonlySet<string>
  /** The tokens of the answer as it will be sent. */
  costOf: (packed: Packed) => number
}

/** At most so many of what is left out are named. */
const mostNamed = 10
/** Of the budget, kept for the account of what is left out. */
const reserved = 0.1

/**
 * As much value as fits into a budget: one piece after the other, always the one that is worth most for its tokens, with the module
 * below which it stands. The answer as it will be sent never has more tokens than allowed. The same pieces always give the same pack. Pure. Decision 0026.
 */
export function pack(pieces: Piece[], { maxTokens, priceOf, given, costOf }: Packing): Packed {
  const priced = pieces.map((piece): Priced => ({ ...piece, tokens: priceOf(piece) }))
  const order = chosenInOrder(priced, given, maxTokens * (1 - reserved))
  for (let taken = order.length, named = mostNamed; ;) {
    const chosen = new Set(order.slice(0, taken))
    const left = priced.filter((piece) => !chosen.has(piece)).toSorted((a, b) => b.value - a.value)
    const packed = { shown: priced.filter((piece) => chosen.has(piece)), left, named: Math.min(named, left.length) }
    if ((taken === 0 && named === 0) || costOf(packed) <= maxTokens) return packed
    // What is left out is named as long as that costs no piece but the last ones.
    if (named > 2 || taken === 0) named = Math.floor(named / 2)
    else taken--
  }
}

/** Pieces in the order in which they are taken, as long as they may fit. */
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
