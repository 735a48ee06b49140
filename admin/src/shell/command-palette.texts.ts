import { texts } from '../shared/shared.texts.ts'
import { listTexts } from '../modules/module-list.texts.ts'

const title = 'Find and do'

/** Texts of the command palette and of the help on shortcuts. */
export const palette = {
  title,
  hint: 'Search modules, capabilities, entities, queries and commands',
  help: 'Keys',
  helpHint: 'They work where nothing is being typed. The diagram has more: press ? in it.',
  then: 'then',
  nothing: 'Nothing is found',
  close: 'Close',
  kinds: {
    command: 'Command',
    page: 'Page',
    module: 'Module',
    capability: 'Capability',
    entity: 'Entity',
    configuration: 'Configuration',
    query: 'Query',
  },
  commands: {
    palette: title,
    help: 'Show the keys',
    search: 'Search on this page',
    create: listTexts.create,
    theme: 'Change the theme',
    modules: texts.navigation.modules,
    graph: texts.navigation.graph,
    'ai-modules': texts.navigation['ai-modules'],
    statistics: texts.navigation.statistics,
    queries: texts.navigation.queries,
    activity: texts.navigation.activity,
    settings: texts.navigation.settings,
    'new-ai-module': texts.draft.begin,
  },
}
