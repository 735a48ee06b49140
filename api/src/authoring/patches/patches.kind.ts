import { saveRows, type Kind } from '../../store/kind.ts'

/** A patch document that was accepted. */
export const patchKind: Kind = {
  name: 'patch',
  members: [],
  json: ['document', 'answer'],
  edges: ['module'],
  save: (run, steps) => saveRows(steps, (rows) => run('patches/save', { rows })),
  remove: (run, gone) => run('patches/remove', { refs: gone.map(({ ref }) => ref) }),
}
