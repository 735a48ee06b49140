import type { PhrasingContent, RootContent } from 'mdast'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { VisGraph } from '../visualisation/visualisation.contract.ts'
import { apiSection, type Addresses } from './api-section.ts'
import { configurationSection } from './configuration-section.ts'
import type { DocsSection, usageSections } from './documentation.contract.ts'
import { docsSections } from './documentation.contract.ts'
import { documented, isUsage, type Facts } from './module-contents.ts'
import { relationshipSection } from './relationship-section.ts'
import { scoreOf } from './score.ts'
import { heading, inlineCode, linkTo, list, paragraph, said, table, text, written } from './tree.ts'

/** Data for a document beyond that of its module. */
export interface Surroundings extends Addresses {
  revision: number
  drawn: VisGraph
  addressOf: (module: string) => string
}

export interface Docs {
  title: string
  /** Description and key facts, before the sections. */
  about: RootContent[]
  sections: { name: DocsSection; title: string; content: RootContent[] }[]
}

const titles: Record<DocsSection, string> = {
  purpose: 'Purpose',
  'getting-started': 'Getting started',
  recipes: 'Recipes',
  limits: 'Limits',
  configuration: 'Configuration',
  api: 'API',
  relationships: 'Relationships',
  status: 'Status',
  completeness: 'Completeness of this documentation',
}

/** The documentation of a module: sections written by people and sections generated from the graph. Pure. */
export function docsOf(facts: Facts, around: Surroundings, wanted: readonly DocsSection[] = docsSections): Docs {
  const { module, configurations, counts, known } = facts
  const shown = new Set(documented(facts))
  const addressOf = (key: string) => (known.has(key) ? around.addressOf(key) : undefined)

  const prose = (one: Configuration, below: number): RootContent[] => {
    if (one.documentation === '') return []
    if (shown.has(one)) return written(one.documentation, below, addressOf).nodes
    const where = `/api/modules/${module.key}/configurations/${one.key}`
    return said(`${one.documentation.length} characters are written about it, too long to be shown here: see ${where}`)
  }
  const usage = (section: DocsSection) => {
    const found = configurations.find((one) => isUsage(one) && one.key === section)
    const nothing = 'This section has not been written yet.'
    return found && found.documentation.trim() !== '' ? prose(found, 2) : said(nothing)
  }
  const settings = () => {
    const own = configurations.filter((one) => !isUsage(one) && one.configType !== 'relationship')
    const left = counts.configurations - configurations.length
    return [
      ...(own.length === 0
        ? said('This module has no configuration.')
        : own.flatMap((one) => configurationSection(one, prose(one, 3)))),
      ...(left > 0 ? said(`${left} more are not shown: /api/modules/${module.key}/configurations`) : []),
    ]
  }
  const notes = () =>
    configurations.filter(({ configType }) => configType === 'relationship').flatMap((one) => prose(one, 3))

  const made: Record<Exclude<DocsSection, (typeof usageSections)[number]>, () => RootContent[]> = {
    configuration: settings,
    api: () => apiSection(facts, around),
    relationships: () => relationshipSection(facts, around.drawn, notes(), around.addressOf),
    status: () => status(facts),
    completeness: () => completeness(facts),
  }
  const content = (name: DocsSection) => (name in made ? made[name as keyof typeof made]() : usage(name))
  return {
    title: module.name,
    about: about(facts, around.revision),
    sections: docsSections
      .filter((name) => wanted.includes(name))
      .map((name) => ({ name, title: titles[name], content: content(name) })),
  }
}

/** All sections as a single document. */
export const documentOf = ({ title, about, sections }: Docs): RootContent[] => [
  heading(1, text(title)),
  ...about,
  ...sections.flatMap(({ title, content }) => [heading(2, text(title)), ...content]),
]

function about({ module }: Facts, revision: number): RootContent[] {
  const { key, aliases, type, version, status, owner, owners, tags, metadata, updatedAt } = module
  const { apiBasePath, createdBy, reviewedBy, aiModel, source } = metadata
  const facts: [name: string, value: PhrasingContent[]][] = [
    ['Key', [inlineCode(key)]],
    ['Aliases', aliases.flatMap((alias, index) => [...(index > 0 ? [text(', ')] : []), inlineCode(alias)])],
    ['Type', [text(type)]],
    ['Version', [text(version)]],
    ['Status', [text(status)]],
    ['Owner', [text(owner ?? 'nobody')]],
    ['Owners', owners.length > 1 ? [text(owners.map((one) => `${one.owner} (${one.role})`).join(', '))] : []],
    ['Tags', [text(tags.join(', '))]],
    ['Base path', apiBasePath === undefined ? [] : [inlineCode(apiBasePath)]],
    ['Written by', [text([createdBy, aiModel].filter(Boolean).join(', '))]],
    ['Reviewed by', [text(reviewedBy ?? '')]],
    ['Source', [text(source ?? '')]],
    ['Changed', [text(updatedAt)]],
    ['As of', [text(`revision ${revision} of the registry`)]],
  ]
  const isSaid = ([, value]: (typeof facts)[number]) => value.some((node) => !('value' in node) || node.value !== '')
  return [
    ...(module.description === '' ? [] : said(module.description)),
    ...table(
      ['Fact', 'Value'],
      facts.filter(isSaid).map(([name, value]) => [[text(name)], value]),
    ),
  ]
}

function status({ module, reason }: Facts): RootContent[] {
  const place = `/api/modules/${module.key}`
  return [
    list([
      [text(`Status: ${module.status}`)],
      [text(`Health: ${module.health}, ${reason}`)],
      [text('Effective health, including dependencies: '), linkTo(`${place}/health`, 'health')],
      [text('Records, requests, errors and response times: '), linkTo(`${place}/statistics`, 'statistics')],
    ]),
  ]
}

function completeness(facts: Facts): RootContent[] {
  const { score, completeness, freshness, missing, missingTotal, stale, brokenLinks } = scoreOf(facts)
  const fresh =
    freshness === null ? 'no usage section is written' : `${freshness} % of the usage sections are up to date`
  return [
    paragraph(
      text(`Score ${score} of 100: ${completeness} % complete, ${fresh}. Generated sections are always up to date.`),
    ),
    ...table(
      ['Missing', 'Resource'],
      missing.map(({ ref, what }) => [[text(what)], [inlineCode(ref)]]),
    ),
    ...(missingTotal > missing.length ? said(`And ${missingTotal - missing.length} more.`) : []),
    ...table(
      ['Outdated section', 'Written at', 'Changed since', 'Changed at'],
      stale.map(({ section, writtenAt, changed, changedAt }) => [
        [text(section)],
        [text(writtenAt)],
        [inlineCode(changed)],
        [text(changedAt)],
      ]),
    ),
    ...table(
      ['Broken link', 'Configuration', 'Line', 'Reason'],
      brokenLinks.map(({ ref, line, column, url, reason }) => [
        [inlineCode(url.slice(0, 200))],
        [inlineCode(ref)],
        [text(`${line}:${column}`)],
        [text(reason)],
      ]),
    ),
  ]
}

/** The modules with links to their documentation: https://llmstxt.org */
export const overviewForModels = (
  modules: { key: string; name: string; description: string }[],
  total: number,
): RootContent[] => [
  heading(1, text('Module registry')),
  {
    type: 'blockquote',
    children: said('The modules of a business platform: their capabilities, dependencies and health.'),
  },
  heading(2, text('Modules')),
  list(
    modules.map(({ key, name, description }) => [
      linkTo(`/api/modules/${key}/docs.md`, name),
      text(description === '' ? '' : `: ${description.slice(0, 300)}`),
    ]),
  ),
  ...(total > modules.length ? said(`${total - modules.length} more modules are not listed: see /api/modules.`) : []),
  heading(2, text('APIs')),
  list([
    [linkTo('/openapi.json', 'API of the registry'), text(': every operation, as OpenAPI 3.1')],
    [linkTo('/api/openapi/modules.json', 'API of all modules'), text(': their record operations, as OpenAPI 3.1')],
    [linkTo('/api/patches/schema.json', 'JSON Schema of patch documents'), text(': how changes are proposed')],
    [linkTo('/mcp', 'MCP'), text(': search, context for a task, proposals')],
  ]),
]
