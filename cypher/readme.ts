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
so can you: paste one into Neo4j Browser or \`cypher-shell\` and set its parameters with \`:param\`, for example
\`:param {id: 'crm'}\`. Those marked *write* are how the registry changes the graph; run them only through its API, which takes the lock
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

const row = ({ name, sentence, access, parameters, columns }: Query) => {
  const given = parameters.map(({ name, type, nullable }) => `\`${name}: ${type}${nullable ? '?' : ''}\``)
  const mark = access === 'write' ? ' *write*' : ''
  return `| [\`${name}\`](${name}.cypher)${mark}<br>${cell(sentence)} | ${given.join('<br>')} | ${columns.join(', ')} |`
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
