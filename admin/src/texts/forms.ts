import type { JsonSchema } from '../forms/schema.ts'
import { number, texts } from '../texts.ts'

const patterns: Partial<Record<string, string>> = {
  key: 'Begins with a letter a-z; at most 63 of a-z, 0-9 and -',
  version: 'A semantic version such as 1.0.0',
  apiBasePath: 'Segments of a-z, 0-9 and -, such as /crm',
  successor: 'The key of a module',
  module: 'The key of a module',
  source: 'Something of the list, such as module:crm',
  target: 'Something of the list, such as module:crm',
}

/** The sentences of forms; they load with the first form. */
export const forms = {
  needed: 'Is needed',
  complaints: {
    minLength: () => 'Is needed',
    maxLength: ({ maxLength = 0 }: JsonSchema) => `At most ${number(maxLength)} characters`,
    pattern: (_schema: JsonSchema, name: string) => patterns[name] ?? 'Does not have the form that is awaited',
    format: ({ format }: JsonSchema) => (format === 'uri' ? 'An http or https address' : 'A date'),
    enum: () => 'Choose one',
    type: ({ type }: JsonSchema) =>
      [type].flat().includes('integer') ? 'A whole number' : 'Something else is awaited',
    minimum: ({ minimum = 0 }: JsonSchema) => `At least ${number(minimum)}`,
    maximum: ({ maximum = 0 }: JsonSchema) => `At most ${number(maximum)}`,
    maxItems: ({ maxItems = 0 }: JsonSchema) => `At most ${number(maxItems)} lines`,
  },
  item: (line: number, text: string) => `Line ${number(line)}: ${text}`,
  lines: 'One on each line',
  noJson: 'This is no JSON object',
  labels: {
    ...texts.overview.metadata,
    ...texts.module,
    ...texts.relationship,
    metadata: 'Further facts',
    thresholds: 'Thresholds of health',
    type: 'Type',
    fields: 'Fields used',
    versionRange: 'Versions that will do',
    configuration: 'Configuration',
    evidence: 'Evidence',
    role: 'Role',
    expiresAt: 'Expires',
    url: 'Address',
    events: 'Events',
    module: 'Module',
    withinSteps: 'Steps away',
    errorRateWarning: 'Error share, warning',
    errorRateError: 'Error share, error',
    responseTimeWarning: 'Response time, warning',
    responseTimeError: 'Response time, error',
    minimumRequests: 'Fewest requests',
    windowMinutes: 'Minutes looked at',
    readingsToWorsen: 'Bad readings until worse',
    readingsToRecover: 'Good readings until better',
    readingsToSetStatus: 'Bad readings until the status changes',
    silenceMinutes: 'Minutes of silence until unknown',
  } as Partial<Record<string, unknown>>,
  choices: {
    type: { ...texts.moduleType, ...texts.relationship.types },
    status: texts.status,
    criticality: texts.relationship.criticalities,
    declaredBy: texts.relationship.declarers,
    role: { viewer: 'Viewer', analyst: 'Analyst', editor: 'Editor', admin: 'Administrator' },
    events: { health: 'Changes of health', all: 'All changes' },
  } as Partial<Record<string, Record<string, string>>>,

  module: {
    edit: (name: string) => `Edit ${name}`,
    created: (name: string) => `${name} is registered`,
    saved: (name: string) => `${name} is saved`,
    leave: 'What you typed is not saved. Leave the page all the same?',
  },
  save: 'Save',
  add: 'Create',
  cancel: 'Cancel',
  mistakes: (count: number) =>
    `${number(count)} ${count === 1 ? 'field is' : 'fields are'} not right yet. The first one is shown.`,
  refused: (detail: string) => `Nothing was saved. ${detail}`,
  unchanged: 'Nothing is changed',

  conflict: {
    title: 'Somebody else was faster',
    hint: 'It was changed while you were editing. Choose what shall hold; what you do not choose is lost, the rest of your changes stays.',
    field: 'Field',
    mine: 'Yours',
    theirs: 'Theirs',
    onlyTheirs: 'Only they changed it',
    nothing: 'nothing',
    noClash: 'Their changes touch nothing that you changed.',
    back: 'Back to my text',
    save: 'Save what is chosen',
    of: (who: 'mine' | 'theirs', field: string) => (who === 'mine' ? `Yours for ${field}` : `Theirs for ${field}`),
    gone: 'It was deleted meanwhile. Copy what you need from the form; it can not be saved here any more.',
  },

  deletion: {
    title: (name: string) => `Delete ${name}`,
    parts: 'Its capabilities, entities, endpoints, configurations and relationships go with it.',
    free: 'Nothing else depends on it.',
    needed: (count: number) =>
      count === 1
        ? 'One relationship leads here. It is removed too:'
        : `${number(count)} relationships lead here. They are removed too:`,
    needs: 'needs',
    belongs: 'is part of',
    more: (count: number) => `and ${number(count)} more`,
    typeKey: (key: string) => `Type ${key} to delete it all the same`,
    done: (name: string) => `${name} is deleted`,
    stale: (name: string) => `Somebody else changed ${name} meanwhile. Nothing was deleted; look at it again.`,
  },
  undo: 'Undo',
  undone: 'Taken back',
  undoFailed: (detail: string) => `It could not be taken back. ${detail}`,
}
