import { pathOf, pointerTo } from './pointers.ts'
import { annotations, assertions, draftNamed, holdsSchemas, innerSchemas, isObject, isSchema } from './schema-drafts.ts'
import type { Draft, Json } from './schema-drafts.ts'

/** What a part of a schema refers to: another part, or a meta-schema by its URI. */
export type Target = { pointer: string } | { metaSchema: string }

export interface References {
  /** Each schema inside the schema, by its JSON Pointer. */
  parts: Map<string, Json | boolean>
  targets: Map<string, Target>
  /** Parts that are schemas only because a reference leads to them, as in `components/schemas`. */
  referred: string[]
  errors: { pointer: string; reason: string }[]
}

const referring = ['$ref', '$dynamicRef', '$recursiveRef'] as const
/** Of a schema without a URI of its own. */
const withoutUri = 'schema:///'

/** The parts of a schema and what they refer to, by the rules of its draft. Nothing is fetched. */
export function referencesOf(root: Json, draft: Draft): References {
  const parts: References['parts'] = new Map()
  const targets: References['targets'] = new Map()
  const referred: string[] = []
  const errors: References['errors'] = []
  /** URIs that references in each part are relative to. */
  const bases = new Map<string, string>()
  /** Pointers by URI, with a fragment for an anchor. */
  const named = new Map<string, string>([[withoutUri, '']])

  function name(uri: string, pointer: string, keyword: string): void {
    if (named.has(uri) && named.get(uri) !== pointer)
      errors.push({ pointer: `${pointer}/${keyword}`, reason: 'names another part of the schema already' })
    else named.set(uri, pointer)
  }

  function collect(pointer: string, schema: Json | boolean, outerBase: string): void {
    if (parts.has(pointer)) return
    parts.set(pointer, schema)
    let base = outerBase
    if (isObject(schema)) {
      const keyword = draft === 4 ? 'id' : '$id'
      const id = schema[keyword]
      // Draft-07 and earlier ignore what stands beside a reference, and have anchors in the identifier.
      if (typeof id === 'string' && !(draft <= 7 && '$ref' in schema && pointer !== '')) {
        const [uri, fragment] = splitUri(id)
        const own = uri === '' ? base : resolvedUri(uri, base)
        if (own === undefined) errors.push({ pointer: `${pointer}/${keyword}`, reason: 'must be a URI' })
        else if (own !== base) name((base = own), pointer, keyword)
        if (draft <= 7 && fragment !== '' && !fragment.startsWith('/')) name(`${base}#${fragment}`, pointer, keyword)
      }
      for (const keyword of ['$anchor', '$dynamicAnchor'])
        if (typeof schema[keyword] === 'string') name(`${base}#${schema[keyword]}`, pointer, keyword)
    }
    bases.set(pointer, base)
    for (const { path, schema: inner } of innerSchemas(schema)) collect(pointerTo(pointer, path), inner, base)
  }

  /** The part that a pointer leads to; below a keyword that is not known it becomes one. */
  function partAt(pointer: string): string | undefined {
    if (parts.has(pointer)) return pointer
    const schema = valueAt(root, pointer)
    if (!isSchema(schema)) return undefined
    const outer = outerPart(pointer)
    const [keyword] = pathOf(pointer.slice(outer.length))
    if (holdsSchemas(keyword!) || annotations.includes(keyword!) || assertions.includes(keyword!)) return undefined
    referred.push(pointer)
    collect(pointer, schema, bases.get(outer)!)
    return pointer
  }

  function outerPart(pointer: string): string {
    const outer = pointer.slice(0, pointer.lastIndexOf('/'))
    return parts.has(outer) ? outer : outerPart(outer)
  }

  function targetOf(ref: unknown, base: string): Target | string {
    if (typeof ref !== 'string' || /\p{Surrogate}/u.test(ref)) return 'must be a URI'
    const [uri, given] = splitUri(ref)
    const fragment = decoded(given)
    const resource = uri === '' ? base : resolvedUri(uri, base)
    const start = resource === undefined ? undefined : named.get(resource)
    if (start === undefined)
      return resource !== undefined && draftNamed(resource)
        ? { metaSchema: `${resource}${fragment === '' ? '' : `#${fragment}`}` }
        : 'must refer to a place inside the schema, such as #/$defs/name: nothing is fetched'
    const isPointer = fragment === '' || fragment.startsWith('/')
    const pointer = isPointer ? partAt(start + fragment) : named.get(`${resource}#${fragment}`)
    return pointer === undefined ? 'refers to no schema inside the schema' : { pointer }
  }

  function refer(pointer: string, schema: Json | boolean): void {
    if (!isObject(schema)) return
    const [keyword, ...more] = referring.filter((one) => Object.hasOwn(schema, one))
    for (const other of more)
      errors.push({ pointer: `${pointer}/${other}`, reason: `is not supported beside ${keyword}` })
    if (!keyword) return
    const target = targetOf(schema[keyword], bases.get(pointer)!)
    if (typeof target === 'string') errors.push({ pointer: `${pointer}/${keyword}`, reason: target })
    else targets.set(pointer, target)
  }

  /** What a reference leads to may depend on the way that a validator took to it; it does not where there is one goal only. */
  function refuseAmbiguous(): void {
    const counts = new Map<unknown, number>()
    for (const part of parts.values())
      for (const keyword of isObject(part) ? ['$recursiveAnchor', '$dynamicAnchor'] : [])
        counts.set((part as Json)[keyword], (counts.get((part as Json)[keyword]) ?? 0) + 1)
    for (const [pointer, target] of targets) {
      const from = parts.get(pointer) as Json
      const to = 'pointer' in target ? parts.get(target.pointer) : undefined
      const keyword = '$recursiveRef' in from ? '$recursiveRef' : '$dynamicRef'
      const anchor = keyword === '$recursiveRef' ? '$recursiveAnchor' : '$dynamicAnchor'
      if ('$ref' in from || !isObject(to) || !to[anchor]) continue
      if (counts.get(to[anchor])! > 1)
        errors.push({
          pointer: `${pointer}/${keyword}`,
          reason: `is not supported where several parts have the same ${anchor}; use $ref`,
        })
    }
  }

  collect('', root, withoutUri)
  // More parts come while references are followed.
  for (const [pointer, schema] of parts) refer(pointer, schema)
  refuseAmbiguous()
  return { parts, targets, referred, errors }
}

function splitUri(uri: string): [before: string, fragment: string] {
  const at = uri.indexOf('#')
  return at === -1 ? [uri, ''] : [uri.slice(0, at), uri.slice(at + 1)]
}

function resolvedUri(uri: string, base: string): string | undefined {
  try {
    return new URL(uri, base).href
  } catch {
    return undefined
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const valueAt = (root: unknown, pointer: string): unknown =>
  pathOf(pointer).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Json)[step] : undefined),
    root,
  )
