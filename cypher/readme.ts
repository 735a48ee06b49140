import { catalog, cypherFiles, readCypher, type Query } from './catalog.ts'
import { shapes } from './shapes.ts'
import { written, type Type } from './types.ts'

/** The catalogue of this folder as README.md. */
export function readme(): string {
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
  Module -- HAS_ALIAS --> Alias
  Owner -- "OWNS {role}" --> Module
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
\`RegistryNode\` and a \`ref\` such as \`module:crm\` or \`capability:crm/order-crud\`. Between two modules there is one of each type (for
\`INTEGRATES_WITH\`, in either direction) if they or their parts have such a relationship: with an \`id\` and all that was declared if it is the
modules' own, and with \`liftedFrom\`, the ids of those of their parts, if there are any. So

| question | answer |
| --- | --- |
| which modules depend on which, each pair once? | \`MATCH (a:Module)-[:DEPENDS_ON]->(b:Module)\` |
| how many dependencies were declared, between any ends? | \`MATCH ()-[r:DEPENDS_ON]->() WHERE r.id IS NOT NULL RETURN count(r)\` |
| which modules are joined only by their parts? | \`MATCH (:Module)-[r:DEPENDS_ON]->(:Module) WHERE r.id IS NULL\` |
| what is an edge of modules lifted from? | \`MATCH (:Module)-[r:DEPENDS_ON]->(:Module) MATCH (c)-[part:DEPENDS_ON]->(d) WHERE part.id IN r.liftedFrom RETURN r, c, part, d\` |
| which capabilities depend on which? | \`MATCH (c:Capability)-[:DEPENDS_ON]->(d:Capability)\` |
| what depends on crm, directly or indirectly? | \`MATCH (:Module {key: 'crm'})<-[:DEPENDS_ON*]-(m:Module) RETURN DISTINCT m\` |

Without \`:Module\` at both ends, a pattern also meets the relationships of parts, beside those lifted from them.

## Types

The types of parameters and columns are those of Neo4j, and never null unless they end in \`?\`. \`LIST<STRING>\` is a list, \`'a' | 'b'\` one of
these texts, \`{ref STRING, owner? STRING}\` a map with these members, of which \`owner\` may be missing, \`{.*, ref STRING}\` one with others
too. A \`NAME\` is a label or a property that is written into the question. Others are:

| type | is |
| --- | --- |
${Object.entries(shapes).map(shape).join('\n')}
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
  const given = parameters.map(({ name, type }) => code(name, type))
  const mark = access === 'write' ? ' *write*' : ''
  return `| [\`${name}\`](${name}.cypher)${mark}<br>${cell(sentence)}${grows && `<br>*Grows ${cell(grows)}.*`} | ${given.join('<br>')} | ${columns.map(({ name, type }) => code(name, type)).join('<br>')} |`
}

const code = (name: string, type: Type) => cell(`\`${name} ${written(type)}\``)

const shape = ([name, text]: [string, string]) => `| \`${name}\` | ${cell(`\`${text.replace(/\s+/g, ' ')}\``)} |`

const migrations = () =>
  cypherFiles()
    .filter((name) => name.startsWith('migrations/'))
    .map((name) => {
      const [first = ''] = readCypher(name).split('\n')
      return `| [${/V\d+/.exec(name)![0]}](${name}.cypher) | ${cell(first.replace('// ', ''))} |`
    })

const cell = (text: string) => text.replaceAll('|', '\\|')
