import { isDeepStrictEqual } from 'node:util'
import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { optionValues } from '../../registry/entities/json-schema.ts'
import type { Contents, ModuleState } from './state.ts'

export const bumps = ['none', 'patch', 'minor', 'major'] as const
export type Bump = (typeof bumps)[number]

export interface Verdict {
  bump: Bump | 'initial'
  from: string | null
  to: string
  /** What calls for it, by ref; the name of a member stands behind a dot. */
  reasons: { bump: Bump; ref: string; reason: string }[]
}
type Reasons = Verdict['reasons']

/** The version that a change calls for: what takes something away from those who use the module is major, what adds minor. Pure. */
export function verdict(current: ModuleState | null, desired: ModuleState): Verdict {
  if (!current) return { bump: 'initial', from: null, to: desired.module.version, reasons: [] }
  const { key, version } = current.module
  const reasons = [
    ...moduleReasons(current, desired),
    ...compare(current.entities, desired.entities, ({ name }) => `entity:${key}/${name}`, entityReasons),
    ...compare(current.endpoints, desired.endpoints, (one) => `endpoint:${key}/${one.key}`),
    ...compare(current.capabilities, desired.capabilities, (one) => `capability:${key}/${one.key}`, operationReasons),
    ...configurationReasons(current, desired),
    ...relationshipReasons(current, desired),
  ]
  const bump = bumps.findLast((one) => reasons.some((reason) => reason.bump === one)) ?? 'none'
  return { bump, from: version, to: increased(version, bump), reasons }
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
    : [{ bump: 'patch', ref, reason: 'is described otherwise' }]
}

/** What is gone is major, what is new minor, what differs at least a patch. */
function compare<Part>(
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
  const fields = compare(before.fields, after.fields, ({ name }) => `${ref}.${name}`, fieldReasons).map((reason) => {
    const field = after.fields.find(({ name }) => `${ref}.${name}` === reason.ref)
    return reason.bump === 'minor' && reason.reason === 'is new' && field?.required
      ? { ...reason, bump: 'major' as const, reason: 'is new and required' }
      : reason
  })
  const then = before.states?.states ?? []
  const now = after.states?.states ?? []
  const states = compare(then, now, ({ name }) => `${ref}.${name}`)
  const isTighter = after.unique.some((one) => !before.unique.some((other) => isDeepStrictEqual(one, other)))
  const unique: Reasons = isTighter ? [{ bump: 'major', ref, reason: 'has more that must be unique' }] : []
  return [...fields, ...states, ...unique]
}

/** What of a field breaks those who use it when it changes; the level of security goes by the same. */
export function narrowings(before: Field, after: Field): string[] {
  const options = optionValues(after)
  const checks: [boolean, string][] = [
    [before.type !== after.type, `becomes ${after.type}`],
    [before.relationObject !== after.relationObject, `relates to ${after.relationObject}`],
    [(before.relationField ?? 'id') !== (after.relationField ?? 'id'), `relates by ${after.relationField ?? 'id'}`],
    [!before.required && !!after.required, 'becomes required'],
    [!before.unique && !!after.unique, 'becomes unique'],
    [!before.readonly && !!after.readonly, 'becomes read-only'],
    [optionValues(before).some((option) => !options.includes(option)), 'loses options'],
    [
      after.validation !== undefined && !isDeepStrictEqual(before.validation, after.validation),
      'is validated otherwise',
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
  compare(before.operations, after.operations, (operation) => `${ref}.${operation}`)

/** Schemas follow their entities, which were compared; what is set up beside them breaks nobody. */
function configurationReasons(current: ModuleState, desired: ModuleState): Reasons {
  const { key } = current.module
  const usage = ({ configurations }: ModuleState) =>
    configurations.filter(({ configType }) => configType !== 'schema').map(({ version: _version, ...rest }) => rest)
  return compare(usage(current), usage(desired), (one) => `configuration:${key}/${one.key}`).map((reason) =>
    reason.bump === 'major' ? { ...reason, bump: 'patch' } : reason,
  )
}

function relationshipReasons({ relationships }: ModuleState, desired: ModuleState): Reasons {
  const refOf = ({ type, source, target }: (typeof relationships)[number]) => `${type} ${source} ${target}`
  return compare(relationships, desired.relationships, refOf).map((reason) =>
    reason.bump === 'major' ? { ...reason, bump: 'patch' } : reason,
  )
}

const numbers = (version: string) => version.split(/[+-]/, 1)[0]!.split('.').map(Number) as [number, number, number]

/** https://semver.org: a pre-release becomes the release that it announces when that is enough. */
export function increased(version: string, bump: Bump): string {
  const [major, minor, patch] = numbers(version)
  const isPreRelease = /^[\d.]+-/.test(version)
  if (bump === 'none') return version
  if (bump === 'major') return isPreRelease && minor === 0 && patch === 0 ? `${major}.0.0` : `${major + 1}.0.0`
  if (bump === 'minor') return isPreRelease && patch === 0 ? `${major}.${minor}.0` : `${major}.${minor + 1}.0`
  return isPreRelease ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch + 1}`
}

/** The higher of two versions by their numbers; the first when they are equal. */
export function highest(version: string, other = version): string {
  const [a, b] = [numbers(version), numbers(other)]
  const differing = a.findIndex((number, index) => number !== b[index])
  return differing >= 0 && b[differing]! > a[differing]! ? other : version
}
