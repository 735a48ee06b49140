import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalog, cypherFiles, readCypher, type Query } from './catalog.ts'

// Writes README.md, the catalogue of this folder: `npm run generate`. A test compares it with the files.

const file = fileURLToPath(new URL('README.md', import.meta.url))

export const writtenReadme = (): string => readFileSync(file, 'utf8')

export function generatedReadme(): string {
  const folders = new Set([...catalog.keys()].map(folderOf))
  return `# Questions to the graph

<!-- Generated from the headers of the files: npm run generate -->

Each \`.cypher\` file is one question: a sentence, its parameters, its columns and an example. The registry runs these very files, and
so can you:

- by name: \`curl -f localhost:3000/api/queries/analysis/orphans:run -H 'content-type: application/json' -d '{"parameters": {"after": "", "limit": 10}}'\`, with \`?format=csv\`, \`ndjson\` or \`graph\` for another form; \`POST /api/cypher\` takes any Cypher that only reads
- in cypher-shell: \`cypher-shell -a bolt://localhost:7687 -P "{after: '', limit: 10}" -f cypher/analysis/orphans.cypher\`
- in Neo4j Browser: \`:param {after: '', limit: 10}\`, then paste the file
- in a notebook: \`driver.execute_query(open('cypher/analysis/orphans.cypher').read(), after='', limit=10).records\`

Those marked *write* are how the registry changes the graph; run them only through its API, which takes the lock
and writes the log.

\`\`\`mermaid
graph LR
  Module -- HAS_CAPABILITY --> Capability
  Module -- HAS_ENTITY --> Entity
  Module -- HAS_ENDPOINT --> Endpoint
  Module -- HAS_CONFIGURATION --> Configuration
  Module -- HAS_STATISTICS --> Statistics
  Capability -- OPERATES_ON --> Entity
  Capability -- "EXPOSES {operation}" --> Endpoint
  Patch -- REGISTERED --> Module
  Revision -- CHANGED --> Change
  SavedQuery
\`\`\`

\`DEPENDS_ON\`, \`INTEGRATES_WITH\`, \`FLOWS_TO\` and \`PART_OF\` join modules, capabilities and configurations, which all carry the label
\`RegistryNode\` and a \`ref\` such as \`module:crm\` or \`capability:crm/order-crud\`.
${[...folders].map(section).join('')}
## migrations

Made once, in this order, and recorded in the graph as \`Migration\` nodes.

| version | what for |
| --- | --- |
${migrations().join('\n')}
`
}

const folderOf = (name: string) => name.split('/')[0]!

const section = (folder: string) => `
## ${folder}

| question | parameters | columns |
| --- | --- | --- |
${[...catalog.values()]
  .filter(({ name }) => folderOf(name) === folder)
  .map(row)
  .join('\n')}
`

const row = ({ name, sentence, access, parameters, columns, grows }: Query) => {
  const given = parameters.map(({ name, type, nullable }) => `\`${name}: ${type}${nullable ? '?' : ''}\``)
  const mark = access === 'write' ? ' *write*' : ''
  return `| [\`${name}\`](${name}.cypher)${mark}<br>${cell(sentence)}${grows && `<br>*Grows ${cell(grows)}.*`} | ${given.join('<br>')} | ${columns.join(', ')} |`
}

const migrations = () =>
  cypherFiles()
    .filter((name) => name.startsWith('migrations/'))
    .map((name) => {
      const [first = ''] = readCypher(name).split('\n')
      return `| [${/V\d+/.exec(name)![0]}](${name}.cypher) | ${cell(first.replace('// ', ''))} |`
    })

const cell = (text: string) => text.replaceAll('|', '\\|')

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, generatedReadme())
