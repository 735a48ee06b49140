import { z } from 'zod'
import type { ExampleSample } from '../../runtime/statistics/examples.ts'
import { bucketOf, histogramOf, mergedHistogram } from '../../runtime/statistics/histogram.ts'

const share = z.number().min(0).max(1)

/** What the requests of a module look like: `milliseconds` of an ordinary one, shares that are refused and failed. */
export const Profile = z.strictObject({
  perMinute: z.number().min(0),
  milliseconds: z.number().positive(),
  refused: share,
  failed: share,
  trouble: z
    .strictObject({ hours: z.int().positive(), failed: share, slower: z.number().positive() })
    .optional()
    .describe('Since when more requests fail, and how much longer they take'),
})
export type Profile = z.output<typeof Profile>

const minute = 60_000
const hour = 3_600_000
const hours = 36
/** Shares of the requests that take so many times as long as an ordinary one. */
const spread: [share: number, times: number][] = [
  [0.62, 0.8],
  [0.2, 1.1],
  [0.1, 1.7],
  [0.06, 3],
  [0.02, 7],
]

/**
 * The requests of an entity by hour and, since the beginning of the last hour, by minute; nothing of the current
 * minute, which is measured. Always the same, only later. Pure.
 * @param of ref of the statistics
 * @param weight share of the requests of the module
 */
export function exampleHistory(of: string, { perMinute, ...profile }: Profile, weight: number, now: Date) {
  const end = Math.floor(now.getTime() / minute) * minute
  const byMinute = (Math.floor(end / hour) - 1) * hour
  const periods = [
    ...steps(byMinute - hours * hour, byMinute, hour).map((at) => ({ at, resolution: 'hour' as const, minutes: 60 })),
    ...steps(byMinute, end, minute).map((at) => ({ at, resolution: 'minute' as const, minutes: 1 })),
  ]
  // What is left of fractions goes on to the next period, so that small shares are seen as well.
  const whole = counter()
  return periods.map(({ at, resolution, minutes }, index): ExampleSample => {
    const { failed, slower } = isTrouble(profile, end, at) ? profile.trouble! : { failed: profile.failed, slower: 1 }
    const wanted = perMinute * weight * minutes * wave((end - at) / hour) * (0.85 + 0.3 * noise(index))
    const requests = whole('requests', wanted)
    const errors = Math.min(requests, whole('errors', requests * failed))
    const clientErrors = Math.min(requests - errors, whole('refused', requests * profile.refused))
    const times = spread.map(([part, times], n) => {
      const milliseconds = profile.milliseconds * slower * times
      return { milliseconds, count: whole(`time ${n}`, requests * part) }
    })
    return {
      of,
      resolution,
      at: new Date(at).toISOString(),
      requests,
      clientErrors,
      errors,
      milliseconds: times.reduce((sum, { milliseconds, count }) => sum + milliseconds * count, 0),
      ...histogramOf(hitsOf(times)),
    }
  })
}

const steps = (from: number, to: number, length: number) =>
  Array.from({ length: (to - from) / length }, (_, n) => from + n * length)

const isTrouble = ({ trouble }: Omit<Profile, 'perMinute'>, end: number, at: number) =>
  trouble !== undefined && at >= end - trouble.hours * hour

/** More requests at some hours of the day than at others. */
const wave = (hoursAgo: number) => 1 + 0.4 * Math.sin((2 * Math.PI * (hoursAgo + 3)) / 24)
/** From 0 to 1, the same for the same number. */
const noise = (n: number) => Math.abs(Math.sin(12.9898 * (n + 1)) * 43_758.5453) % 1

function counter() {
  const left = new Map<string, number>()
  return (name: string, wanted: number): number => {
    const all = (left.get(name) ?? 0) + wanted
    const count = Math.floor(all)
    left.set(name, all - count)
    return count
  }
}

function hitsOf(times: { milliseconds: number; count: number }[]): Map<number, number> {
  const hits = new Map<number, number>()
  for (const { milliseconds, count } of times)
    if (count > 0) hits.set(bucketOf(milliseconds), (hits.get(bucketOf(milliseconds)) ?? 0) + count)
  return hits
}

/** The requests of a module: those of its entities together. Pure. */
export function together(of: string, [first = [], ...others]: ExampleSample[][]): ExampleSample[] {
  return first.map((sample, index) => {
    const all = [sample, ...others.map((other) => other[index]!)]
    const total = (member: 'requests' | 'clientErrors' | 'errors' | 'milliseconds') =>
      all.reduce((sum, one) => sum + one[member], 0)
    return {
      of,
      resolution: sample.resolution,
      at: sample.at,
      requests: total('requests'),
      clientErrors: total('clientErrors'),
      errors: total('errors'),
      milliseconds: total('milliseconds'),
      ...mergedHistogram(all),
    }
  })
}
