import { isCoreField, type Findings } from '../../../registry/entities/definition-check.ts'
import type { Derived } from '../derive/derive.ts'
import { actionPath, type DerivedParts } from '../derive/derived-parts.ts'
import type { Page, PatchDocument } from '../read/document.ts'
import { halves } from '../edit/edit-context.ts'
import type { Definition } from '../module-state.ts'

const limits = { pages: 200, menu: 200, roles: 200 } as const

interface Finding {
  kind: keyof Findings
  /** Name of the page, or label of the menu item. */
  of: string
  /** Pointer within it. */
  at: string
  reason: string
}

/**
 * Checks pages, menu and list sizes; reports only findings in the document, or caused by it elsewhere in the module.
 */
export function checkPages(derived: Derived, findings: Findings): void {
  const { document, definitionBefore, definition, base, partsBefore, parts } = derived
  for (const [member, limit] of Object.entries(limits))
    if (definition[member as keyof typeof limits].length > limit)
      findings.invalid.push({ pointer: '/payload', reason: `must leave at most ${limit} ${member} in the module` })
  const earlier = new Set(inspect(definitionBefore, partsBefore?.capabilities ?? [], base).map(asText))
  const found = inspect(definition, parts.capabilities, base).map((finding) => ({
    ...finding,
    place: placeOf(document, finding),
  }))
  const isInDocument = (reason: string) => found.some((other) => other.place !== undefined && other.reason === reason)
  for (const { place, ...finding } of found) {
    const { kind, reason } = finding
    if (place !== undefined) findings[kind].push({ pointer: place, reason })
    else if (!earlier.has(asText(finding)) && !isInDocument(reason))
      findings[kind].push({ pointer: '/target/identifier', reason: asText(finding) })
  }
}

const asText = ({ of, at, reason }: Finding) => `${of}${at}: ${reason}`

function placeOf(document: PatchDocument, { of, at }: Finding): string | undefined {
  if (document.scope === 'page') {
    const { target, payload } = document
    if (payload.page && (payload.page.name ?? target.identifier) === of) return `/payload/page${at}`
    if (payload.action && halves(target.identifier)[0] === of)
      return `/payload/action${at.replace(/^\/actions\/\d+/, '')}`
  }
  if (document.scope === 'menu') {
    const index = document.payload.items?.findIndex(({ label }) => label === of) ?? -1
    if (index >= 0) return `/payload/items/${index}${at}`
  }
  return undefined
}

type Capabilities = DerivedParts['capabilities']

function inspect(definition: Definition, capabilities: Capabilities, base: string): Finding[] {
  const { pages, menu } = definition
  const names = pages.map(({ name }) => name)
  return [
    ...pages.flatMap((page) => inspectPage(page, definition, base)),
    ...repeatedKeys(definition, capabilities),
    ...menu.flatMap(({ label, page }): Finding[] =>
      page === undefined || names.includes(page)
        ? []
        : [{ kind: 'refused', of: label, at: '/page', reason: `${page} is not a page of the module` }],
    ),
  ]
}

function inspectPage(page: Page, { entities }: Definition, base: string): Finding[] {
  const { name: of, entity: shown, actions = [] } = page
  const entity = entities.find(({ name }) => name === shown)
  const outside = actions.flatMap(({ path }, index): Finding[] =>
    path === undefined || actionPath(base, path).startsWith(`${base}/`)
      ? []
      : [{ kind: 'invalid', of, at: `/actions/${index}/path`, reason: `must be inside ${base}` }],
  )
  if (shown === undefined) return outside
  if (!entity)
    return [...outside, { kind: 'refused', of, at: '/entity', reason: `${shown} is not an entity of the module` }]
  const unknown = (['columns', 'fields'] as const).flatMap((member) =>
    (page[member] ?? []).flatMap((field, index): Finding[] =>
      isCoreField(field) || entity.fields.some(({ name }) => name === field)
        ? []
        : [{ kind: 'refused', of, at: `/${member}/${index}`, reason: `${field} is not a field of ${shown}` }],
    ),
  )
  return [...outside, ...unknown]
}

/** Duplicate keys of capabilities, which are derived from pages, actions and entities. */
function repeatedKeys(definition: Definition, capabilities: Capabilities): Finding[] {
  const once = new Set<string>()
  const twice = new Set<string>()
  for (const { key } of capabilities) (once.has(key) ? twice : once).add(key)
  const isRepeated = (key: string) => twice.has(key)
  const reason = (key: string) => `${key} is the key of another capability of the module; choose another name`
  return definition.pages.flatMap(({ name, actions = [] }): Finding[] => [
    ...(isRepeated(name) ? [{ kind: 'invalid' as const, of: name, at: '/name', reason: reason(name) }] : []),
    ...actions.flatMap((action, index): Finding[] =>
      isRepeated(action.name)
        ? [{ kind: 'invalid', of: name, at: `/actions/${index}/name`, reason: reason(action.name) }]
        : [],
    ),
  ])
}
