import { isDeepStrictEqual } from 'node:util'
import type { Entity, Field } from '../../../registry/entities/entities.contract.ts'
import { optionValues } from '../../../registry/entities/json-schema.ts'
import type { Contents, ModuleState } from '../module-state.ts'
import { bumps, highest, increased, type Bump } from './version-bump.ts'

/** The differences between two states of a module, and the resulting version. */
export interface Difference {
  before: ModuleState | null
  /** The desired state with its new version. */
  after: ModuleState
  version: { from: string | null; to: string; bump: Bump | 'initial' }
  /** Differences by ref with the version bump that each requires; a dot precedes the name of a member. */
  reasons: VersionReason[]
}
export interface VersionReason {
  bump: Bump
  ref: string
  reason: string
}
type Reasons = VersionReason[]

/**
 * Compares the current with the desired state of a module. Incompatible changes require a major version, additions a
 * minor one. Pure.
 * @param least requested version, used if it is higher than the required one
 */
export function compare(before: ModuleState | null, state: ModuleState, least?: string): Difference {
  if (!before) {
    const to = state.module.version
    return { before, after: withVersion(state, before, to), version: { from: null, to, bump: 'initial' }, reasons: [] }
  }
  const from = before.module.version
  const reasons = reasonsFor(before, state)
  const bump = bumps.findLast((one) => reasons.some((reason) => reason.bump === one)) ?? 'none'
  const to = highest(increased(from, bump), least)
  return { before, after: withVersion(state, before, to), version: { from, to, bump }, reasons }
}

/** Sets the version of the module and of its changed configurations. */
function withVersion(state: ModuleState, before: ModuleState | null, version: string): ModuleState {
  const configurations = state.configurations.map((configuration) => {
    const earlier = before?.configurations.find(({ key }) => key === configuration.key)
    const isSame =
      earlier && isDeepStrictEqual([earlier.schema, earlier.values], [configuration.schema, configuration.values])
    return isSame ? configuration : { ...configuration, version }
  })
  return { ...state, module: { ...state.module, version }, configurations }
}

function reasonsFor(current: ModuleState, desired: ModuleState): Reasons {
  const { key } = current.module
  return [
    ...moduleReasons(current, desired),
    ...listReasons(current.entities, desired.entities, ({ name }) => `entity:${key}/${name}`, entityReasons),
    ...listReasons(current.endpoints, desired.endpoints, (one) => `endpoint:${key}/${one.key}`),
    ...listReasons(
      current.capabilities,
      desired.capabilities,
      (one) => `capability:${key}/${one.key}`,
      operationReasons,
    ),
    ...configurationReasons(current, desired),
    ...relationshipReasons(current, desired),
  ]
}

function moduleReasons({ module }: ModuleState, desired: ModuleState): Reasons {
  const ref = `module:${module.key}`
  const { version: _version, metadata, ...before } = module
  const { version: _raised, metadata: wanted, ...after } = desired.module
  const isMoved = (metadata.apiBasePath ?? wanted.apiBasePath) !== wanted.apiBasePath
  if (isMoved) return [{ bump: 'major', ref, reason: `moves to ${wanted.apiBasePath}` }]
  if (before.type !== after.type) return [{ bump: 'minor', ref, reason: `becomes a module of type ${after.type}` }]
  return isDeepStrictEqual([before, metadata], [after, wanted])
    ? []
    : [{ bump: 'patch', ref, reason: 'has a changed description' }]
}

/** Removed parts require a major version, new ones a minor one, changed ones at least a patch. */
function listReasons<Part>(
  before: Part[],
  after: Part[],
  refOf: (part: Part) => string,
  inside: (before: Part, after: Part, ref: string) => Reasons = () => [],
): Reasons {
  const now = new Map(after.map((part) => [refOf(part), part]))
  const then = new Set(before.map(refOf))
  const changed = before.flatMap((part): Reasons => {
    const ref = refOf(part)
    const other = now.get(ref)
    if (!other) return [{ bump: 'major', ref, reason: 'is removed' }]
    if (isDeepStrictEqual(part, other)) return []
    const reasons = inside(part, other, ref)
    return reasons.length > 0 ? reasons : [{ bump: 'patch', ref, reason: 'is changed' }]
  })
  const added = [...now.keys()].filter((ref) => !then.has(ref))
  return [...changed, ...added.map((ref) => ({ bump: 'minor' as const, ref, reason: 'is new' }))]
}

function entityReasons(before: Contents<Entity>, after: Contents<Entity>, ref: string): Reasons {
  const fields = listReasons(before.fields, after.fields, ({ name }) => `${ref}.${name}`, fieldReasons).map(
    (reason) => {
      const field = after.fields.find(({ name }) => `${ref}.${name}` === reason.ref)
      return reason.bump === 'minor' && reason.reason === 'is new' && field?.required
        ? { ...reason, bump: 'major' as const, reason: 'is new and required' }
        : reason
    },
  )
  const then = before.states?.states ?? []
  const now = after.states?.states ?? []
  const states = listReasons(then, now, ({ name }) => `${ref}.${name}`)
  const isTighter = after.unique.some((one) => !before.unique.some((other) => isDeepStrictEqual(one, other)))
  const unique: Reasons = isTighter ? [{ bump: 'major', ref, reason: 'has additional unique constraints' }] : []
  return [...fields, ...states, ...unique]
}

/** Incompatible changes of a field, which also determine the security level. */
export function narrowings(before: Field, after: Field): string[] {
  const options = optionValues(after)
  const checks: [boolean, string][] = [
    [before.type !== after.type, `becomes ${after.type}`],
    [before.relationObject !== after.relationObject, `relates to ${after.relationObject}`],
    [(before.relationField ?? 'id') !== (after.relationField ?? 'id'), `relates by ${after.relationField ?? 'id'}`],
    [!before.required && !!after.required, 'becomes required'],
    [!before.unique && !!after.unique, 'becomes unique'],
    [!before.readonly && !!after.readonly, 'becomes read-only'],
    [before.type === 'currency' && (before.decimals ?? 2) > (after.decimals ?? 2), 'has fewer decimal places'],
    [optionValues(before).some((option) => !options.includes(option)), 'loses options'],
    [
      after.validation !== undefined && !isDeepStrictEqual(before.validation, after.validation),
      'has changed validation',
    ],
  ]
  return checks.flatMap(([holds, reason]) => (holds ? [reason] : []))
}

const fieldReasons = (before: Field, after: Field, ref: string): Reasons => {
  const narrower = narrowings(before, after)
  if (narrower.length > 0) return narrower.map((reason) => ({ bump: 'major', ref, reason }))
  return optionValues(after).length > optionValues(before).length
    ? [{ bump: 'minor', ref, reason: 'has more options' }]
    : []
}

const operationReasons = (before: { operations: string[] }, after: { operations: string[] }, ref: string): Reasons =>
  listReasons(before.operations, after.operations, (operation) => `${ref}.${operation}`)

/**
 * Schema configurations are skipped, as their entities are compared; removing any other configuration is compatible.
 */
function configurationReasons(current: ModuleState, desired: ModuleState): Reasons {
  const { key } = current.module
  const usage = ({ configurations }: ModuleState) =>
    configurations.filter(({ configType }) => configType !== 'schema').map(({ version: _version, ...rest }) => rest)
  return listReasons(usage(current), usage(desired), (one) => `configuration:${key}/${one.key}`).map((reason) =>
    reason.bump === 'major' ? { ...reason, bump: 'patch' } : reason,
  )
}

function relationshipReasons({ relationships }: ModuleState, desired: ModuleState): Reasons {
  const refOf = ({ type, source, target }: (typeof relationships)[number]) => `${type} ${source} ${target}`
  return listReasons(relationships, desired.relationships, refOf).map((reason) =>
    reason.bump === 'major' ? { ...reason, bump: 'patch' } : reason,
  )
}
