import { saveRows, type Kind, type Row } from '../../store/kind.ts'
import { Draft } from './drafts.contract.ts'

export const draftKind: Kind<Draft> = {
  name: 'draft',
  removal: 'proposer',
  members: Object.keys(Draft.shape),
  json: ['document', 'tests', 'moves'],
  nullable: ['module', 'reviewer', 'model', 'patchId', 'revision', 'prompt', 'promptHash', 'tests'],
  async find(run, refs) {
    const rows: Row[] = []
    for (const ref of refs) {
      const [row] = await run('drafts/read', { id: ref.slice('draft:'.length) })
      if (row) rows.push(row.draft)
    }
    return rows
  },
  save: (run, steps) => saveRows(steps, (rows) => run('drafts/save', { rows })),
  remove: (run, gone) => run('drafts/remove', { refs: gone.map(({ ref }) => ref) }),
}
