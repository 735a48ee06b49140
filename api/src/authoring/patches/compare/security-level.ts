import type { Reason } from '../../../kernel/errors.ts'
import type { Entity } from '../../../registry/entities/entities.contract.ts'
import { relationMembers } from '../read/declared-relationships.ts'
import type { PatchDocument, securityLevels } from '../read/document.ts'
import type { Edited } from '../edit/edit.ts'
import { basePathOf, type Contents, type ModuleState } from '../module-state.ts'
import { narrowings } from './compare.ts'

export type Level = (typeof securityLevels)[number]
export interface SecurityLevel {
  level: Level
  reasons: (Reason & { level: Level })[]
}
type Finding = SecurityLevel['reasons'][number]

/**
 * Security level of a document by its effect; the level that the document claims can only raise it. Pure.
 * @param refused findings of `check` that policy forbids
 */
export function securityLevel(
  { document, current, definitionBefore, definition, places }: Edited,
  hasDependants: boolean,
  refused: Reason[],
): SecurityLevel {
  const derived = [
    ...refused.map((reason): Finding => ({ level: 'L3', ...reason })),
    ...operationReasons(document),
    ...(current ? usageReasons(document, current) : []),
    ...definition.entities.flatMap((entity) => {
      const earlier = definitionBefore.entities.find(({ name }) => name === entity.name)
      return earlier ? entityReasons(earlier, entity, places) : []
    }),
    ...(current && hasDependants ? dependedOn(document, current) : []),
  ]
  const claimed = document.securityLevel
  const reasons =
    claimed !== undefined && claimed > levelOf(derived)
      ? [...derived, { level: claimed, pointer: '/securityLevel', reason: `the document itself claims ${claimed}` }]
      : derived
  return { level: levelOf(reasons), reasons }
}

const levelOf = (reasons: Finding[]): Level =>
  reasons.some(({ level }) => level === 'L3') ? 'L3' : reasons.some(({ level }) => level === 'L2') ? 'L2' : 'L1'

const l2 = (pointer: string, reason: string): Finding => ({ level: 'L2', pointer, reason })

function operationReasons({ scope, operation }: PatchDocument): Finding[] {
  return [
    ...(operation === 'remove' ? [l2('/operation', 'removes something')] : []),
    ...(operation === 'replace' ? [l2('/operation', 'replaces something')] : []),
    ...(scope === 'permission' ? [l2('/scope', 'changes permissions')] : []),
  ]
}

/** An AI must not replace usage documentation without confirmation. */
const usageReasons = ({ actor, usage = {} }: PatchDocument, { configurations }: ModuleState): Finding[] =>
  Object.entries(usage).flatMap(([key, documentation]) => {
    const before = configurations.find((one) => one.key === key)?.documentation
    const isTheirs = actor === 'ai' && before !== undefined && before !== documentation
    return isTheirs ? [l2(`/usage/${key}`, 'replaces documentation')] : []
  })

/** Incompatible changes of an existing entity. */
function entityReasons(before: Contents<Entity>, after: Contents<Entity>, places: Edited['places']): Finding[] {
  const place = places.get(after.name)
  if (!place) return []
  const at = (field: string) => place.fields.get(field) ?? place.at
  const fields = after.fields.flatMap((field) => {
    const earlier = before.fields.find(({ name }) => name === field.name)
    if (!earlier) return field.required ? [l2(at(field.name), `${field.name} is new and required`)] : []
    return narrowings(earlier, field).map((reason) => l2(at(field.name), `${field.name} ${reason}`))
  })
  const lost = before.states?.states.filter(({ name }) => !after.states?.states.some((state) => state.name === name))
  return [
    ...fields,
    ...(lost ?? []).map(({ name }) => l2(place.states, `the state ${name} is removed`)),
    ...(before.path !== null && before.path !== after.path
      ? [l2(`${place.at}/path`, `its endpoints move from ${before.path} to ${after.path}`)]
      : []),
    ...after.unique
      .filter((one) => !before.unique.some((other) => one.join() === other.join()))
      .map((one) => l2(`${place.at}/unique`, `${one.join(' and ')} must be unique together`)),
  ]
}

function dependedOn(document: PatchDocument, { module }: ModuleState): Finding[] {
  const { type = module.type } = document.module ?? {}
  const base = document.apiBasePath
  const members = Object.keys(relationMembers) as (keyof typeof relationMembers)[]
  return [
    ...(type === module.type ? [] : [l2('/module/type', 'changes the type of a module that others depend on')]),
    ...(base === undefined || base === basePathOf(module)
      ? []
      : [l2('/apiBasePath', 'moves a module that others depend on')]),
    ...members
      .filter((member) => document[member] !== undefined)
      .map((member) => l2(`/${member}`, 'changes the relationships of a module that others depend on')),
  ]
}
