import { z } from 'zod'
import { operationPattern } from '../../../registry/capabilities/capabilities.contract.ts'
import { endpointPath, httpMethods, pathSegments } from '../../../registry/endpoints/endpoints.contract.ts'
import { Field, FieldChange, identifier, StateFlow } from '../../../registry/entities/entities.contract.ts'
import { aliases, apiBasePath, basePathSegment, moduleTypes } from '../../../registry/modules/modules.contract.ts'
import { usageSections } from '../../../questions/documentation/documentation.contract.ts'
import { criticalities } from '../../../registry/relationships/relationships.contract.ts'
import { distinct, key, keyPattern, longText, nameText, semver } from '../../../kernel/text.ts'
import { instant } from '../../../kernel/times.ts'

export const patchOperations = ['add', 'update', 'remove', 'reorder', 'replace'] as const
export const securityLevels = ['L1', 'L2', 'L3'] as const

const definition = {
  label: nameText().optional().describe('Default: derived from the name'),
  description: longText().optional(),
  path: z
    .string()
    .max(300)
    .regex(new RegExp(`^(/?${basePathSegment}|(/${basePathSegment})+)$`), {
      error: 'must be one segment, or an absolute path inside the base',
    })
    .optional()
    .describe('Default: plural of the name in kebab case'),
  unique: z
    .array(distinct(identifier, 10).min(1))
    .max(50)
    .optional()
    .describe('Fields whose combined values are unique'),
  states: StateFlow.optional(),
}
const fields = z.array(Field).max(200).describe('Fields in addition to id, createdAt and updatedAt')

export const ObjectDefinition = z
  .strictObject({ ...definition, fields: fields.default([]) })
  .meta({ id: 'ObjectDefinition', description: 'Definition of an entity' })
export type ObjectDefinition = z.output<typeof ObjectDefinition>

const order = z.array(nameText()).max(500).optional().describe('For reorder: all existing names in the new order')

const ObjectPayload = z
  .strictObject({
    field: FieldChange.optional().describe('For target type field'),
    ...definition,
    fields: fields.optional(),
    order,
  })
  .meta({ id: 'ObjectPayload', description: 'A field, or the definition of the target entity' })

const StatePayload = z
  .strictObject({
    states: StateFlow.shape.states.optional(),
    transitions: StateFlow.shape.transitions.optional(),
    state: StateFlow.shape.states.element
      .extend({
        name: identifier.optional(),
        transitions: z
          .array(StateFlow.shape.transitions.element.partial())
          .max(500)
          .optional()
          .describe('An omitted end is this state'),
      })
      .optional()
      .describe('A state with its transitions'),
    order,
  })
  .meta({ id: 'StatePayload', description: 'State flow of the target entity, or one of its states' })

const actionPath = z
  .string()
  .max(500)
  .regex(new RegExp(`^/?${pathSegments}$`), {
    error: 'must be segments inside the base, such as {id}/cancel, {id}:cancel or /crm/orders/{id}/cancel',
  })
  .refine((path) => endpointPath.safeParse(path.replace(/^\/?/, '/')).success, {
    error: 'must not have . or .. as a segment, two parameters of one name, or encoded control characters',
  })
export const PageAction = z
  .strictObject({
    name: key,
    label: nameText().optional(),
    method: z.enum(httpMethods).optional().describe('Default: POST'),
    path: actionPath.optional().describe('Path of its endpoint; without a path there is no endpoint'),
  })
  .meta({ id: 'PageAction', description: 'An action of a page' })
export type PageAction = z.output<typeof PageAction>

export const pageKinds = ['list', 'detail', 'form', 'dashboard', 'report'] as const
const names = distinct(identifier, 200).optional()
export const Page = z
  .strictObject({
    name: key,
    title: nameText().optional().describe('Default: derived from the name'),
    entity: identifier.optional().describe('Entity whose records the page shows'),
    kind: z.enum(pageKinds),
    columns: names.describe('Fields that a list shows'),
    fields: names.describe('Fields that a form or a detail shows'),
    actions: z.array(PageAction).max(100).optional(),
  })
  .meta({ id: 'Page', description: 'A page of a module' })
export type Page = z.output<typeof Page>

const PagePayload = z
  .strictObject({
    page: Page.partial().optional(),
    action: PageAction.partial().optional().describe('For target type action'),
    order,
  })
  .meta({ id: 'PagePayload' })

export const MenuItem = z
  .strictObject({
    label: nameText(),
    page: key.optional().describe('Name of a page of the module'),
    icon: nameText(100).optional(),
    order: z.int().optional(),
  })
  .meta({ id: 'MenuItem' })
export type MenuItem = z.output<typeof MenuItem>

const MenuPayload = z.strictObject({ items: z.array(MenuItem).max(200).optional(), order }).meta({ id: 'MenuPayload' })

const operationRef = z
  .string()
  .max(400)
  .regex(new RegExp(`^(\\*|(.+/)?(${keyPattern}|\\*)\\.(${operationPattern}|\\*))$`), {
    error: 'must be a capability and an operation such as customer-crud.read, or * for all',
  })
const operationRefs = distinct(operationRef, 500).optional()
export const Permission = z
  .strictObject({
    role: nameText(100),
    allow: operationRefs.describe('Operations to allow, such as customer-crud.read'),
    deny: operationRefs.describe('Operations to deny; takes precedence over allow'),
  })
  .meta({ id: 'Permission', description: 'Permissions of a role' })
export type Permission = z.output<typeof Permission>

const PermissionPayload = Permission.partial().extend({ order }).meta({ id: 'PermissionPayload' })

const refOfPart = new RegExp(`^(capability|configuration):.+/${keyPattern}$`)
const otherEnd = nameText(300).refine((end) => refOfPart.test(end) || !/^(capability|configuration):/.test(end), {
  error: 'must be the key or an alias of a module, or the ref of a part such as capability:crm/customer-crud',
})
const usedNames = distinct(nameText(127), 200).optional()
const Relation = z
  .union([
    otherEnd,
    z.strictObject({
      module: otherEnd.describe('Key of a module, or ref of a part of one'),
      operations: usedNames.describe('Operations of the other end that are used, such as read or customer-crud.read'),
      fields: usedNames.describe('Fields that are used or transferred'),
      criticality: z.enum(criticalities).optional(),
      versionRange: nameText(200).optional(),
      description: longText().optional(),
    }),
  ])
  .meta({ id: 'Relation', description: 'Another module or a part of one, optionally with how it is used' })
export type Relation = z.output<typeof Relation>
const relations = z.array(Relation).max(200).optional()

const envelope = {
  version: z.literal('1.0'),
  patchId: nameText(128).describe('Unique id; applying the same document again changes nothing'),
  timestamp: instant.describe('RFC 3339 timestamp, at most one day in the future'),
  actor: z.enum(['ai', 'human']),
  operation: z
    .enum(patchOperations)
    .describe(
      'add: the target must not exist; all others: it must exist; replace: replaces the named members as a whole',
    ),
  module: z
    .strictObject({
      key: key.describe('Key of the module; an alias of a registered one may stand for it'),
      name: nameText().optional().describe('Default: derived from the key'),
      aliases: aliases.optional(),
      description: longText().optional(),
      type: z.enum(moduleTypes).optional(),
      version: semver.optional(),
      owner: nameText(200).optional(),
      tags: distinct(nameText(64), 50).optional(),
    })
    .optional()
    .describe('Default: the module with this base path, or a new one with its first segment as key'),
  apiBasePath: apiBasePath.optional().describe('Default: / and the key'),
  schemaPath: nameText().optional(),
  description: longText().optional().describe('Purpose of the document'),
  securityLevel: z.enum(securityLevels).optional().describe('Can only raise the derived level'),
  objects: z
    .record(identifier, ObjectDefinition)
    .refine((objects) => Object.keys(objects).length > 0, { error: 'must not be empty' })
    .refine((objects) => Object.keys(objects).length <= 64, { error: 'must not have more than 64 entities' })
    .optional()
    .describe('Entities by name'),
  dependsOn: relations.describe('Modules or parts that the module depends on'),
  integratesWith: relations.describe('Modules or parts that the module exchanges calls or events with'),
  flowsTo: relations.describe('Modules or parts that receive data from the module'),
  usage: z
    .partialRecord(z.enum(usageSections), longText())
    .optional()
    .describe('Usage documentation in Markdown, by section'),
  partOf: Relation.optional().describe('Module that it is part of'),
}

const scoped = <Scope extends string, Type extends string, Payload extends z.ZodType>(
  scope: Scope,
  types: Type[],
  payload: Payload,
) =>
  z.strictObject({
    ...envelope,
    scope: z.literal(scope),
    target: z.strictObject({ type: z.enum(['module', ...types]), identifier: nameText() }),
    payload,
  })

/** Schema of patch documents; seeds/README.md documents the language. */
export const PatchDocument = z
  .discriminatedUnion('scope', [
    scoped('object', ['object', 'field'], ObjectPayload),
    scoped('state', ['state', 'object'], StatePayload),
    scoped('page', ['page', 'action'], PagePayload),
    scoped('menu', ['menu'], MenuPayload),
    scoped('permission', ['role', 'permission'], PermissionPayload),
  ])
  .meta({ id: 'PatchDocument', description: 'A document that registers or changes a module' })
export type PatchDocument = z.output<typeof PatchDocument>

/** JSON Schema 2020-12 of patch documents as clients write them. */
export const patchJsonSchema = () => z.toJSONSchema(PatchDocument, { io: 'input', unrepresentable: 'any' })
