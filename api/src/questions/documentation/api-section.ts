import type { RootContent } from 'mdast'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { exampleOf } from './example.ts'
import type { Facts } from './module-contents.ts'
import { code, heading, inlineCode, linkTo, paragraph, said, table, text } from './tree.ts'

const longest = 300

export interface Addresses {
  /** Paths of record lists by ref of their entity, for relations. */
  paths: ReadonlyMap<string, string>
  /** URL of the registry, for sample calls. */
  baseUrl: string
}

/** The API section: entities with their operations and sample calls, then other capabilities. Pure. */
export function apiSection(facts: Facts, around: Addresses): RootContent[] {
  const { module, entities, capabilities, counts } = facts
  const crud = (entity: Entity) => capabilities.filter((one) => one.type === 'crud' && one.entity === entity.name)
  const others = capabilities.filter((one) => one.type !== 'crud' || one.entity === null)
  const left = counts.capabilities - capabilities.length + counts.entities - entities.length
  return [
    paragraph(
      text('Whole, with every parameter and schema: '),
      linkTo(`/api/modules/${module.key}/openapi.json`, 'OpenAPI 3.1'),
    ),
    ...notServed(facts),
    ...entities.flatMap((entity) => [
      heading(3, text(entity.label), text(' ('), inlineCode(entity.name), text(')')),
      ...(entity.description === '' ? [] : said(entity.description.slice(0, longest))),
      ...operations(crud(entity), ['Capability', 'Operation', 'Call']),
      ...samples(entity, facts, around),
    ]),
    ...(others.length > 0
      ? [heading(3, text('Other capabilities')), ...operations(others, ['Capability', 'Operation', 'Call', 'Meaning'])]
      : []),
    ...(left > 0 ? said(`${left} more parts are not shown: /api/modules/${module.key}/capabilities has them.`) : []),
  ]
}

/** Explains the mark of calls in the tables, if there is any. */
function notServed({ module, capabilities }: Facts): RootContent[] {
  if (capabilities.every(({ endpoints }) => endpoints.every(({ served }) => served))) return []
  const why =
    module.status === 'inactive'
      ? 'this registry does not answer them while the module is inactive'
      : 'this registry does not answer them'
  const elsewhere = module.metadata.homepage
  return [
    paragraph(
      text(`Calls that are “not served here” are declared by the module, but ${why}.`),
      ...(elsewhere === undefined ? [] : [text(' See its '), linkTo(elsewhere, 'home page'), text('.')]),
    ),
  ]
}

const operations = (capabilities: Facts['capabilities'], headings: string[]): RootContent[] =>
  table(
    headings,
    capabilities.flatMap(({ key, operations, endpoints, description }) =>
      operations.map((operation) =>
        [
          [inlineCode(key)],
          [inlineCode(operation)],
          endpoints
            .filter((one) => one.operation === operation)
            .flatMap(({ method, path, served }, index) => [
              ...(index > 0 ? [text(' ')] : []),
              inlineCode(`${method} ${path}`),
              ...(served ? [] : [text(' (not served here)')]),
            ]),
          [text(description.slice(0, longest))],
        ].slice(0, headings.length),
      ),
    ),
  )

export const refOfRelation = (module: string, relationObject: string): string =>
  `entity:${relationObject.includes('/') ? relationObject : `${module}/${relationObject}`}`

/** Sample calls that work in any shell; those that create a record first look up records for its relations. */
function samples(entity: Entity, { module, served }: Facts, { paths, baseUrl }: Addresses): RootContent[] {
  if (entity.path === null || !served.includes(entity.path)) return []
  const read = `curl -f '${baseUrl}${entity.path}?limit=2'`
  const relations = entity.fields.filter(({ type }) => type === 'relation')
  const example = exampleOf(entity)
  const needed = relations.filter(({ required }) => required)
  const places = needed.map(({ relationObject }) => paths.get(refOfRelation(module.key, relationObject!)))
  const isOtherwise = needed.some(({ relationField = 'id' }) => relationField !== 'id')
  if (!example || isOtherwise || places.includes(undefined)) return [code('sh', read)]
  const body = Object.fromEntries(
    Object.entries(example).flatMap(([name, value]) => {
      const relation = relations.find((field) => field.name === name)
      if (!relation) return [[name, value]]
      const at = needed.indexOf(relation)
      // Optional relations are omitted: there might be no record to refer to.
      return at < 0 ? [] : [[name, `@${at}@`]]
    }),
  )
  const lookups = places.map(
    (path, at) => `id${at + 1}=$(curl -fs '${baseUrl}${path}?limit=1' | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')`,
  )
  const sent = JSON.stringify(body)
    .replaceAll("'", '\\u0027')
    .replaceAll(/"@(\d+)@"/g, (_, at: string) => `"'"$id${Number(at) + 1}"'"`)
  const create = `curl -f '${baseUrl}${entity.path}' -H 'content-type: application/json' -d '${sent}'`
  return [code('sh', [read, ...lookups, create].join('\n'))]
}
