import { number } from '../shared/shared.texts.ts'

/** Texts of the tiles of the dashboard. */
export const tileTexts = {
  title: 'Tiles',
  none: 'A tile shows what a question of the library or one of yours answers, each time you come here.',
  label: (name: string, form: string, given: string[]) => `${name} (${[form, ...given].join(', ')})`,
  add: 'Add a tile',
  question: 'Question',
  choose: 'Choose a question',
  form: 'Shown as',
  forms: { number: 'Number', table: 'Table', graph: 'Diagram' },
  rows: (count: number, truncated: boolean) =>
    `${truncated ? 'more than ' : ''}${number(count)} ${count === 1 ? 'row' : 'rows'}`,
  empty: 'Nothing answers the question.',
  noPicture: 'No node is in the answer: show it as a table.',
  firstRows: (count: number) => `The first ${number(count)} rows; the console shows all.`,
  open: (name: string) => `Open ${name} in the console`,
  remove: (name: string) => `Remove the tile ${name}`,
  full: (most: number) => `There are ${number(most)} tiles, which is the most.`,
} as const
