import { number, texts } from '../shared/shared.texts.ts'

/** The sentences of the log. */
export const activity = {
  actor: 'Who',
  via: 'Through',
  kind: 'What',
  module: 'Module',
  since: 'From',
  until: 'To',
  clear: texts.list.clear,
  vias: {
    rest: 'REST',
    graphql: 'GraphQL',
    mcp: 'MCP',
    patch: 'Patch',
    import: 'Import',
    seed: 'Sample data',
    monitor: 'Monitor',
  },
  subjects: {
    module: 'Modules',
    capability: 'Capabilities',
    configuration: 'Configurations',
    entity: 'Entities',
    endpoint: 'Endpoints',
    relationship: 'Relationships',
    patch: 'Patch documents',
    draft: 'AI modules',
    revision: 'What was taken back',
  },
  summary: (returned: number, total: number) => `${number(returned)} of ${number(total)} changes`,
  none: 'Nothing has changed yet',
  noneHint: 'Every change of the registry is listed here, with who made it and what was before.',
  noMatch: 'No change matches',
  undo: 'Take back',
  undoNamed: (revision: number) => `Take back revision ${number(revision)}`,
  undoText: (revision: number, kind: string, ref: string) =>
    `Revision ${number(revision)}, ${kind} of ${ref}, is taken back whole. It is refused when more has happened since to what it changed.`,
}
