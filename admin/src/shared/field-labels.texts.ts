/** Labels of the members of resources. */
export const fieldLabels = {
  metadata: {
    schemaPath: 'Schema path',
    apiBasePath: 'API base path',
    entities: 'Entities',
    homepage: 'Homepage',
    healthUrl: 'Health address',
    statisticsUrl: 'Statistics address',
    aiModel: 'Language model',
    promptHash: 'Prompt hash',
    createdBy: 'Created by',
    reviewedBy: 'Reviewed by',
    aiModuleId: 'Draft',
    source: 'Source',
    successor: 'Successor',
    sunset: 'Retires on',
    thresholds: 'Thresholds',
  },
  configurationTypes: { schema: 'Schema', usage: 'Usage', api: 'API', relationship: 'Relationship' },
}
