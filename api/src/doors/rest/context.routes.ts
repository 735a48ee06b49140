import type { Router } from 'express'
import { bind, Text } from './route.ts'
import { contextOperations as endpoints } from '../../questions/ai/context.contract.ts'
import type { ContextService } from '../../questions/ai/context.service.ts'
import { notice } from '../../kernel/untrusted-text.ts'
import { itemMarkdown, listMarkdown, moduleMarkdown } from '../../questions/ai/markdown.ts'
import type { PacksService } from '../../questions/packs/packs.service.ts'

const markdown = (text: string, fileName: string) => new Text(text, 'text/markdown', fileName)

export function contextRoutes(router: Router, context: ContextService, packs: PacksService): void {
  bind(router, endpoints.listModules, async (input) => {
    const list = await context.listModules(input)
    return input.query.format === 'json' ? list : markdown(listMarkdown('Modules', list, moduleMarkdown), 'modules.md')
  })
  bind(router, endpoints.readModule, async (input) => {
    const { notice: _notice, revision, ...module } = await context.readModule(input)
    if (input.query.format === 'json') return { ...module, notice, revision }
    return markdown(`> ${notice}\n\n${moduleMarkdown(module)}\n\nrevision ${revision}\n`, 'module.md')
  })
  bind(router, endpoints.listCapabilities, async (input) => {
    const list = await context.listCapabilities(input)
    return input.query.format === 'json'
      ? list
      : markdown(listMarkdown('Capabilities', list, itemMarkdown), 'capabilities.md')
  })
  bind(router, endpoints.listRelationships, async (input) => {
    const list = await context.listRelationships(input)
    return input.query.format === 'json'
      ? list
      : markdown(listMarkdown('Relationships', list, itemMarkdown), 'relationships.md')
  })
  bind(router, endpoints.listStatistics, async (input) => {
    const list = await context.listStatistics(input)
    return input.query.format === 'json'
      ? list
      : markdown(listMarkdown('Statistics', list, itemMarkdown), 'statistics.md')
  })
  bind(router, endpoints.context, async (input) => {
    const { format, ...query } = input.query
    if (format === 'json') return packs.context({ query })
    return markdown((await packs.markdown({ query })).text, 'context.md')
  })
}
