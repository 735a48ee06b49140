/**
 * Texts shared by several features; each feature has its own beside it. To add a language, add an object of type
 * `Texts` and select it here. Numbers and times are formatted for `language`.
 */
const english = {
  product: 'Module registry',
  navigation: {
    modules: 'Modules',
    graph: 'Graph',
    'ai-modules': 'AI modules',
    statistics: 'Statistics',
    queries: 'Queries',
    activity: 'Activity',
    settings: 'Settings',
    actor: 'You are',
    actorHint: 'Recorded with your changes',
  },
  theme: {
    label: 'Theme',
    names: { light: 'Light', dark: 'Dark', system: 'As the system' },
  },
  dismiss: 'Dismiss',
  retry: 'Try again',
  none: 'None',
  never: 'Never',
  copy: (what: string) => `Copy ${what}`,
  copied: (what: string) => `Copied ${what}`,
  copyFailed: 'The browser did not allow copying. Select the text and copy it by hand.',
  shown: (returned: number, total: number) => `${number(returned)} of ${number(total)}`,
  firstOnly: (returned: number, total: number) =>
    `Only the first ${number(returned)} of ${number(total)} are shown here. The API lists all of them.`,

  status: { active: 'Active', inactive: 'Inactive', deprecated: 'Deprecated', error: 'Error' },
  health: { healthy: 'Healthy', warning: 'Warning', error: 'Failing', unknown: 'Unknown' },
  moduleType: {
    crud: 'CRUD',
    workflow: 'Workflow',
    integration: 'Integration',
    report: 'Report',
    analytics: 'Analytics',
  },
  module: {
    name: 'Name',
    key: 'Key',
    aliases: 'Aliases',
    description: 'Description',
    type: 'Type',
    status: 'Status',
    health: 'Own health',
    version: 'Version',
    owner: 'Owner',
    noOwner: 'No owner',
    owners: 'Owners',
    ownerRoles: { owner: 'Owner', maintainer: 'Maintainer', steward: 'Data steward', support: 'Support' },
    tags: 'Tags',
    tag: 'Tag',
    created: 'Created',
    updated: 'Updated',
    changes: 'Changes',
    edit: 'Edit',
    delete: 'Delete',
    actions: 'Actions',
  },
  list: {
    clearSearch: 'Clear the search',
    clear: 'Clear filters',
    noMatchHint: 'Remove a filter or search for something else.',
    pages: 'Pages',
    perPage: 'Per page',
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
  },
  relationship: {
    types: {
      dependency: 'depends on',
      integration: 'integrates with',
      'data-flow': 'sends data to',
      hierarchical: 'is part of',
    },
    source: 'Source',
    type: 'Relationship',
    target: 'Target',
    operations: 'Operations used',
    criticality: 'Criticality',
    criticalities: { low: 'Low', medium: 'Medium', high: 'High' },
    declaredBy: 'Declared by',
    declarers: { manual: 'A person', patch: 'A patch', import: 'An import' },
  },
  cancel: 'Cancel',
  draft: { begin: 'New AI module' },
  notFound: {
    page: 'There is no such page',
    pageHint: 'Check the address for typing errors.',
    toModules: 'Go to all modules',
  },
  problem: {
    unreachable: 'The registry does not answer',
    unreachableHint: 'Check that it is running and that this computer is connected, then try again.',
    unexpectedAnswer: 'The registry answered with something that is not JSON.',
    unavailable: 'The registry is busy starting or recovering',
    unavailableHint: 'Its database does not answer at the moment. This usually takes less than a minute.',
    forbidden: 'You may not see this',
    forbiddenHint: 'Ask an administrator of the registry for access.',
    invalid: 'The address asks for something that does not exist',
    invalidHint: 'Clear the filters, or go back to where you came from.',
    other: 'Something went wrong',
    otherHint: 'Try again. If it keeps happening, send the text below to whoever runs the registry.',
    stale: 'This is what was last read. It could not be read again just now.',
  },
  loading: 'Loading',
}

export type Texts = typeof english
export const texts: Texts = english

export const language = 'en'
const numbers = new Intl.NumberFormat(language)
export const number = (value: number): string => numbers.format(value)
const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
export const share = (value: number): string => shares.format(value)
