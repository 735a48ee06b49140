import { texts } from '../shared.texts.ts'

/** Column of a table. A cell shows `text`, or the slot with the name of the column. */
export interface Column<Row> {
  name: string
  title: string
  /** Whether the title is only for screen readers. */
  isTitleUnseen?: boolean
  /** Whether its cells are row headers. */
  isHeader?: boolean
  isNumeric?: boolean
  isSortable?: boolean
  /** Class of its cells. */
  class?: string | ((row: Row) => string)
  text?: (row: Row) => string | number
}

/** Column for the buttons of a row. */
export const actionsColumn = { name: 'actions', title: texts.module.actions, isTitleUnseen: true, class: 'actions' }
