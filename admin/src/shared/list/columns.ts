import { texts } from '../shared.texts.ts'

/** A column of a table. A cell shows its text, or what the slot with the column's name has. */
export interface Column<Row> {
  name: string
  title: string
  /** The title is only read out. */
  isTitleUnseen?: boolean
  /** Whether its cells name their rows. */
  isHeader?: boolean
  isNumeric?: boolean
  isSortable?: boolean
  /** Of its cells. */
  class?: string | ((row: Row) => string)
  text?: (row: Row) => string | number
}

/** The buttons of a row. */
export const actionsColumn = { name: 'actions', title: texts.module.actions, isTitleUnseen: true, class: 'actions' }
