import type { Capability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { moduleOf } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { NamedRelationship } from '../../registry/relationships/relationships.service.ts'
import type { AiCapability, AiModule, AiRelationship } from './context.contract.ts'
import type { RowOf } from '../../graph/graph.ts'
import { bounded, flagsOf } from '../../kernel/untrusted-text.ts'
import { withoutNulls } from '../../kernel/without-nulls.ts'
import { provenanceOf } from '../packs/pieces.ts'

/** Resources for language models: by name, without empty members, texts truncated and flagged if suspicious. Pure. */
const longest = 1_000
const longestDocumentation = 2_000

export type Around = RowOf<'context/around-modules'>

export function describeModule(module: Module, around: Around): AiModule {
  const { key, name, description, aliases, owner, owners, tags, metadata } = module
  const { entities, capabilities, dependsOn, dependants } = around
  const more = {
    entities: around.entityCount - entities.length,
    capabilities: around.capabilityCount - capabilities.length,
    dependsOn: around.dependsOnCount - dependsOn.length,
    dependants: around.dependantCount - dependants.length,
  }
  const left = Object.entries(more).filter(([, count]) => count > 0)
  return withoutNulls({
    key,
    name,
    description: text(description, `GET /api/modules/${key}`),
    type: module.type,
    status: module.status,
    health: module.health,
    version: module.version,
    owner,
    owners: owners.length > 1 ? owners : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
    tags,
    apiBasePath: metadata.apiBasePath,
    aiModel: metadata.aiModel,
    entities,
    capabilities: capabilities.map(({ key, type, entity, operations }) =>
      withoutNulls({ key, type, entity, operations }),
    ),
    dependsOn,
    dependants,
    ...provenanceOf(metadata),
    more: left.length > 0 ? Object.fromEntries(left) : undefined,
    flags: flagsOf({ name, description, owner, aliases: aliases.join('\n'), tags: tags.join('\n') }),
  })
}

export const describeCapability = (capability: Capability): AiCapability => {
  const { module, key, name, type, entity, description, operations, endpoints } = capability
  const whole = `GET /api/modules/${module}/capabilities/${key}`
  return withoutNulls({
    module,
    key,
    name,
    type,
    entity,
    description: text(description, whole),
    operations,
    endpoints,
    flags: flagsOf({ name, description }),
  })
}

export const describeEntity = ({ module, name, description, fields }: Entity) =>
  withoutNulls({
    name,
    description: text(description, `GET /api/modules/${module}/entities/${name}`),
    fields: fields.map(({ name, type, required, relationObject }) => {
      const leadsTo = relationObject === undefined ? '' : ` → ${relationObject}`
      return `${name} ${type}${leadsTo}${required === true ? '*' : ''}`
    }),
    flags: flagsOf({
      description,
      fields: fields.map(({ label = '', description = '' }) => `${label}\n${description}`).join('\n'),
    }),
  })

export const describeDocumentation = ({ module, key, configType, documentation }: Configuration) =>
  withoutNulls({
    key,
    configType,
    text: bounded(documentation, longestDocumentation, `GET /api/modules/${module}/configurations/${key}`),
    flags: flagsOf({ documentation }),
  })

export const describeRelationship = (relationship: NamedRelationship): AiRelationship => {
  const { id, type, source, sourceName, target, targetName, description, operations, fields, criticality, evidence } =
    relationship
  return withoutNulls({
    type,
    source: { ref: source, name: sourceName, module: moduleOf(source) },
    target: { ref: target, name: targetName, module: moduleOf(target) },
    description: text(description, `GET /api/relationships/${id}`),
    operations,
    fields,
    criticality,
    evidence: text(evidence, `GET /api/relationships/${id}`),
    flags: flagsOf({ description, evidence, sourceName, targetName }),
  })
}

const text = (given: string, whole: string) => (given === '' ? undefined : bounded(given, longest, whole))
