import { number } from '../shared/shared.texts.ts'

/** Texts of relationships and their form. */
export const relationshipTexts = {
  title: 'Relationships',
  summary: (returned: number, total: number) => `${number(returned)} of ${number(total)} relationships`,
  none: 'No relationships',
  noneHint: 'Neither this module nor its parts depend on, integrate with or send data to anything.',
  add: 'Add relationship',
  edit: 'Edit relationship',
  editNamed: (source: string, target: string) => `Edit ${source} to ${target}`,
  deleteNamed: (source: string, target: string) => `Delete ${source} to ${target}`,
  ends: ['Who needs, calls, sends or is a part', 'What is needed, called, gets the data or is the whole'],
  typeToFind: 'Type words to find it',
  nothingFound: 'Nothing is found',
  swap: 'Turn it round',
  unasked: 'Whether the registry would take it is shown here.',
  checking: 'The registry looks whether it can be taken',
  unchecked: (detail: string) => `The registry could not be asked: ${detail} It checks again when you save.`,
  welcome: 'The registry would take it.',
  cycle: 'The cycle that it would close',
  added: 'The relationship is added',
  saved: 'The relationship is saved',
  deleted: 'The relationship is deleted',
  stale: 'Somebody else changed it in the meantime. Nothing was deleted; look at it again.',
}
