import { number } from '../shared.texts.ts'

/** Texts for differences. */
export const differenceTexts = {
  changes: (created: number, changed: number, deleted: number) =>
    [created && `${number(created)} new`, changed && `${number(changed)} changed`, deleted && `${number(deleted)} gone`]
      .filter(Boolean)
      .join(', ') || 'Nothing would change',
  title: 'What changes',
  isNew: 'new',
  isGone: 'gone',
  isChanged: 'changed',
  place: 'Where',
  before: 'Before',
  after: 'After',
}
