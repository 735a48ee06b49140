import type { ListResourcesResult, ReadResourceResult } from '@modelcontextprotocol/server'
import { Problem } from '../../kernel/errors.ts'
import type { Load } from '../../kernel/operation.ts'
import { patchJsonSchema } from '../../authoring/patches/read/document.ts'
import type { Call } from '../../store/call.ts'
import { getDocs } from './module-docs.ts'
import type { Services } from './tool.ts'
import { getModule } from './tools.ts'

const mimeType = 'application/json'
const language = 'registry://patch-language'
const questions = 'registry://queries'
const perPage = 50
const each = 20
const docsTokens = 8_000
const mostQuestions = 200

export const templates = [
  {
    uriTemplate: 'registry://modules/{key}',
    name: 'module',
    description: 'A module with its endpoints and fields',
    mimeType,
  },
  { uriTemplate: 'registry://docs/{key}', name: 'docs', description: 'Documentation of a module', mimeType },
]

/** The language of patches, then every module and its documentation, page by page. */
export async function listResources({ modules }: Services, cursor?: string): Promise<ListResourcesResult> {
  const { items, nextCursor } = await modules.list({ query: { limit: perPage, cursor, sort: 'key' } })
  const first = { uri: language, name: 'patch-language', description: 'JSON Schema of patch documents', mimeType }
  const second = { uri: questions, name: 'queries', description: 'Named queries for run_query', mimeType }
  return {
    resources: [
      ...(cursor === undefined ? [first, second] : []),
      ...items.flatMap(({ key }) => [
        { uri: `registry://modules/${key}`, name: `module ${key}`, mimeType },
        { uri: `registry://docs/${key}`, name: `docs of ${key}`, mimeType },
      ]),
    ],
    ...(nextCursor === null ? {} : { nextCursor }),
  }
}

/** Queries in short form: name, typed parameters and description. */
async function questionsOf({ queries }: Services, call: Call) {
  const { items, total, truncated } = await queries.list({ query: { limit: mostQuestions } }, call)
  const questions = items.map(({ name, description, parameters }) => {
    const asked = parameters.map((one) => `${one.name}: ${one.type}${one.nullable ? '?' : ''}`).join(', ')
    return `${name}(${asked}): ${description}`
  })
  return { questions, total, truncated }
}

/** Documentation is written anew, and cut to a number of tokens. */
export const loadOf = (uri: string): Load => (uri.startsWith('registry://docs/') ? 'heavy' : 'read')

/** As JSON, so that texts of modules are inside strings. */
export async function readResource(services: Services, uri: string, call: Call): Promise<ReadResourceResult> {
  const [, kind, named] = /^registry:\/\/(modules|docs)\/([^/]{1,600})$/.exec(uri) ?? []
  const read = async () => {
    if (uri === language) return patchJsonSchema()
    if (uri === questions) return questionsOf(services, call)
    if (kind === undefined || named === undefined)
      throw new Problem('not-found', `there is no resource ${uri.slice(0, 200)}`)
    const { module: key } = await services.aliases.resolved({ module: decoded(named) })
    if (kind === 'docs') return getDocs(services, { module: key, maxTokens: docsTokens }, call)
    return getModule(services, { module: key, include: ['endpoints', 'schemas'], limit: each })
  }
  return { contents: [{ uri, mimeType, text: JSON.stringify(await read()) }] }
}

/** A key, id or alias as it is written in a URI. */
function decoded(named: string): string {
  try {
    return decodeURIComponent(named)
  } catch {
    return named
  }
}
