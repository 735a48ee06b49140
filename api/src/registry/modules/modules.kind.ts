import { moduleOf, saveRows, type Kind, type Row } from '../../store/kind.ts'
import { indexed } from '../../kernel/words.ts'
import { Module, ModuleMetadata } from './modules.contract.ts'

export const moduleKind: Kind<Module> = {
  name: 'module',
  removal: 'admin',
  members: Object.keys(Module.shape),
  json: ['thresholds', 'owners'],
  spread: { member: 'metadata', members: Object.keys(ModuleMetadata.shape) },
  nullable: ['owner'],
  presets: { aliases: [], owners: [] },
  derived: ({ key, name, aliases, tags, metadata, description, owner }) => ({
    searchedKeys: indexed([key, ...aliases]),
    searchedNames: indexed([name]),
    searchedTerms: indexed(tags),
    // In the index of modules only: in that of everything entities are found themselves.
    searchedEntities: indexed(metadata.entities ?? []),
    searchedTexts: indexed([description, owner]),
    sortedOwner: owner ?? '',
  }),
  async find(run, refs) {
    const rows: Row[] = []
    for (const ref of refs) {
      const [row] = await run('modules/read', { id: moduleOf(ref) })
      if (row) rows.push(row.module)
    }
    return rows
  },
  save: (run, steps) =>
    saveRows(steps, (rows) =>
      run('modules/save', { rows: rows.map((row, index) => ({ ...row, owners: steps[index]!.after!.owners })) }),
    ),
  remove: (run, gone) => run('modules/remove', { refs: gone.map(({ ref }) => ref) }),
}
