import { createHash } from 'node:crypto'
import type { Input } from '../endpoint.ts'
import { endpointKey, newEndpoint } from '../endpoints/endpoints.service.ts'
import { Problem } from '../errors.ts'
import type { Graph, Run } from '../graph/graph.ts'
import { born, change, type Origin, type Step } from '../history/change.ts'
import { readRevision } from '../history/history.service.ts'
import { kindOf, type State } from '../history/kinds.ts'
import type { Module } from '../modules/modules.contract.ts'
import { requireFreeBasePath } from '../modules/modules.service.ts'
import type { Relationship } from '../relationships/relationships.contract.ts'
import { extract, moduleKeyOf, type Extract } from './extract.ts'
import type { Patch, PatchAnswer, PatchDocument, patchesEndpoints } from './patches.contract.ts'
import { validate } from './validate.ts'

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
        requireAcceptable(document)
        const extracted = extract(document)
        await requireNew(run, extracted)
        const steps = newSteps(extracted, revision)
        const answer = registered(document, extracted, revision, steps)
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

function requireAcceptable(document: PatchDocument): void {
  const { invalid, refused } = validate(document)
  if (invalid.length > 0) throw new Problem('invalid-patch', 'the document is not a valid patch', invalid)
  if (refused.length > 0)
    throw new Problem('refused-by-policy', 'the document asks for what nobody may do by patch (L3)', refused)
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

async function requireNew(run: Run, { module }: Extract): Promise<void> {
  const [taken] = await run('modules/read', { id: module.key })
  if (taken)
    throw new Problem('already-exists', `module ${module.key} is registered; add refuses what exists`, [
      { pointer: '/module/key', reason: 'names a module that is registered' },
    ])
  await requireFreeBasePath(run, module as Module)
}

function newSteps({ module, entities, capabilities, configurations, dependencies }: Extract, revision: number): Step[] {
  const part = <Contents extends object>(kind: string, name: string, contents: Contents): State => ({
    ...contents,
    ...born(`${kind}:${module.key}/${name}`, revision),
  })
  const exposed = new Map(
    capabilities.flatMap(({ endpoints }) => endpoints.map((endpoint) => [endpointKey(endpoint), endpoint])),
  )
  const resources: State[] = [
    { ...module, ...born(`module:${module.key}`, revision) },
    ...entities.map((entity) => part('entity', entity.name, entity)),
    // Before its endpoints: diagrams place what came later beside what it belongs to.
    ...capabilities.map((capability) => part('capability', capability.key, capability)),
    ...[...exposed.values()].map((endpoint) => newEndpoint(module.key, endpoint, revision)),
    ...configurations.map((configuration) => part('configuration', configuration.key, configuration)),
    ...dependencies.map((dependency) => newDependency(dependency, revision)),
  ]
  return resources.map((after) => ({ before: null, after }))
}

function newDependency({ source, target, fields }: Extract['dependencies'][number], revision: number): Relationship {
  const identity = born('', revision)
  return {
    ...identity,
    ref: `relationship:${identity.id}`,
    type: 'dependency',
    source,
    target,
    description: '',
    operations: ['read'],
    fields,
    criticality: 'medium',
    versionRange: null,
    configuration: {},
    declaredBy: 'patch',
    evidence: `relation field ${fields.join(', ')}`,
  }
}

const registered = (document: PatchDocument, { module }: Extract, revision: number, steps: Step[]): PatchAnswer => ({
  patchId: document.patchId,
  module: module.key,
  // Registering a module is L1; a document may ask for more care, never for less.
  securityLevel: document.securityLevel ?? 'L1',
  applied: true,
  revision,
  version: { from: null, to: module.version, bump: 'initial' },
  changes: steps.map(({ after }) => ({ ref: after!.ref, kind: 'created', before: null, after: after as never })),
  pending: [],
  warnings: [],
})
