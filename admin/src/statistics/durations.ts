import { statisticsTexts } from './statistics.texts.ts'

/** A duration for display; a dash if it is unknown. */
export const timeOf = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : statisticsTexts.ofModule.milliseconds(milliseconds)
