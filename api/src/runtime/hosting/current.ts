import { Problem } from '../../kernel/errors.ts'
import { Outdated, type Kind, type Served, type ServedModules } from './served.ts'

/** What a path refers to: the records of an entity, their batch operation, or one record. */
export interface Place {
  kind: Kind
  what: 'all' | 'batch' | 'one'
  path: string
  id: string
}

/** What is known about a request so far; filled in by `atCurrent`, also if the request is refused. */
export interface Known {
  kind?: Kind
  /** The module is inactive. */
  isOff?: boolean
}

const mostTries = 3

/**
 * Runs `work` on what a path refers to, by the current definition of its module. Retries if the definition changes in
 * the meantime, also if the request was refused by an outdated definition.
 * @throws Problem `not-found`, `module-disabled`, `busy`, and whatever `work` throws
 */
export async function atCurrent<Result>(
  modules: ServedModules,
  address: string,
  known: Known,
  work: (place: Place) => Promise<Result>,
): Promise<Result> {
  const path = address.replace(/(.)\/$/, '$1')
  for (let tries = 1; ; tries++)
    try {
      const place = await find(modules, path, known, tries > 1)
      known.kind = place.kind
      return await work(place)
    } catch (error) {
      if (!(error instanceof Outdated) && (tries > 1 || !(await wasOutdated(modules, path, known, error)))) throw error
      if (tries === mostTries) throw new Problem('busy', 'the module is being changed continuously')
    }
}

async function find(modules: ServedModules, path: string, known: Known, isFresh: boolean): Promise<Place> {
  const look = async (again: boolean) => {
    const served = await modules.at(path, again)
    if (!served) throw nothingAt(path)
    return { served, place: placeIn(served, path) }
  }
  let { served, place } = await look(isFresh)
  // Before refusing, bypass the cache: the entity may be new, or the module active again.
  if (!isFresh && (!place || served.status === 'inactive')) ({ served, place } = await look(true))
  known.isOff = served.status === 'inactive'
  if (known.isOff) throw new Problem('module-disabled', `module ${served.module} is inactive`)
  if (!place) throw nothingAt(path)
  return place
}

const byDefinition: Problem['type'][] = ['invalid-request', 'conflict', 'invalid-cursor']

async function wasOutdated(modules: ServedModules, path: string, { kind }: Known, error: unknown): Promise<boolean> {
  if (kind === undefined || !(error instanceof Problem) || !byDefinition.includes(error.type)) return false
  const served = await modules.at(path, true)
  const now = served && placeIn(served, path)?.kind
  return now?.moduleRev !== kind.moduleRev || now.entity.rev !== kind.entity.rev
}

function placeIn({ kinds }: Served, path: string): Place | undefined {
  const all = kinds.get(path)
  if (all) return { kind: all, what: 'all', path, id: '' }
  const batch = path.endsWith(':batch') ? path.slice(0, -':batch'.length) : undefined
  const many = batch === undefined ? undefined : kinds.get(batch)
  if (many) return { kind: many, what: 'batch', path: batch!, id: '' }
  const end = path.lastIndexOf('/')
  const one = kinds.get(path.slice(0, end))
  return one && { kind: one, what: 'one', path: path.slice(0, end), id: path.slice(end + 1) }
}

const nothingAt = (path: string) => new Problem('not-found', `there is nothing at ${path.slice(0, 200)}`)
