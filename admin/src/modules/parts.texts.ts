import { number } from '../shared/shared.texts.ts'
import { activity } from '../activity/activity.texts.ts'
import { relationshipTexts } from '../relationships/relationships.texts.ts'

/** Texts of the parts of a module. */
export const parts = {
  tabs: {
    label: 'Parts of the module',
    overview: 'Overview',
    capabilities: 'Capabilities',
    relationships: relationshipTexts.title,
    configuration: 'Configuration',
    statistics: 'Statistics',
    history: activity.history.title,
    diagram: 'Diagram',
  },
  overview: {
    health: 'Effective health',
    impact: 'What depends on it',
    about: 'About',
    facts: 'Facts',
    entities: 'Entities',
    fields: (count: number) => `${number(count)} ${count === 1 ? 'field' : 'fields'}`,
    noEntities: 'This module declares no entities.',
    diagram: 'Diagram',
    openDiagram: 'Open the diagram',
    victims: (count: number) => `${number(count)} ${count === 1 ? 'module is' : 'modules are'} affected:`,
  },
  capability: {
    summary: (capabilities: number, endpoints: number, notServed: number) =>
      `${number(capabilities)} ${capabilities === 1 ? 'capability' : 'capabilities'}, ` +
      `${number(endpoints)} ${endpoints === 1 ? 'endpoint' : 'endpoints'}` +
      (notServed === 0 ? '' : `, ${number(notServed)} of them not served by this registry`),
    types: { crud: 'CRUD', query: 'Query', action: 'Action', workflow: 'Workflow' },
    on: (entity: string) => `on ${entity}`,
    operations: 'Operations',
    operation: 'Operation',
    method: 'Method',
    path: 'Path',
    notServed: 'Not served here',
    notServedHint: 'The module declares this endpoint; this registry does not answer it.',
    noEndpoints: 'No endpoint is declared for its operations:',
    none: 'This module has no capabilities yet',
    noneHint: 'They come with a patch document, or are added through the API.',
  },
}
