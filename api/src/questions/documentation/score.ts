import type { DocumentationScore } from './documentation.contract.ts'
import { usageSections } from './documentation.contract.ts'
import { brokenLinks, isUsage, withOthers, type Facts } from './module-contents.ts'

interface Criterion {
  ref: string
  what: string
  met: boolean
}
/** A usage section counts more than the description of a part. */
const weightOfUsage = 3
const mostShown = 100

/** Scores what people have written about a module: generated sections are always complete and up to date. Pure. */
export function scoreOf(facts: Facts): DocumentationScore {
  const { module } = facts
  const links = brokenLinks(facts)
  const usage = usageSections.map((section) => ({
    section,
    found: facts.configurations.find((one) => isUsage(one) && one.key === section && one.documentation.trim() !== ''),
  }))
  const sections = usage.map(({ section, found }): Criterion => ({
    ref: `configuration:${module.key}/${section}`,
    what: `usage: ${section}`,
    met: found !== undefined,
  }))
  const others: Criterion[] = [
    { ref: module.ref, what: 'description', met: module.description !== '' },
    { ref: module.ref, what: 'owner', met: module.owner !== null },
    ...[...facts.entities, ...facts.capabilities].map(described),
    ...withOthers(facts).map(({ ref, description, evidence }) => ({
      ref,
      what: 'description of the relationship',
      met: description !== '' || evidence !== '',
    })),
    ...(links.length > 0 ? [{ ref: module.ref, what: 'working links', met: false }] : []),
  ]
  const all = [...sections, ...others]
  const weightOf = (list: Criterion[]) =>
    list.reduce((sum, one) => sum + (sections.includes(one) ? weightOfUsage : 1), 0)
  const completeness = Math.floor((100 * weightOf(all.filter(({ met }) => met))) / weightOf(all))
  const latest = [...facts.entities, ...facts.capabilities].reduce<{ ref: string; updatedAt: string } | undefined>(
    (last, part) => (last && last.updatedAt >= part.updatedAt ? last : part),
    undefined,
  )
  const stale = usage.flatMap(({ section, found }) =>
    found && latest && found.updatedAt < latest.updatedAt
      ? [{ section, writtenAt: found.updatedAt, changed: latest.ref, changedAt: latest.updatedAt }]
      : [],
  )
  const count = usage.filter(({ found }) => found).length
  const freshness = count === 0 ? null : Math.floor((100 * (count - stale.length)) / count)
  const missing = all.filter(({ met }) => !met).map(({ ref, what }) => ({ ref, what }))
  return {
    module: module.key,
    score: Math.floor((3 * completeness + (freshness ?? 0)) / 4),
    completeness,
    freshness,
    missing: missing.slice(0, mostShown),
    missingTotal: missing.length,
    stale,
    brokenLinks: links.slice(0, mostShown),
  }
}

const described = ({ ref, description }: { ref: string; description: string }): Criterion => ({
  ref,
  what: 'description',
  met: description !== '',
})
