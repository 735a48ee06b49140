import { expect } from 'chai'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { ESLint } from 'eslint'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const rules = join(root, '.dependency-cruiser.mjs')

/** For each rule an import that it forbids: the file and what it imports. */
const forbidden: Record<string, [file: string, imported: string]> = {
  'app-imports-downwards': ['api/src/app.ts', './server.ts'],
  'features-imports-downwards': ['api/src/features.ts', './app.ts'],
  'doors-imports-downwards': ['api/src/doors/rest/door.ts', '../../features.ts'],
  'authoring-imports-downwards': ['api/src/authoring/undo/undo.service.ts', '../../doors/rest/door.ts'],
  'questions-imports-downwards': ['api/src/questions/search/why.ts', '../../authoring/undo/undo.service.ts'],
  'runtime-imports-downwards': ['api/src/runtime/health/readings.ts', '../../questions/search/why.ts'],
  'registry-imports-downwards': ['api/src/registry/views/views.service.ts', '../../runtime/health/readings.ts'],
  'store-imports-downwards': ['api/src/store/change.ts', '../registry/views/views.service.ts'],
  'graph-imports-downwards': ['api/src/graph/graph.ts', '../store/change.ts'],
  'kernel-imports-downwards': ['api/src/kernel/errors.ts', '../graph/graph.ts'],

  'page-modules-imports-downwards': ['admin/src/modules/modules.ts', '../shell/router.ts'],
  'page-statistics-imports-downwards': ['admin/src/statistics/tiles.ts', '../modules/modules.ts'],
  'page-queries-imports-downwards': ['admin/src/queries/editor.ts', '../statistics/tiles.ts'],
  'page-drafts-imports-downwards': ['admin/src/drafts/drafts.ts', '../queries/editor.ts'],
  'page-diagram-imports-downwards': ['admin/src/diagram/rings.ts', '../drafts/drafts.ts'],
  'page-relationships-imports-downwards': ['admin/src/relationships/dialog.vue', '../diagram/rings.ts'],
  'page-configuration-imports-downwards': ['admin/src/configuration/form.vue', '../relationships/dialog.vue'],
  'page-documentation-imports-downwards': ['admin/src/documentation/text.vue', '../configuration/form.vue'],
  'page-activity-imports-downwards': ['admin/src/activity/revisions.ts', '../documentation/text.vue'],
  'page-settings-imports-downwards': ['admin/src/settings/settings.ts', '../activity/revisions.ts'],
  'page-shared-imports-downwards': ['admin/src/shared/refs.ts', '../settings/settings.ts'],

  'no-circle': ['api/src/questions/packs/pack.ts', './pieces.ts'],
  'source-without-tests': ['api/src/graph/migrate.ts', '../../test/support/graph.ts'],
  'page-imports-the-contract': ['admin/src/shell/router.ts', '../../../api/src/kernel/text.ts'],
  'contract-runs-in-browsers': ['api/src/contract.ts', './registry/views/views.contract.ts'],
  resolvable: ['api/src/graph/values.ts', './not-there.ts'],
}

/** Two imports that make no circle of files, but one of their folders. */
const ofFolders: [file: string, imported: string][] = [
  ['api/src/questions/ai/describe.ts', '../traversal/breadth-first.ts'],
  ['api/src/questions/traversal/traversal.service.ts', '../ai/markdown.ts'],
]

const allowed: [file: string, imported: string][] = [
  ['api/src/questions/packs/pieces.ts', './pack.ts'],
  ['api/src/registry/views/views.contract.ts', 'node:crypto'],
  ['api/src/server.ts', './contract.ts'],
  ['api/src/doors/mcp/door.ts', '../../questions/packs/pack.ts'],
  ['admin/src/shell/app.vue', '../modules/modules.ts'],
  ['admin/src/drafts/draft-page.vue', '../diagram/rings.ts'],
  ['admin/src/shared/client/client.ts', '../../../../api/src/contract.ts'],
]

describe('The rules of the layers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'))
  const told = new Map<string, string[]>()

  before(async () => {
    const imports = [...Object.values(forbidden), ...ofFolders, ...allowed]
    const textOf = (file: string) => {
      const lines = imports.filter(([from]) => from === file).map(([, imported]) => `import type {} from '${imported}'`)
      return file.endsWith('.vue') ? `<script setup lang="ts">\n${lines.join('\n')}\n</script>\n` : lines.join('\n')
    }
    const targets = imports.flatMap(([file, to]) =>
      /^\..*(?<!not-there\.ts)$/.test(to) ? [join(dirname(file), to)] : [],
    )
    for (const file of [...imports.map(([from]) => from), ...targets]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), textOf(file))
    }
    const options = { ...(await extractDepcruiseOptions(rules)), baseDir: folder }
    const { violations } = ((await cruise(['api', 'admin'], options)).output as ICruiseResult).summary
    for (const { rule, from } of violations) told.set(rule.name, [...(told.get(rule.name) ?? []), from])
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const [rule, [file, imported]] of Object.entries(forbidden))
    it(`refuse by ${rule} that ${file} imports ${imported}`, () => {
      expect(told.get(rule)).to.deep.equal([file])
    })

  it('refuse by no-circle-of-folders that two folders import each other', () => {
    expect(told.get('no-circle-of-folders')).to.include.members(['api/src/questions/ai', 'api/src/questions/traversal'])
  })

  it('are all shown here', async () => {
    const { ruleSet } = await extractDepcruiseOptions(rules)
    expect(ruleSet?.forbidden?.map(({ name }) => name)).to.have.members([
      ...Object.keys(forbidden),
      'no-circle-of-folders',
    ])
  })

  it('leave the process to the programs', async () => {
    const linter = new ESLint({ cwd: root })
    const linted = async (text: string, filePath: string) => {
      const [result] = await linter.lintText(text, { filePath })
      return result!.messages.map(({ ruleId }) => ruleId)
    }
    expect(await linted('process.exit()\n', 'api/src/store/change.ts')).to.deep.equal(['no-restricted-globals'])
    expect(await linted("import 'node:process'\n", 'api/src/app.ts')).to.deep.equal(['no-restricted-imports'])
    expect(await linted('process.exit()\n', 'api/src/server.ts')).to.deep.equal([])
  })
})
