import { checkEntity, namesake, type Findings } from '../entities/rules.ts'
import type { Reason } from '../errors.ts'
import { key } from '../text.ts'
import { basePathOf, extract, moduleKeyOf, type Extract } from './extract.ts'
import type { PatchDocument } from './patches.contract.ts'

type EntityContents = Extract['entities'][number]

/**
 * What the shapes alone can't say about a document; each finding with its place. What is invalid makes 422 `invalid-patch`, what is refused
 * 422 `refused-by-policy`. Pure.
 */
export function validate(document: PatchDocument): Findings {
  const findings: Findings = { invalid: [], refused: [] }
  requireSupported(document, findings)
  const { entities } = extract(document)
  for (const entity of entities) {
    const at = `/objects/${entity.name}`
    const taken = namesake(entity, entities)
    if (taken) findings.invalid.push({ pointer: at, reason: `can not be told apart from ${taken}` })
    const { invalid, refused } = checkEntity(entity.module, entity, entities, at)
    findings.invalid.push(...invalid, ...checkPath(entity, entities, basePathOf(document), at))
    findings.refused.push(...refused)
  }
  if (document.securityLevel === 'L3')
    findings.refused.push({ pointer: '/securityLevel', reason: 'the document itself claims L3' })
  return findings
}

function requireSupported(document: PatchDocument, { invalid }: Findings): void {
  const { scope, operation, objects } = document
  if (scope !== 'object') invalid.push({ pointer: '/scope', reason: 'must be object: other scopes are not taken yet' })
  if (operation !== 'add')
    invalid.push({ pointer: '/operation', reason: 'must be add: other operations are not taken yet' })
  if (!objects) invalid.push({ pointer: '/objects', reason: 'is needed: a map of entity definitions' })
  if (Object.keys(document.payload).length > 0)
    invalid.push({ pointer: '/payload', reason: 'must be empty beside objects' })
  for (const member of ['dependsOn', 'integratesWith', 'flowsTo', 'partOf'] as const)
    if (document[member] !== undefined)
      invalid.push({ pointer: `/${member}`, reason: 'relationships to other modules are not taken yet' })
  if (!key.safeParse(moduleKeyOf(document)).success)
    invalid.push({ pointer: '/module', reason: 'is needed, or an apiBasePath that begins with the key of the module' })
  if (Date.parse(document.timestamp) > Date.now() + 86_400_000)
    invalid.push({ pointer: '/timestamp', reason: 'must be at most a day ahead' })
}

function checkPath({ name, path }: EntityContents, entities: EntityContents[], base: string, at: string): Reason[] {
  const isTaken = entities.some((other) => other.name !== name && other.path === path)
  return [
    ...(path!.startsWith(`${base}/`) ? [] : [{ pointer: `${at}/path`, reason: `must lie inside ${base}` }]),
    ...(isTaken ? [{ pointer: `${at}/path`, reason: `${path} is the path of another entity` }] : []),
  ]
}
