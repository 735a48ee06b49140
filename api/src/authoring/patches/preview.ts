import type { Read } from '../../graph/graph.ts'
import { fullText } from '../../registry/modules/module-list.ts'
import { relationshipTypes, type RelationshipType } from '../../registry/relationships/relationships.contract.ts'
import { affectedRecords } from '../../runtime/hosting/evolution.ts'
import { answerOf } from './answer.ts'
import { brokenConsumers } from './compare/broken-consumers.ts'
import { similarModules } from './compare/similar-modules.ts'
import type { Effect } from './effect.ts'
import type { ModuleState } from './module-state.ts'
import type { PatchPreview } from './patches.contract.ts'
import { closingSteps, riskyTypes, type ClosingStep } from './steps/closing-steps.ts'

/** The effect of a document, with cycles, broken consumers, affected records and similar modules. */
export async function previewOf(run: Read, effect: Effect, closing: ClosingStep[], revision: number) {
  const { difference, security, registered, steps } = effect
  const preview: PatchPreview = {
    ...answerOf(effect, steps, revision),
    reasons: security.reasons,
    versionReasons: difference.reasons,
    cycles: await withNames(run, closing, difference.after),
    broken: brokenConsumers(difference, registered.incoming),
    records: await affectedRecords(run, steps),
    similar: difference.before ? [] : await similarTo(run, difference.after),
  }
  return preview
}

/** The steps of a document that close cycles; empty for a refused document. */
export async function closingStepsOf(run: Read, { refused, steps, registered }: Effect): Promise<ClosingStep[]> {
  const modules = new Map<RelationshipType, Map<string, string[]>>()
  for (const type of refused.length > 0 ? [] : riskyTypes(steps)) {
    const rows = await run('analysis/edges', { types: [relationshipTypes[type]] })
    modules.set(type, new Map(rows.map(({ ref, targets }) => [ref, targets])))
  }
  return closingSteps(steps, registered, modules)
}

/** Adds the names of the nodes of each cycle, as they are after the document. */
async function withNames(
  run: Read,
  closing: ClosingStep[],
  { module, capabilities }: ModuleState,
): Promise<PatchPreview['cycles']> {
  if (closing.length === 0) return []
  const rows = await run('modules/named', { refs: [...new Set(closing.flatMap(({ cycle }) => cycle))] })
  const names = new Map([
    ...rows.map(({ ref, name }) => [ref, name] as const),
    [`module:${module.key}`, module.name] as const,
    ...capabilities.map(({ key, name }) => [`capability:${module.key}/${key}`, name] as const),
  ])
  return closing.map(({ cycle }) => ({ cycle, names: cycle.map((ref) => names.get(ref) ?? ref.split('/')[1]!) }))
}

async function similarTo(run: Read, state: ModuleState): Promise<PatchPreview['similar']> {
  const { key, name } = state.module
  const candidates = await run('patches/candidates', {
    key,
    entities: state.entities.map((entity) => entity.name),
    capabilities: state.capabilities.map((capability) => capability.key),
    text: fullText(name),
  })
  return similarModules(state, candidates)
}
