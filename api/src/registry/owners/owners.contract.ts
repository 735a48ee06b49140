import { z } from 'zod'
import { flag, identity, listOf, operation, paging } from '../../kernel/operation.ts'
import { distinct, httpUrl, key, longText, nameText } from '../../kernel/text.ts'

export const ownerKinds = ['team', 'person'] as const
export const OwnerKind = z.enum(ownerKinds).meta({ id: 'OwnerKind' })
export const ownerRoles = ['owner', 'maintainer', 'steward', 'support'] as const
export const OwnerRole = z
  .enum(ownerRoles)
  .meta({ id: 'OwnerRole' })
  .describe(
    'owner: answers for the module; maintainer: changes it; steward: answers for its data; support: helps its users',
  )

/** An owner of a module with its role. */
export const Ownership = z
  .strictObject({ owner: key.describe('Key of the owner'), role: OwnerRole.default('owner') })
  .meta({ id: 'Ownership' })
export type Ownership = z.output<typeof Ownership>

export const ownerships = distinct(Ownership, 20).describe(
  'Owners with their roles. The first with the role owner is the one whose name is in `owner`',
)

const written = {
  name: nameText(200).describe(
    'Display name, unique in any letter case; writing it as `owner` of a module links to it',
  ),
  kind: OwnerKind,
  description: longText(2_000),
  email: z.email().max(320).nullable().describe('Mail address'),
  contact: httpUrl.nullable().describe('Page or channel to reach it'),
}

export const Owner = z
  .strictObject({ key, ...written, ...identity })
  .meta({ id: 'Owner', description: 'A team or person that owns modules' })
export type Owner = z.output<typeof Owner>

const replaceable = {
  ...written,
  kind: written.kind.default('team'),
  description: written.description.default(''),
  email: written.email.default(null),
  contact: written.contact.default(null),
}
export const OwnerCreate = z
  .strictObject({ key: key.optional().describe('Default: derived from the name'), ...replaceable })
  .meta({ id: 'OwnerCreate' })
const OwnerReplace = z
  .strictObject({ key: key.optional().describe('Must equal the current value if given'), ...replaceable })
  .meta({ id: 'OwnerReplace' })
const OwnerChange = z
  .strictObject(written)
  .partial()
  .meta({ id: 'OwnerChange', description: 'JSON merge patch (RFC 7396)' })

const OwnerSummary = z
  .strictObject({
    owner: z.string().nullable().describe('Name of the owner; null for modules without one'),
    modules: z.int().describe('Number of modules, in any role'),
    key: key.nullable(),
    kind: OwnerKind.nullable(),
  })
  .meta({ id: 'OwnerSummary', description: 'An owner with its number of modules' })

const one = {
  path: '/api/owners/{id}',
  params: z.strictObject({ id: z.string().min(1).max(100).describe('Key or id of the owner') }),
  answer: Owner,
} as const

export const ownersOperations = {
  list: operation({
    method: 'get',
    path: '/api/owners',
    summary: 'List owners with their number of modules, by name',
    role: 'viewer',
    query: z.strictObject(paging),
    answer: listOf(OwnerSummary),
    problems: ['invalid-cursor'],
    graphql: { query: 'owners' },
  }),
  create: operation({
    method: 'post',
    path: '/api/owners',
    summary: 'Create an owner',
    role: 'editor',
    body: OwnerCreate,
    answer: Owner,
    problems: ['already-exists'],
    location: '/api/owners/{key}',
    graphql: { mutation: 'createOwner' },
  }),
  read: operation({ ...one, method: 'get', summary: 'Read an owner', role: 'viewer', graphql: { query: 'owner' } }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace an owner',
    role: 'editor',
    body: OwnerReplace,
    problems: ['already-exists'],
    graphql: { mutation: 'replaceOwner' },
  }),
  change: operation({
    ...one,
    method: 'patch',
    summary: 'Update an owner; a new name shows in all modules at once',
    role: 'editor',
    body: OwnerChange,
    problems: ['already-exists'],
    graphql: { mutation: 'changeOwner' },
  }),
  remove: operation({
    method: 'delete',
    path: one.path,
    params: one.params,
    summary: 'Delete an owner',
    role: 'admin',
    query: z.strictObject({ force: flag.describe('Delete even if it owns modules; they lose it') }),
    problems: ['in-use'],
    graphql: { mutation: 'deleteOwner' },
  }),
}
