// The rules of the house about imports, each with its sentence. Run by `npm run check:layers`.

/** From top to bottom. A file imports from its own layer and from those below it. */
const layers = {
  'server.ts, cli.ts, doctor.ts': '^api/src/(server|cli|doctor)\\.ts$',
  'app.ts': '^api/src/app\\.ts$',
  'features.ts, services.ts, contract.ts': '^api/src/(features|services|contract)\\.ts$',
  doors: '^api/src/doors/',
  authoring: '^api/src/authoring/',
  questions: '^api/src/questions/',
  runtime: '^api/src/runtime/',
  registry: '^api/src/registry/',
  store: '^api/src/store/',
  graph: '^api/src/graph/',
  kernel: '^api/src/kernel/',
}

const downwards = Object.entries(layers)
  .slice(1)
  .map(([name, path], index, lower) => ({
    name: `${name.split(/[.,]/)[0]}-imports-downwards`,
    comment: `A file of ${name} imports from its own layer and from those below it.`,
    severity: 'error',
    from: { path },
    to: { path: [Object.values(layers)[0], ...lower.slice(0, index).map(([, above]) => above)] },
  }))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...downwards,
    {
      name: 'no-circle',
      comment: 'No file imports itself by way of others.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-folders',
      comment: 'Folders do not import each other in a circle.',
      severity: 'warn',
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
      comment: 'The page knows the API by its contract and its drawing formats only.',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: '^(api|cypher|seeds)/', pathNot: '^api/src/(contract|questions/visualisation/formats)\\.ts$' },
    },
    {
      name: 'contract-runs-in-browsers',
      comment: 'Nothing that the contract reaches needs Node.',
      severity: 'error',
      from: { path: '^api/src/(contract|questions/visualisation/formats)\\.ts$' },
      // What has no folder in its name is a part of Node.
      to: { path: ['^[^/.]+(/promises)?$',  '\\.service\\.ts$'], reachable: true },
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
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.vue', '.js', '.mjs', '.json'] },
    moduleSystems: ['es6'],
  },
}
