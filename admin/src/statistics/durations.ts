import { statisticsTexts } from './statistics.texts.ts'

/** How long something took, where it is known. */
export const timeOf = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : statisticsTexts.ofModule.milliseconds(milliseconds)
