import { saveRows, type Kind } from '../../store/kind.ts'
import { listOf } from '../parts/part-lists.ts'
import { StoredEndpoint } from './endpoints.contract.ts'

export const endpointKind: Kind<StoredEndpoint> = {
  name: 'endpoint',
  removal: 'admin',
  members: Object.keys(StoredEndpoint.shape),
  edges: ['module'],
  list: listOf('endpoint'),
  save: (run, steps) => saveRows(steps, (rows) => run('endpoints/save', { rows })),
  remove: (run, gone) => run('endpoints/remove', { refs: gone.map(({ ref }) => ref) }),
}
