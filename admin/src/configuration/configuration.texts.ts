import { isObject } from '../shared/json.ts'
import { language, number } from '../shared/shared.texts.ts'

const exact = new Intl.NumberFormat(language, { maximumFractionDigits: 20 })
const count = (value: unknown) => exact.format(Number(value))
const many = (value: unknown, one: string, more: string) => `${count(value)} ${Number(value) === 1 ? one : more}`

/** Hints for keywords of JSON Schema, except for those that the field itself shows. */
const asked: Record<string, (value: unknown) => string> = {
  minLength: (value) => `at least ${many(value, 'character', 'characters')}`,
  maxLength: (value) => `at most ${many(value, 'character', 'characters')}`,
  pattern: (value) => `fits ${String(value)}`,
  format: (value) => `of the format ${String(value)}`,
  minimum: (value) => `at least ${count(value)}`,
  exclusiveMinimum: (value) => `more than ${count(value)}`,
  maximum: (value) => `at most ${count(value)}`,
  exclusiveMaximum: (value) => `less than ${count(value)}`,
  multipleOf: (value) => `a multiple of ${count(value)}`,
  minItems: (value) => `at least ${many(value, 'item', 'items')}`,
  maxItems: (value) => `at most ${many(value, 'item', 'items')}`,
  uniqueItems: (value) => (value === true ? 'each item once' : ''),
  contains: (value) => `one item fits ${JSON.stringify(value)}`,
  minContains: (value) => `at least ${count(value)} of these`,
  maxContains: (value) => `at most ${count(value)} of these`,
  minProperties: (value) => `at least ${many(value, 'entry', 'entries')}`,
  maxProperties: (value) => `at most ${many(value, 'entry', 'entries')}`,
  propertyNames: (value) => `names fit ${JSON.stringify(value)}`,
  dependentRequired: (value) =>
    Object.entries(isObject(value) ? value : {})
      .map(([name, needed]) => `with ${name} also ${[needed].flat().join(', ')}`)
      .join('; '),
  default: (value) => `${JSON.stringify(value)} when left out`,
  examples: (value) =>
    `such as ${[value]
      .flat()
      .map((one) => JSON.stringify(one))
      .join(', ')}`,
  contentMediaType: (value) => `a text of type ${String(value)}`,
  deprecated: (value) => (value === true ? 'not to be used any more' : ''),
  readOnly: (value) => (value === true ? 'set by the module itself' : ''),
}

/** Texts of the configuration editor. */
export const configuration = {
  unknownPart: (key: string) => `There is no ${key} here`,
  unknownPartHint: 'It may have been deleted. Activity shows when, and can undo it.',
  list: {
    schema: 'JSON Schema',
    values: 'Values',
    documentation: 'Documentation',
    none: 'No configuration',
    noneHint: 'This module declares nothing that can be configured.',
  },
  tabs: {
    label: 'Configuration',
    values: 'Values',
    schema: 'Schema',
    documentation: 'Documentation',
    versions: 'Versions',
    file: 'File',
  },
  title: (key: string) => `Configuration ${key}`,
  create: 'New configuration',
  edit: 'Edit',
  editNamed: (key: string) => `Edit ${key}`,
  created: (key: string) => `${key} is added`,
  saved: (key: string) => `${key} is saved`,
  remove: 'Delete',
  removeText: (key: string) => `${key} goes with its values; its versions stay, and it can be undone.`,
  removed: (key: string) => `${key} is deleted`,

  form: 'Form',
  json: 'JSON',
  jsonOf: { values: 'Values as JSON', schema: 'JSON Schema' } as Record<string, string>,
  noJson: (reason: string) => `This is no JSON yet: ${reason}`,
  noObject: 'Enter a JSON object',
  unfinished: 'The JSON is not valid yet; see the marked place.',
  hintOf(schema: Record<string, unknown>) {
    const rules = Object.entries(asked).map(([keyword, say]) => (keyword in schema ? say(schema[keyword]) : ''))
    const said = rules.filter(Boolean).join('; ')
    const told = typeof schema.description === 'string' ? schema.description.replace(/\.$/, '') : ''
    return [told, said.charAt(0).toUpperCase() + said.slice(1)].filter(Boolean).join('. ')
  },
  noSchema: 'The schema declares no properties: write the values as JSON, or declare some.',
  noneSet: 'not set',
  nothing: 'null',
  sealed: 'Kept sealed. What you type replaces it.',
  unsealed: 'It goes when you save.',
  keep: (name: string) => `Keep ${name}`,
  replace: (name: string) => `Replace ${name}`,
  set: (name: string) => `Set ${name}`,
  leaveOut: (name: string) => `Leave out ${name}`,
  item: (index: number) => `Item ${number(index + 1)}`,
  addItem: (name: string) => `Add to ${name}`,
  removeItem: (name: string) => `Remove ${name}`,
  up: (name: string) => `Move ${name} up`,
  down: (name: string) => `Move ${name} down`,
  entryName: (name: string) => `Name of a new entry of ${name}`,
  addEntry: 'Add entry',
  checking: 'Checked while you type',
  right: 'The values fit the schema.',
  unset: 'No values yet: they are checked once there are some.',
  wrong: (found: number) => `${number(found)} ${found === 1 ? 'thing does' : 'things do'} not fit yet.`,
  unchecked: (detail: string) => `It could not be checked: ${detail}`,
  filled: (places: readonly string[]) => `Left out, and taken from the schema: ${places.join(', ')}`,

  number: 'Change',
  when: 'When',
  who: 'Who',
  what: 'What',
  version: 'Version',
  kinds: { created: 'added', changed: 'changed', deleted: 'deleted' },
  compare: (number: number) => `Compare version ${number} with now`,
  current: 'this is how it is now',
  compareShort: 'Compare',
  restore: (number: number) => `Restore version ${number}`,
  restoreShort: 'Restore',
  restoreText: 'The old content becomes a new version. The current content stays in the list of versions.',
  restored: 'It is as it was',
  differences: (from: number) => `From version ${from} to now`,
  noDifference: 'Nothing differs.',
  place: 'Place',
  before: 'Then',
  after: 'Now',

  exportAs: { yaml: 'Export YAML', json: 'Export JSON' },
  exportHint: 'Includes the comments it was imported with. Secrets stay encrypted.',
  importHint: 'Replaces the content with that of a file. Comments in YAML are kept.',
  importText: 'YAML or JSON',
  chooseFile: 'Choose a file',
  fileTooLarge: 'A file has at most 500,000 characters',
  import: 'Import',
  imported: 'The file is imported',
  unsavedFirst: 'Save or discard your changes first.',
  failed: (detail: string) => `Nothing was changed. ${detail}`,
}
