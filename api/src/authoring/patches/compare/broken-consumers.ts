import { endpointKey } from '../../../registry/endpoints/endpoints.service.ts'
import { partKey } from '../../../registry/entities/words.ts'
import type { Relationship } from '../../../registry/relationships/relationships.contract.ts'
import type { BrokenConsumer } from '../patches.contract.ts'
import type { ModuleState } from '../module-state.ts'
import type { Difference, VersionReason } from './compare.ts'

/** Incoming relationships that use what a document changes incompatibly: the reasons for a major version. Pure. */
export function brokenConsumers({ before: current, reasons }: Difference, incoming: Relationship[]): BrokenConsumer[] {
  if (!current) return []
  const breaking = reasons.filter(({ bump }) => bump === 'major').flatMap((reason) => lostBy(reason, current))
  const isMoved = breaking.includes(`module:${current.module.key}`)
  return incoming.flatMap(({ id, source, target, operations, fields }) => {
    const scope = scopeOf(target, current)
    const lost = breaking.filter((ref) => scope.some((base) => isOf(ref, base)))
    const isLost = (name: string) => lost.some((ref) => ref.endsWith(`.${name}`) || ref.endsWith(`/${name}`))
    const used = { operations: operations.filter(isLost), fields: fields.filter(isLost) }
    const names = [...used.operations, ...used.fields]
    const isGone = breaking.includes(target) && !target.startsWith('module:')
    if (!isMoved && !isGone && names.length === 0) return []
    const reason = isMoved ? 'the module moves' : isGone ? `${target} is removed` : `uses ${names.join(', ')}`
    return [{ relationship: id, source, target, ...used, reason }]
  })
}

/** Refs of what is lost: a removed endpoint breaks its operations, a new required field breaks `create`. */
function lostBy({ ref, reason }: VersionReason, { module, capabilities }: ModuleState): string[] {
  if (ref.startsWith('endpoint:'))
    return capabilities.flatMap(({ key, endpoints }) =>
      endpoints
        .filter((exposed) => ref === `endpoint:${module.key}/${endpointKey(exposed)}`)
        .map(({ operation }) => `capability:${module.key}/${key}.${operation}`),
    )
  if (reason !== 'is new and required') return [ref]
  const [, entity] = /^entity:[^/]+\/([^.]+)\./.exec(ref)!
  return [`capability:${module.key}/${partKey(entity!, 'crud')}.create`]
}

/** Refs whose operations and fields a relationship with this target can use. */
function scopeOf(target: string, { module, entities, capabilities }: ModuleState): string[] {
  const own = (kind: string, name: string) => `${kind}:${module.key}/${name}`
  if (target.startsWith('module:'))
    return [
      ...entities.map(({ name }) => own('entity', name)),
      ...capabilities.map(({ key }) => own('capability', key)),
    ]
  const entity = capabilities.find(({ key }) => own('capability', key) === target)?.entity
  return [target, ...(entity ? [own('entity', entity)] : [])]
}

const isOf = (ref: string, base: string) => ref === base || ref.startsWith(`${base}.`)
