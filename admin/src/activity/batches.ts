import type { RevisionSummary } from '@registry/api/contract'

/** Revisions that follow each other and say the same: who did what, in the same way. */
interface Batch {
  key: number
  revisions: RevisionSummary[]
}
interface Day {
  /** Begin of the day in local time. */
  at: Date
  batches: Batch[]
}

/** Smallest number of revisions that are folded. */
const fewest = 3

const dayOf = (at: string) => new Date(at).toDateString()

/** Revisions, newest first, by day, with batches in each. */
export function daysOf(revisions: readonly RevisionSummary[]): Day[] {
  const days: Day[] = []
  let last: RevisionSummary | undefined
  for (const revision of revisions) {
    if (!last || dayOf(last.at) !== dayOf(revision.at)) days.push({ at: new Date(dayOf(revision.at)), batches: [] })
    else if (isAlike(last, revision)) {
      days.at(-1)!.batches.at(-1)!.revisions.push(revision)
      last = revision
      continue
    }
    days.at(-1)!.batches.push({ key: revision.number, revisions: [revision] })
    last = revision
  }
  return days.map(({ at, batches }) => ({ at, batches: batches.flatMap(unfolded) }))
}

const isAlike = (one: RevisionSummary, other: RevisionSummary) =>
  one.actor === other.actor && one.kind === other.kind && one.via === other.via

const unfolded = (batch: Batch): Batch[] =>
  batch.revisions.length >= fewest
    ? [batch]
    : batch.revisions.map((revision) => ({ key: revision.number, revisions: [revision] }))
