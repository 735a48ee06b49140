import { indexed } from '../../kernel/words.ts'
import { saveRows, type Kind } from '../../store/kind.ts'
import { listOf } from '../parts/part-lists.ts'
import { Configuration } from './configuration.contract.ts'

export const configurationKind: Kind<Configuration> = {
  name: 'configuration',
  removal: 'admin',
  members: Object.keys(Configuration.shape),
  json: ['schema', 'values', 'metadata'],
  edges: ['module'],
  derived: ({ key, documentation }) => ({ searchedKeys: indexed([key]), searchedTexts: indexed([documentation]) }),
  list: listOf('configuration'),
  save: (run, steps) => saveRows(steps, (rows) => run('configuration/save', { rows })),
  remove: (run, gone) => run('configuration/remove', { refs: gone.map(({ ref }) => ref) }),
}
