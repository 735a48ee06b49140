import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import { requireRevision, type Expected, type Person } from '../../store/change.ts'
import type { QueryCreate, StoredQuery } from './queries.contract.ts'
import { seal } from '../../kernel/seal.ts'

/**
 * Members stored together as one text, encrypted if the query is private: analysts can match any node, but not read it.
 */
type Contents = Pick<
  StoredQuery,
  'description' | 'parameters' | 'columns' | 'query' | 'example' | 'versions' | 'version'
>
interface Row {
  name: string
  owner: string
  sharing: 'private' | 'shared'
  rev: number
  contents: string
}

const mostVersions = 20

/**
 * Saved queries. They are not registered content, so they are not logged; each keeps its own versions. Decision 0025.
 */
export function savedQueries(graph: Graph, secretsKey: Buffer | undefined) {
  const sealed = secretsKey && seal(secretsKey, 'saved queries')

  const requireSeal = () => {
    if (!sealed)
      throw new Problem(
        'not-configured',
        'private queries require an encryption key outside the graph: set SECRETS_KEY',
      )
    return sealed
  }
  const opened = (contents: string) => {
    const { open } = requireSeal()
    try {
      return open(contents)
    } catch {
      throw new Problem(
        'not-configured',
        'the private query was encrypted with another key: set SECRETS_KEY, or the file secrets-key in DATA_DIR, to that key',
      )
    }
  }
  const isReadable = ({ sharing, contents }: Row) => {
    if (sharing === 'shared') return true
    try {
      return sealed?.open(contents) !== undefined
    } catch {
      return false // encrypted with another key, which reading it by name reports
    }
  }
  const fromRow = ({ name, owner, sharing, rev, contents }: Row): StoredQuery => {
    const text = sharing === 'private' ? opened(contents) : contents
    const kept: Contents = JSON.parse(text)
    return { name: `saved/${name}`, source: 'saved', owner, sharing, rev, grows: '', ...kept }
  }
  const find = async (run: Read, name: string, { actor, keyId = '' }: Person): Promise<StoredQuery | undefined> => {
    const [row] = await run('queries/saved', { name, actor, key: keyId })
    return row && fromRow(row)
  }
  const write = async (
    run: Run,
    name: string,
    expected: number | null,
    query: StoredQuery,
    { keyId: ownerKey = '' }: Person,
  ) => {
    const { owner, sharing, rev, description, parameters, columns, example, versions, version } = query
    const text = JSON.stringify({ description, parameters, columns, query: query.query, example, versions, version })
    const contents = sharing === 'private' ? requireSeal().close(text) : text
    const rows = await run('queries/save', {
      name,
      expected,
      properties: { name, owner, ownerKey, sharing, rev, contents },
    })
    if (rows.length > 0) return
    throw expected === null
      ? new Problem('already-exists', `the query saved/${name} already exists`)
      : new Problem('stale-revision', 'the query has been changed since it was read')
  }
  const ofOwner = async (run: Read, name: string, person: Person, expected: Expected) => {
    const { actor: owner, keyId: key = '' } = person
    const before = await find(run, name, person)
    if (!before) throw new Problem('not-found', `there is no query saved/${name}`)
    const [owned] = await run('queries/owned', { name, owner, key })
    if (!owned) throw new Problem('forbidden', `the query belongs to ${before.owner}`)
    requireRevision({ ref: before.name, rev: before.rev }, expected)
    return before
  }

  return {
    async all({ actor, keyId = '' }: Person): Promise<StoredQuery[]> {
      const rows = await graph.read('queries/saved', { name: null, actor, key: keyId })
      return rows.filter(isReadable).map(fromRow)
    },

    find: (name: string, person: Person): Promise<StoredQuery | undefined> => find(graph.read, name, person),

    create: ({ name, ...given }: QueryCreate, person: Person): Promise<StoredQuery> =>
      graph.write(async (run) => {
        const query = next({ ...given, owner: person.actor }, name, person.actor, undefined)
        await write(run, name, null, query, person)
        return query
      }),

    replace: (
      name: string,
      given: Omit<QueryCreate, 'name'>,
      person: Person,
      expected: Expected,
    ): Promise<StoredQuery> =>
      graph.write(async (run) => {
        const before = await ofOwner(run, name, person, expected)
        const after = next({ ...given, owner: person.actor }, name, person.actor, before)
        if (isDeepStrictEqual({ ...after, rev: 0, versions: [] }, { ...before, rev: 0, versions: [] })) return before
        await write(run, name, before.rev, after, person)
        return after
      }),

    remove: (name: string, person: Person, expected: Expected): Promise<null> =>
      graph.write(async (run) => {
        const { rev } = await ofOwner(run, name, person, expected)
        await run('queries/remove', { name, rev })
        return null
      }),
  }
}

function next(
  given: Omit<QueryCreate, 'name'> & { owner: string },
  name: string,
  actor: string,
  before: StoredQuery | undefined,
): StoredQuery {
  const isSameText = before?.query === given.query
  const version = (before?.version ?? 0) + (isSameText ? 0 : 1)
  const versions = isSameText
    ? before.versions
    : [{ version, query: given.query, at: new Date().toISOString(), actor }, ...(before?.versions ?? [])]
  return {
    ...given,
    name: `saved/${name}`,
    source: 'saved',
    columns: [],
    version,
    rev: (before?.rev ?? 0) + 1,
    grows: '',
    versions: versions.slice(0, mostVersions),
  }
}
