import { catalog, type Query } from './catalog.ts'
import { namedTypes, type Type, type Typed } from './types.ts'

/** The types of all questions as questions.ts: what each is given, and what its rows are. */
export function typescript(): string {
  return `// Generated from the headers of the files: npm run generate

${[...namedTypes].map(shape).join('\n')}

/** What each question is given and gives. */
// prettier-ignore
export interface Questions {
${[...catalog.values()].map(question).join('\n')}
}
`
}

const shape = ([name, type]: [string, Type]) => `// prettier-ignore\nexport type ${name} = ${given(type, 'row')}`

const question = ({ name, access, parameters, columns }: Query) => {
  const members = parameters.map(({ name, type }) => ({ name, type, optional: false }))
  return `  '${name}': { access: '${access}'; parameters: ${map(members, 'parameter')}; row: ${map(columns, 'row')} }`
}

/** A parameter may be more than what comes back: a list that is not to be changed, any object as a map, a Date. */
type Use = 'parameter' | 'row'

const given = (type: Type, use: Use): string => `${plain(type, use)}${type.nullable ? ' | null' : ''}`

function plain(type: Type, use: Use): string {
  switch (type.kind) {
    case 'neo4j':
      return types[type.name]![use]
    case 'texts':
      return type.texts.map((text) => `'${text}'`).join(' | ')
    case 'list':
      return `${use === 'parameter' ? 'readonly ' : ''}${item(given(type.of, use))}[]`
    case 'map':
      return map(type.members, use, type.open)
    case 'shape':
      return type.name
  }
}

const map = (members: Typed[], use: Use, open = false) => {
  const written = members.map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${given(type, use)}`)
  const all = open ? ['[name: string]: unknown', ...written] : written
  return all.length > 0 ? `{ ${all.join('; ')} }` : 'Record<string, never>'
}

const item = (text: string) => (text.includes(' ') && !text.startsWith('{') ? `(${text})` : text)

const same = (text: string) => ({ parameter: text, row: text })
const types: Record<string, Record<Use, string>> = {
  STRING: same('string'),
  INTEGER: same('number'),
  FLOAT: same('number'),
  BOOLEAN: same('boolean'),
  DATETIME: { parameter: 'Date', row: 'string' },
  MAP: { parameter: 'object', row: 'Record<string, unknown>' },
  NODE: same('Record<string, unknown>'),
  RELATIONSHIP: same('Record<string, unknown>'),
  PATH: same('Record<string, unknown>'),
  ANY: same('unknown'),
  NAME: same('string'),
}
