import { createHash } from 'node:crypto'
import type { Input } from '../endpoint.ts'
import { targetOf } from '../entities/rules.ts'
import { Problem, type Reason } from '../errors.ts'
import type { Graph, Run } from '../graph/graph.ts'
import { born, change, type Origin, type Step } from '../history/change.ts'
import { readRevision } from '../history/history.service.ts'
import { kindOf, type State } from '../history/kinds.ts'
import type { Module } from '../modules/modules.contract.ts'
import { requireFreeBasePath } from '../modules/modules.service.ts'
import type { RelationshipCreate } from '../relationships/relationships.contract.ts'
import type { PatchDocument } from './document.ts'
import type { Patch, PatchAnswer, patchesEndpoints } from './patches.contract.ts'
import { plan, type Plan } from './plan.ts'
import { relationMembers } from './relations.ts'
import { moduleKeyOf, type ModuleState } from './state.ts'

interface StoredPatch {
  hash: string
  document: string
  answer: string
  createdAt: string
}
type Row = { patch: StoredPatch; module: string | null }

export type PatchesService = ReturnType<typeof patchesService>

/** Patch documents: what becomes of them is decided and written in one transaction each. */
export const patchesService = (graph: Graph) => ({
  /**
   * Registers the module that the document describes; the same document again changes nothing and gets the answer of the first time.
   * @throws Problem `invalid-patch`, `refused-by-policy`; `conflict` when its id came with another content;
   *   `already-exists` when the module is there already; `confirmation-required` when it claims L2 and nobody has confirmed
   */
  async apply(
    { query, body: document }: Input<typeof patchesEndpoints.apply>,
    origin: Origin,
  ): Promise<{ answer: PatchAnswer; isNew: boolean }> {
    const key = moduleKeyOf(document)
    const { patchId } = document
    return change<{ answer: PatchAnswer; isNew: boolean }>(
      graph,
      { ...origin, via: origin.via === 'seed' ? 'seed' : 'patch' },
      { kind: 'patch.apply', patchId },
      async (run, revision) => {
        const hash = createHash('sha256').update(canonical(document)).digest('hex')
        const earlier = await earlierAnswer(run, patchId, hash)
        if (earlier) return { result: { answer: earlier, isNew: false }, steps: [] }
        const planned = plan(document, { current: null, others: [], hasDependants: false })
        requireAcceptable(document, planned)
        await requireNew(run, planned.desired)
        const steps = newSteps(planned.desired, revision)
        const answer = registered(document, planned, revision, steps)
        requireConfirmation(answer, query.confirm)
        const kept = { ...answer, changes: [] }
        const patch = { ...born(`patch:${patchId}`, revision), patchId, module: key, hash, document, answer: kept }
        return {
          result: { answer, isNew: true },
          steps: [...steps, { before: null, after: patch as State }],
          beside: (run) => run('statistics/initialise', { key }),
        }
      },
    )
  },

  async read({ params }: Input<typeof patchesEndpoints.read>): Promise<Patch> {
    const [row] = await graph.read<Row>('patches/read', { patchId: params.id })
    if (!row)
      throw new Problem('not-found', `no patch ${params.id} was accepted`, [
        { pointer: '/path/id', reason: 'names no patch document' },
      ])
    const { document, createdAt } = row.patch
    return {
      patchId: params.id,
      module: row.module,
      document: JSON.parse(document) as PatchDocument,
      answer: await wholeAnswer(graph.read, row.patch),
      createdAt,
    }
  },
})

/** JSON with members in order: documents that are JSON-equal have the same text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )

async function earlierAnswer(run: Run, patchId: string, hash: string): Promise<PatchAnswer | undefined> {
  const [row] = await run<Row>('patches/read', { patchId })
  if (!row) return undefined
  if (row.patch.hash !== hash)
    throw new Problem('conflict', `a patch ${patchId} with other content was accepted before`, [
      { pointer: '/patchId', reason: 'is taken by another document' },
    ])
  const answer = await wholeAnswer(run, row.patch)
  if (row.module !== null) return answer
  return {
    ...answer,
    warnings: [`module ${answer.module} is gone; a document with another patchId registers it again`],
  }
}

/** The changes of an answer stand in the log already; a patch is kept without them. */
async function wholeAnswer(run: Run, patch: StoredPatch): Promise<PatchAnswer> {
  const answer = JSON.parse(patch.answer) as PatchAnswer
  const { changes } = await readRevision(run, answer.revision)
  return { ...answer, changes: changes.filter(({ ref }) => kindOf(ref) !== 'patch') }
}

function requireAcceptable(document: PatchDocument, { invalid, refused }: Plan): void {
  const all = [...notTakenYet(document), ...invalid]
  if (all.length > 0) throw new Problem('invalid-patch', 'the document is not a valid patch', all)
  if (refused.length > 0)
    throw new Problem('refused-by-policy', 'the document asks for what nobody may do by patch (L3)', refused)
}

/** The language says more than can be applied: so far a document registers a module by its entities. */
function notTakenYet({ scope, operation, objects, ...document }: PatchDocument): Reason[] {
  const members = Object.keys(relationMembers) as (keyof typeof relationMembers)[]
  return [
    ...(scope === 'object' ? [] : [{ pointer: '/scope', reason: 'must be object: other scopes are not taken yet' }]),
    ...(operation === 'add'
      ? []
      : [{ pointer: '/operation', reason: 'must be add: other operations are not taken yet' }]),
    ...(objects ? [] : [{ pointer: '/objects', reason: 'is needed: a map of entity definitions' }]),
    ...members
      .filter((member) => document[member] !== undefined)
      .map((member) => ({ pointer: `/${member}`, reason: 'relationships to other modules are not taken yet' })),
    ...Object.entries(objects ?? {}).flatMap(([name, { fields }]) =>
      fields.flatMap(({ relationObject }, index) => {
        const { module } = targetOf(relationObject ?? '')
        if (module === undefined || module === moduleKeyOf(document as PatchDocument)) return []
        const reason = 'must be an entity of this module: relations to those of others are not taken yet'
        return [{ pointer: `/objects/${name}/fields/${index}/relationObject`, reason }]
      }),
    ),
  ]
}

function requireConfirmation(answer: PatchAnswer, isConfirmed: boolean): void {
  if (answer.securityLevel === 'L1' || isConfirmed) return
  throw new Problem(
    'confirmation-required',
    `the document is of security level ${answer.securityLevel}`,
    [{ pointer: '/query/confirm', reason: 'must be true to apply it' }],
    { preview: { ...answer, applied: false } },
  )
}

async function requireNew(run: Run, { module }: ModuleState): Promise<void> {
  const [taken] = await run('modules/read', { id: module.key })
  if (taken)
    throw new Problem('already-exists', `module ${module.key} is registered; add refuses what exists`, [
      { pointer: '/module/key', reason: 'names a module that is registered' },
    ])
  await requireFreeBasePath(run, module as Module)
}

function newSteps(desired: ModuleState, revision: number): Step[] {
  const { module, entities, endpoints, capabilities, configurations, relationships } = desired
  const part = <Contents extends object>(kind: string, name: string, contents: Contents): State => ({
    ...contents,
    ...born(`${kind}:${module.key}/${name}`, revision),
  })
  const resources: State[] = [
    { ...module, ...born(`module:${module.key}`, revision) },
    ...entities.map((entity) => part('entity', entity.name, entity)),
    ...endpoints.map((endpoint) => part('endpoint', endpoint.key, endpoint)),
    ...capabilities.map((capability) => part('capability', capability.key, capability)),
    ...configurations.map((configuration) => part('configuration', configuration.key, configuration)),
    ...relationships.map((relationship) => newRelationship(relationship, revision)),
  ]
  return resources.map((after) => ({ before: null, after }))
}

function newRelationship(relationship: RelationshipCreate, revision: number): State {
  const identity = born('', revision)
  return { ...identity, ref: `relationship:${identity.id}`, ...relationship } as State
}

const registered = (
  document: PatchDocument,
  { desired: { module }, security, verdict, warnings }: Plan,
  revision: number,
  steps: Step[],
): PatchAnswer => ({
  patchId: document.patchId,
  module: module.key,
  securityLevel: security.level,
  applied: true,
  revision,
  version: { from: verdict.from, to: verdict.to, bump: verdict.bump },
  changes: steps.map(({ after }) => ({ ref: after!.ref, kind: 'created', before: null, after: after as never })),
  pending: [],
  warnings,
})
