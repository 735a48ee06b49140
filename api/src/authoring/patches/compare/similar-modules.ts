import { folded } from '../../../kernel/words.ts'
import { kebabCase, wordsOf } from '../../../registry/entities/words.ts'
import type { ModuleState } from '../module-state.ts'

/** A module that may be similar. */
export interface Candidate {
  key: string
  name: string
  description: string
  tags: string[]
  entities: string[]
  capabilities: string[]
}

export interface Similar {
  module: string
  /** From 0 to 1. */
  score: number
  entities: string[]
  capabilities: string[]
}

/** Similar modules by common entities, capabilities and words, the most similar first. Pure. */
export function similarModules(desired: ModuleState, candidates: Candidate[], least = 0.25): Similar[] {
  const { key, name, description, tags } = desired.module
  const entities = desired.entities.map((entity) => entity.name)
  const capabilities = desired.capabilities.map((capability) => capability.key)
  const words = significant({ key, name, description, tags, entities, capabilities })
  return candidates
    .filter((candidate) => candidate.key !== key)
    .map((candidate) => {
      const names = shared(entities.map(kebabCase), candidate.entities.map(kebabCase))
      const abilities = shared(capabilities, candidate.capabilities)
      const vocabulary = shared(words, significant(candidate))
      const score = 0.5 * names.share + 0.2 * abilities.share + 0.3 * vocabulary.share
      return {
        module: candidate.key,
        score: Math.round(score * 100) / 100,
        entities: candidate.entities.filter((entity) => names.both.includes(kebabCase(entity))),
        capabilities: abilities.both,
      }
    })
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score || (a.module < b.module ? -1 : 1))
}

/** The common items as a share of the smaller list, so that a module is similar to one that does more. */
function shared(one: string[], other: string[]): { both: string[]; share: number } {
  const [a, b] = [new Set(one), new Set(other)]
  const both = [...a].filter((item) => b.has(item))
  const smaller = Math.min(a.size, b.size)
  return { both, share: smaller === 0 ? 0 : both.length / smaller }
}

/** Words of four letters or more: shorter ones are mostly grammar. */
const significant = ({ key, name, description, tags, entities }: Candidate): string[] =>
  [key, name, description, ...tags, ...entities]
    .flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))
    .flatMap(wordsOf)
    .map(folded)
    .filter((word) => word.length >= 4 && !common.has(word))

const common = new Set(['module', 'modules', 'their', 'with', 'that', 'this', 'from', 'what', 'when', 'where', 'which'])
