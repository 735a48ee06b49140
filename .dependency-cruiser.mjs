// Which file may import which, a sentence for each rule. Run by `npm run check:layers`; decision 0038 says why.

import { builtinModules } from 'node:module'

/** The layers of the API from top to bottom. */
const layers = {
  'server.ts, cli.ts, doctor.ts': '^api/src/(server|cli|doctor)\\.ts$',
  'app.ts': '^api/src/app\\.ts$',
  'features.ts, kinds.ts, contract.ts': '^api/src/(features|kinds|contract)\\.ts$',
  doors: '^api/src/doors/',
  authoring: '^api/src/authoring/',
  questions: '^api/src/questions/',
  runtime: '^api/src/runtime/',
  registry: '^api/src/registry/',
  store: '^api/src/store/',
  graph: '^api/src/graph/',
  kernel: '^api/src/kernel/',
}

const apiRules = Object.entries(layers)
  .slice(1)
  .map(([layer, path], index) => ({
    name: `${layer.split('.')[0]}-imports-downwards`,
    comment: `A file of ${layer} imports from its own layer and from those below it.`,
    severity: 'error',
    from: { path },
    to: { path: Object.values(layers).slice(0, index + 1) },
  }))

/** The folders of the page, each with those that it may import besides admin/src/shared. */
const pages = {
  modules: ['statistics', 'queries', 'diagram', 'relationships', 'configuration', 'documentation', 'activity'],
  statistics: ['queries', 'diagram', 'relationships', 'activity'],
  queries: ['diagram', 'relationships', 'activity'],
  drafts: ['diagram', 'relationships', 'activity'],
  diagram: ['relationships', 'activity'],
  relationships: ['activity'],
  configuration: ['documentation', 'activity'],
  documentation: [],
  activity: [],
  settings: [],
  shared: [],
}

const pageRules = Object.entries(pages).map(([folder, below]) => ({
  name: `page-${folder}-imports-downwards`,
  comment: `A file of admin/src/${folder} imports from ${[folder, ...below, 'shared'].join(', ')} only.`,
  severity: 'error',
  from: { path: `^admin/src/${folder}/` },
  to: { path: '^admin/src/', pathNot: `^admin/src/(${[folder, ...below, 'shared'].join('|')})/` },
}))

/** What a browser gets of the API. */
const inBrowsers =
  '^api/src/(contract|questions/visualisation/formats|kernel/markdown-html|kernel/schema-upgrade|kernel/words)\\.ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...apiRules,
    ...pageRules,
    {
      name: 'no-circle',
      comment: 'No file imports itself by way of others.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-folders',
      comment:
        'No folder imports itself by way of others, even where no file does; a folder and those inside it are one.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'source-without-tests',
      comment: 'What runs imports nothing of tests, benchmarks and fuzzing.',
      severity: 'error',
      from: { path: '^(api/src|admin|cypher|seeds)/' },
      to: { path: '^api/(test|bench|fuzz)/' },
    },
    {
      name: 'page-imports-the-contract',
      comment: 'The page knows the API by its contract, its drawing formats and how it reads schemas of older drafts.',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: '^(api|cypher|seeds)/', pathNot: inBrowsers },
    },
    {
      name: 'contract-runs-in-browsers',
      comment: 'Nothing that the contract reaches, be it for its types, needs Node or is a service.',
      severity: 'error',
      from: { path: inBrowsers },
      to: { path: [`^(${builtinModules.join('|')})$`, '\\.service\\.ts$'], reachable: true },
    },
    {
      name: 'resolvable',
      comment: 'Every import is found; mdast has types only.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^mdast$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json'],
    },
    moduleSystems: ['es6'],
  },
}
