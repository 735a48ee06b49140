import { createSharedComposable, useNow } from '@vueuse/core'
import { language } from './shared.texts.ts'

/** Shared clock for all relative times on the page. */
export const useClock = createSharedComposable(() => useNow({ interval: 30_000 }))

const steps: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

export function relativeTime(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 60]
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.trunc(seconds / size), unit)
}

const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' })
export const exactTime = (at: Date): string => exact.format(at)
