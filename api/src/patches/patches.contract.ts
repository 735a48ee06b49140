import { z } from 'zod'
import { endpoint, flag } from '../endpoint.ts'
import { Field, identifier, StateFlow } from '../entities/entities.contract.ts'
import { Change } from '../history/history.contract.ts'
import { apiBasePath, moduleTypes } from '../modules/modules.contract.ts'
import { distinct, json, jsonObject, key, longText, nameText, semver } from '../text.ts'

export const patchScopes = ['page', 'object', 'permission', 'state', 'menu'] as const
export const patchOperations = ['add', 'update', 'remove', 'reorder', 'replace'] as const
export const targetTypes = [
  'module',
  'object',
  'field',
  'page',
  'action',
  'state',
  'role',
  'menu',
  'permission',
] as const

export const ObjectDefinition = z
  .strictObject({
    label: nameText().optional(),
    description: longText().optional(),
    fields: z.array(Field).max(200).default([]),
    path: z
      .string()
      .max(300)
      .regex(/^(\/?[a-z0-9-]+|(\/[a-z0-9-]+)+)$/, { error: 'must be one segment, or an absolute path inside the base' })
      .optional(),
    unique: z.array(distinct(identifier, 10).min(1)).max(50).optional().describe('Fields that together occur once'),
    states: StateFlow.optional(),
  })
  .meta({ id: 'ObjectDefinition', description: 'An entity, as a patch document brings it' })
export type ObjectDefinition = z.output<typeof ObjectDefinition>

export const PatchDocument = z
  .strictObject({
    version: z.literal('1.0'),
    patchId: nameText(128).describe('Unique; the same document again changes nothing'),
    timestamp: z.iso.datetime({ offset: true }).describe('RFC 3339, at most a day ahead'),
    actor: z.enum(['ai', 'human']),
    scope: z.enum(patchScopes),
    operation: z.enum(patchOperations),
    target: z.strictObject({ type: z.enum(targetTypes), identifier: nameText() }),
    payload: jsonObject,
    module: z
      .strictObject({
        key,
        name: nameText().optional(),
        description: longText().optional(),
        type: z.enum(moduleTypes).optional(),
        version: semver.optional(),
        owner: nameText(200).optional(),
        tags: distinct(nameText(64), 50).optional(),
      })
      .optional(),
    apiBasePath: apiBasePath.optional(),
    schemaPath: nameText().optional(),
    description: longText().optional(),
    securityLevel: z.enum(['L1', 'L2', 'L3']).optional(),
    objects: z
      .record(identifier, ObjectDefinition)
      .refine((objects) => Object.keys(objects).length > 0, { error: 'must not be empty' })
      .refine((objects) => Object.keys(objects).length <= 64, { error: 'must not have more than 64 entities' })
      .optional(),
    dependsOn: z.array(json).optional(),
    integratesWith: z.array(json).optional(),
    flowsTo: z.array(json).optional(),
    partOf: json.optional(),
  })
  .meta({ id: 'PatchDocument', description: 'A module, or a change of one, as a document' })
export type PatchDocument = z.output<typeof PatchDocument>

export const PatchAnswer = z
  .strictObject({
    patchId: z.string(),
    module: z.string(),
    securityLevel: z.enum(['L1', 'L2', 'L3']),
    applied: z.boolean(),
    revision: z.int(),
    version: z.strictObject({
      from: z.string().nullable(),
      to: z.string(),
      bump: z.enum(['none', 'patch', 'minor', 'major', 'initial']),
    }),
    changes: z.array(Change),
    pending: z.array(z.strictObject({ type: z.string(), source: z.string(), target: z.string() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'PatchAnswer' })
export type PatchAnswer = z.output<typeof PatchAnswer>

export const Patch = z
  .strictObject({
    patchId: z.string(),
    module: z.string().nullable().describe('Key of the module that it registered; null when that is gone'),
    document: PatchDocument,
    answer: PatchAnswer,
    createdAt: z.string().describe('When it was accepted; RFC 3339, UTC'),
  })
  .meta({ id: 'Patch', description: 'A document that was accepted, and what it did' })
export type Patch = z.output<typeof Patch>

export const patchesEndpoints = {
  apply: endpoint({
    method: 'post',
    path: '/api/patches',
    tag: 'patches',
    summary: 'Register a module from a patch document',
    role: 'editor',
    query: z.strictObject({ confirm: flag.describe('Also when its security level is L2') }),
    body: PatchDocument,
    invalidBody: 'invalid-patch',
    answer: PatchAnswer,
    repeatable: true,
    problems: [
      'conflict',
      'already-exists',
      'confirmation-required',
      'dependency-cycle',
      'invalid-patch',
      'refused-by-policy',
    ],
  }),
  read: endpoint({
    method: 'get',
    path: '/api/patches/{id}',
    summary: 'Read an accepted patch document and what it did',
    role: 'viewer',
    params: z.strictObject({ id: z.string().min(1).max(128).describe('Its patchId') }),
    answer: Patch,
  }),
}
