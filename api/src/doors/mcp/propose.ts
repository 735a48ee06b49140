import type { Call } from '../../store/call.ts'
import type { Services } from './tool.ts'

interface Proposal {
  document: Record<string, unknown>
  title?: string
  prompt?: string
  model?: string
  limit: number
}

/** Previews a document and saves it as a draft for a person: an agent changes nothing by itself. */
export async function proposePatch({ patches, drafts }: Services, { limit, ...given }: Proposal, call: Call) {
  const preview = await patches.preview({ body: given.document, query: { diagrams: false } })
  const { id, title, state, module } = await drafts.create({ body: given }, call)
  const first = <Item>(items: Item[]) => ({
    items: items.slice(0, limit),
    total: items.length,
    truncated: items.length > limit,
  })
  const { securityLevel, version, changes, pending, warnings, cycles, broken, similar, reasons } = preview
  return {
    draft: { id, title, state, module },
    preview: {
      securityLevel,
      version,
      changes: first(changes.map(({ ref, kind }) => ({ ref, kind }))),
      pending: first(pending),
      broken: first(broken),
      cycles: first(cycles),
      similar: first(similar),
      reasons: first(reasons),
      warnings: first(warnings),
    },
    next: `The registry is unchanged. A person tests, reviews and publishes the draft: /api/ai-modules/${id}`,
  }
}
