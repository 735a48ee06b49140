import { isDeepStrictEqual } from 'node:util'
import type { Run } from '../../graph/graph.ts'
import type { Seal } from '../../kernel/seal.ts'
import type { Configuration } from './configuration.contract.ts'
import { concealed, openedAt, outermost, purgedContents, sealedPaths, valueAt } from './secrets.ts'

const atOnce = 100
const last = Number.MAX_SAFE_INTEGER

/**
 * Seals what a schema marks as secret in earlier versions of a configuration, and in the answers that are kept for repeated requests.
 * Decision 0057.
 * @param until revision of the last change to rewrite
 */
export async function concealLogged(run: Run, seal: Seal, ref: string, schema: Configuration['schema'], until = last) {
  const same = sealingAlike(seal)
  await rewriteLogged(run, ref, until, (state) => ({ ...state, ...concealed(same, ref, schema, state) }))
}

/** A seal that makes the same of the same, so that versions with equal secrets stay equal. */
function sealingAlike(seal: Seal): Seal {
  const known = new Map<string, string>()
  return {
    ...seal,
    close(text, place = '') {
      const named = JSON.stringify([text, place])
      const closed = known.get(named) ?? seal.close(text, place)
      known.set(named, closed)
      return closed
    },
  }
}

/** Does the same, once for each change of a schema, for a log that was written without it. */
export async function concealAllLogged(run: Run, seal: Seal, ref: string): Promise<void> {
  for await (const page of logged(run, ref, last))
    for (const { number, before, after } of page)
      if (after && !isDeepStrictEqual(before?.schema, after.schema))
        await concealLogged(run, seal, ref, after.schema, number)
}

/**
 * Replaces values in all versions of a configuration by a marker, except those that are still in use.
 * @param values of today
 * @param paths of what is purged; without any, all that is sealed
 * @returns the number of changes in the log that contained such values
 */
export async function purgeLogged(
  run: Run,
  seal: Seal | undefined,
  ref: string,
  values: Configuration['values'],
  paths: string[][],
): Promise<number> {
  const isUsed = (value: unknown, path: string[]) =>
    isDeepStrictEqual(openedAt(seal, ref, value, path), openedAt(seal, ref, valueAt(values, path), path))
  return rewriteLogged(run, ref, last, (state) => ({
    ...state,
    ...purgedContents(state, paths.length > 0 ? outermost(paths) : sealedPaths(state.values), isUsed),
  }))
}

interface Logged {
  number: number
  position: number
  before: Configuration | null
  after: Configuration | null
}

async function* logged(run: Run, ref: string, until: number): AsyncGenerator<Logged[]> {
  for (let after = 0, isMore = true; isMore;) {
    const rows = await run('configuration/logged', { ref, after, until, limit: atOnce })
    yield rows.map((row) => ({ ...row, before: parsed(row.before), after: parsed(row.after) }))
    isMore = rows.length === atOnce
    after = rows.at(-1)?.number ?? after
  }
}

const parsed = (state: string | null) => (state === null ? null : (JSON.parse(state) as Configuration))

async function rewriteLogged(
  run: Run,
  ref: string,
  until: number,
  rewrite: (state: Configuration) => Configuration,
): Promise<number> {
  let changes = 0
  for await (const page of logged(run, ref, until)) {
    const rows = page.flatMap(({ number, position, before, after }) => {
      const rewritten = { before: before && rewrite(before), after: after && rewrite(after) }
      if (isDeepStrictEqual(rewritten, { before, after })) return []
      const [earlier, later] = [rewritten.before, rewritten.after].map((state) => state && JSON.stringify(state))
      return [{ number, position, before: earlier ?? null, after: later ?? null }]
    })
    if (rows.length > 0) await run('configuration/rewrite-logged', { rows })
    changes += rows.length
  }
  for (const { key, result } of await run('configuration/kept-answers', { ref })) {
    const kept = JSON.parse(result) as Partial<Configuration> | null
    if (kept?.ref !== ref) continue
    await run('history/fill-answer', { key, result: JSON.stringify(rewrite(kept as Configuration)) })
  }
  return changes
}
