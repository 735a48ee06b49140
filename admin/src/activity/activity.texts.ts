import { language, number, texts } from '../shared/shared.texts.ts'

/** Texts of the change log. */
export const activity = {
  history: {
    title: 'History',
    none: 'No changes recorded',
    noneHint: 'Every change of the module and its parts is listed here.',
  },
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
    owner: 'Owners',
    capability: 'Capabilities',
    configuration: 'Configurations',
    entity: 'Entities',
    endpoint: 'Endpoints',
    relationship: 'Relationships',
    patch: 'Patch documents',
    draft: 'AI modules',
    revision: 'Undone changes',
  },
  summary: (returned: number, total: number) => `${number(returned)} of ${number(total)} changes`,
  none: 'Nothing has changed yet',
  noneHint: 'Every change of the registry is listed here, with who made it and what was before.',
  noMatch: 'No change matches',
  lastWeek: 'Last 7 days',
  typeName: 'Type the name of a module',
  verb: (kind: string) => verbs[kind] ?? verbs[actionOf(kind)] ?? actionOf(kind),
  draft: 'a draft',
  using: (name: string, operations: readonly string[]) => `${name} (${operations.join(', ')})`,
  batch: (names: readonly string[], count: number) =>
    count === names.length ? lists.format(names) : lists.format([...names, `${number(count - names.length)} more`]),
  others: (count: number) => `${number(count)} ${count === 1 ? 'other resource' : 'other resources'}`,
  revision: (revision: number) => `Revision ${number(revision)}`,
  differences: 'Changes',
  differencesOf: (revision: number) => `Changes of revision ${number(revision)}`,
  undo: 'Undo',
  undoNamed: (effect: string) => `Undo: ${effect}`,
  /** What undoing a change does. */
  effect(kind: string, name: string): string {
    const action = actionOf(kind)
    if (kind === 'revision.undo') return `Redo what was undone to ${name}`
    if (kind === 'patch.apply') return `Revert the patch to ${name}`
    if (['create', 'createMany', 'generate'].includes(action)) return `Remove ${name}`
    if (action === 'delete') return `Restore ${name}`
    return `Change ${name} back`
  },
  undoText: (revision: number) =>
    `Everything that revision ${number(revision)} changed becomes what it was before. This is refused if any of it has been changed again since.`,
}

/** Verbs of sentences by kind of change, or by what stands behind its dot. */
const verbs: Partial<Record<string, string>> = {
  create: 'added',
  createMany: 'added relationships, such as',
  replace: 'replaced',
  change: 'changed',
  delete: 'removed',
  purge: 'purged secrets of',
  link: 'linked',
  active: 'enabled',
  inactive: 'disabled',
  deprecated: 'deprecated',
  error: 'reported an error in',
  health: 'updated the health of',
  generate: 'generated',
  edit: 'edited',
  test: 'tested',
  fail: 'tested, without success,',
  submit: 'sent for review',
  approve: 'approved',
  reject: 'rejected',
  publish: 'published',
  unpublish: 'unpublished',
  'patch.apply': 'applied a patch to',
  'revision.undo': 'undid a change of',
}
const actionOf = (kind: string) => kind.slice(kind.indexOf('.') + 1)
const lists = new Intl.ListFormat(language, { type: 'conjunction' })
