import { indexed } from '../../kernel/words.ts'
import { saveRows, type Kind } from '../../store/kind.ts'
import { listOf } from '../parts/part-lists.ts'
import { Entity } from './entities.contract.ts'
import { searchedWords, wordsOf } from './words.ts'

export const entityKind: Kind<Entity> = {
  name: 'entity',
  removal: 'admin',
  members: Object.keys(Entity.shape),
  json: ['fields', 'unique', 'states'],
  edges: ['module'],
  nullable: ['path', 'states'],
  derived(entity) {
    const { name, label, description } = entity
    const words = searchedWords(entity)
    return {
      words,
      searchedKeys: indexed([name, ...wordsOf(name)]),
      searchedNames: indexed([label]),
      searchedTerms: indexed([words]),
      searchedTexts: indexed([description]),
    }
  },
  list: listOf('entity'),
  save: (run, steps) => saveRows(steps, (rows) => run('entities/save', { rows })),
  remove: (run, gone) => run('entities/remove', { refs: gone.map(({ ref }) => ref) }),
}
