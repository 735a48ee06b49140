import { moduleOf, saveRows, type Kind, type Row } from '../../store/kind.ts'
import { Module, ModuleMetadata } from './modules.contract.ts'

export const moduleKind: Kind<Module> = {
  name: 'module',
  removal: 'admin',
  members: Object.keys(Module.shape),
  json: ['thresholds'],
  spread: { member: 'metadata', members: Object.keys(ModuleMetadata.shape) },
  nullable: ['owner'],
  presets: { aliases: [] },
  async find(run, refs) {
    const rows: Row[] = []
    for (const ref of refs) {
      const [row] = await run('modules/read', { id: moduleOf(ref) })
      if (row) rows.push(row.module)
    }
    return rows
  },
  save: (run, steps) => saveRows(steps, (rows) => run('modules/save', { rows })),
  remove: (run, gone) => run('modules/remove', { refs: gone.map(({ ref }) => ref) }),
}
