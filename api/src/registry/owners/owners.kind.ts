import { saveRows, type Kind } from '../../store/kind.ts'
import { Owner } from './owners.contract.ts'

export const ownerKind: Kind<Owner> = {
  name: 'owner',
  removal: 'admin',
  members: Object.keys(Owner.shape),
  nullable: ['email', 'contact'],
  derived: ({ name }) => ({ folded: name.toLowerCase() }),
  async find(run, refs) {
    const rows = await run('owners/read', { ids: refs.map((ref) => ref.slice('owner:'.length)) })
    return rows.map(({ owner }) => owner)
  },
  save: (run, steps) => saveRows(steps, (rows) => run('owners/save', { rows })),
  remove: (run, gone) => run('owners/remove', { refs: gone.map(({ ref }) => ref) }),
}
