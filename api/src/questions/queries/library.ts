import { catalog, type Query } from '@registry/cypher/catalog'
import { neo4jType } from '@registry/cypher/types'
import { libraryFolders, QueryParameter, type StoredQuery } from './queries.contract.ts'

const isOfLibrary = ({ name, access }: Query) =>
  access === 'read' && libraryFolders.some((folder) => name.startsWith(`${folder}/`))

/** The queries of the library; queries that only services use are not in it. */
export const library: ReadonlyMap<string, StoredQuery> = new Map(
  [...catalog.values()].filter(isOfLibrary).map((query) => [query.name, described(query)]),
)

function described({ name, sentence, parameters, columns, example, grows, text }: Query): StoredQuery {
  return {
    name,
    source: 'library',
    description: sentence,
    parameters: parameters.map(({ type, ...parameter }) =>
      QueryParameter.parse({ ...parameter, type: neo4jType(type), nullable: type.nullable }),
    ),
    columns: columns.map(({ name }) => name),
    owner: null,
    sharing: 'shared',
    version: 1,
    rev: 1,
    query: text,
    example,
    grows,
    versions: [],
  }
}
