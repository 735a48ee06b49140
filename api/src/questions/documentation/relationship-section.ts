import type { PhrasingContent, RootContent } from 'mdast'
import { moduleOf } from '../../store/kind.ts'
import { relationshipVerbs } from '../../registry/relationships/relationships.contract.ts'
import type { NamedRelationship } from '../../registry/relationships/relationships.service.ts'
import { graphAs } from '../visualisation/formats.ts'
import type { VisGraph } from '../visualisation/visualisation.contract.ts'
import { withOthers, type Facts } from './module-contents.ts'
import { code, heading, inlineCode, linkTo, said, table, text } from './tree.ts'

const longest = 300

/**
 * The section on relationships with other modules in both directions, including the notes that people wrote. Pure.
 * @param drawn graph of the module and its neighbours
 * @param addressOf URL of the documentation of a module
 */
export function relationshipSection(
  facts: Facts,
  drawn: VisGraph,
  notes: RootContent[],
  addressOf: (module: string) => string,
): RootContent[] {
  const { module, relationships } = facts
  const joined = withOthers(facts)
  const isOutgoing = ({ source }: NamedRelationship) => moduleOf(source) === module.key
  // Edges between the neighbours belong to their own documentation.
  const edges = drawn.edges.filter(({ from, to }) => [from, to].includes(module.ref))
  const left = relationships.total - relationships.returned
  const where = `/api/modules/${module.key}/relationships`
  if (joined.length === 0 && left === 0)
    return [...notes, ...said('This module has no relationships with other modules.')]
  return [
    code('mermaid', graphAs.mermaid({ ...drawn, edges }).trimEnd()),
    ...(drawn.truncated ? said(`The diagram shows ${drawn.returned} of ${drawn.total} modules.`) : []),
    ...notes,
    ...directed('What it uses', joined.filter(isOutgoing), 'target', addressOf),
    ...directed(
      'What uses it',
      joined.filter((one) => !isOutgoing(one)),
      'source',
      addressOf,
    ),
    ...(left > 0 ? said(`${left} more relationships are not shown: ${where} has all of them.`) : []),
  ]
}

function directed(
  title: string,
  relationships: NamedRelationship[],
  end: 'source' | 'target',
  addressOf: (module: string) => string,
): RootContent[] {
  if (relationships.length === 0) return []
  return [
    heading(3, text(title)),
    ...table(
      ['From', 'Relationship', 'To', 'Operations', 'Fields', 'Criticality', 'Why'],
      relationships.map((one) => [
        [endOf(one.source, one.sourceName, end === 'source', addressOf)],
        [text(relationshipVerbs[one.type])],
        [endOf(one.target, one.targetName, end === 'target', addressOf)],
        named(one.operations),
        named(one.fields),
        [text(one.criticality)],
        [text((one.description || one.evidence).slice(0, longest))],
      ]),
    ),
  ]
}

const endOf = (ref: string, name: string, isOther: boolean, addressOf: (module: string) => string): PhrasingContent =>
  isOther
    ? linkTo(addressOf(moduleOf(ref)), ref.startsWith('module:') ? name : ref)
    : text(ref.startsWith('module:') ? name : ref)

const named = (names: string[]): PhrasingContent[] =>
  names.slice(0, 50).flatMap((name, index) => [...(index > 0 ? [text(', ')] : []), inlineCode(name)])
