import { shapes } from './shapes.ts'

/**
 * A type of a parameter or a column, as headers write it:
 *
 *     STRING  INTEGER  FLOAT  BOOLEAN  DATETIME  MAP  NODE  RELATIONSHIP  PATH  ANY      of Neo4j; never null
 *     STRING?                               may be null
 *     LIST<STRING>
 *     'incoming' | 'outgoing'               one of these texts
 *     {ref STRING, owner? STRING}           a map with these members; owner may be missing
 *     {.*, ref STRING}                      a map with these members and others
 *     Health                                one of shapes.ts
 *
 * A DATETIME of the database is RFC 3339 text once it has been read.
 */
export type Type = { nullable: boolean } & (
  | { kind: 'neo4j'; name: string }
  | { kind: 'texts'; texts: string[] }
  | { kind: 'list'; of: Type }
  | { kind: 'map'; members: Typed[]; open: boolean }
  | { kind: 'shape'; name: string }
)
/** A column, or a member of a map. */
export interface Typed {
  name: string
  type: Type
  optional: boolean
}

const neo4jTypes = 'STRING INTEGER FLOAT BOOLEAN DATETIME MAP NODE RELATIONSHIP PATH ANY NAME'.split(' ')

/** Reads types from the start of a text. */
class Reader {
  text: string
  constructor(text: string) {
    this.text = text.trimStart()
  }

  take(pattern: RegExp): string | undefined {
    const [taken] = pattern.exec(this.text) ?? []
    if (taken !== undefined) this.text = this.text.slice(taken.length).trimStart()
    return taken
  }

  need(pattern: RegExp): string {
    const taken = this.take(pattern)
    if (taken === undefined) throw new Error(`not a type: ${this.text.slice(0, 40) || 'nothing'}`)
    return taken
  }

  type(): Type {
    const type = this.plain()
    // A space before it would make the description of a parameter part of its type.
    return { ...type, nullable: this.take(/^\?/) !== undefined }
  }

  plain(): Type {
    if (this.take(/^\{/)) {
      const open = this.take(/^\.\*\s*,/) !== undefined
      const members = this.typed()
      this.need(/^\}/)
      return { kind: 'map', members, open, nullable: false }
    }
    if (this.text.startsWith("'")) {
      const texts = [this.literal()]
      while (this.take(/^\|/)) texts.push(this.literal())
      return { kind: 'texts', texts, nullable: false }
    }
    const name = this.need(/^[A-Za-z]\w*/)
    if (name === 'LIST') {
      this.need(/^</)
      const of = this.type()
      this.need(/^>/)
      return { kind: 'list', of, nullable: false }
    }
    if (neo4jTypes.includes(name)) return { kind: 'neo4j', name, nullable: false }
    if (Object.hasOwn(shapes, name)) return { kind: 'shape', name, nullable: false }
    throw new Error(`not a type: ${name}`)
  }

  literal(): string {
    return this.need(/^'[^']+'/).slice(1, -1)
  }

  typed(): Typed[] {
    const all = []
    do {
      const name = this.need(/^\w+/)
      all.push({ name, optional: this.take(/^\?/) !== undefined, type: this.type() })
    } while (this.take(/^,/))
    return all
  }
}

/** The columns of `@returns`. @throws Error saying what is no type */
export function parseColumns(text: string): Typed[] {
  const reader = new Reader(text)
  const columns = reader.typed()
  if (reader.text) throw new Error(`not a type: ${reader.text}`)
  return columns
}

/** A type with the text behind it. @throws Error saying what is no type */
export function parseType(text: string): { type: Type; rest: string } {
  const reader = new Reader(text)
  const type = reader.type()
  return { type, rest: reader.text }
}

/** The shapes that headers name, with what they are. */
export const namedTypes: ReadonlyMap<string, Type> = new Map(
  Object.entries(shapes).map(([name, text]) => {
    const { type, rest } = parseType(text)
    if (rest) throw new Error(`cypher/shapes.ts: ${name}: not a type: ${rest}`)
    return [name, type]
  }),
)

const shapeOf = ({ name }: { name: string }): Type => namedTypes.get(name)!

/** As Neo4j has it: a map is MAP, whatever its members are. */
export function neo4jType(type: Type): string {
  switch (type.kind) {
    case 'neo4j':
      return type.name
    case 'texts':
      return 'STRING'
    case 'list':
      return `LIST<${neo4jType(type.of)}>`
    case 'map':
      return 'MAP'
    case 'shape':
      return neo4jType(shapeOf(type))
  }
}

/** As headers write it. */
export function written(type: Type): string {
  const mark = type.nullable ? '?' : ''
  switch (type.kind) {
    case 'neo4j':
    case 'shape':
      return type.name + mark
    case 'texts':
      return type.texts.map((text) => `'${text}'`).join(' | ') + mark
    case 'list':
      return `LIST<${written(type.of)}>${mark}`
    case 'map':
      return `{${type.open ? '.*, ' : ''}${type.members.map(writtenMember).join(', ')}}${mark}`
  }
}

const writtenMember = ({ name, optional, type }: Typed) => `${name}${optional ? '?' : ''} ${written(type)}`

/** Why a value of the driver is not of a type; undefined when it is. */
export function misfit(type: Type, value: unknown, at: string): string | undefined {
  if (value === null || value === undefined) return type.nullable ? undefined : `${at} is null, not ${written(type)}`
  const wrong = `${at} is ${JSON.stringify(value)?.slice(0, 100)}, not ${written(type)}`
  switch (type.kind) {
    case 'neo4j':
      return isOf[type.name]!(value) ? undefined : wrong
    case 'texts':
      return type.texts.some((text) => text === value) ? undefined : wrong
    case 'shape':
      return misfit(shapeOf(type), value, at)
    case 'list':
      if (!Array.isArray(value)) return wrong
      return first(value.map((item, index) => misfit(type.of, item, `${at}[${index}]`)))
    case 'map': {
      if (!isPlain(value)) return wrong
      const extra = Object.keys(value).find((name) => !type.members.some((member) => member.name === name))
      if (extra && !type.open) return `${at} has ${extra}, which is no member of ${written(type)}`
      return first(
        type.members.map((member) =>
          member.optional && !(member.name in value)
            ? undefined
            : misfit(member.type, value[member.name], `${at}.${member.name}`),
        ),
      )
    }
  }
}

const first = (found: (string | undefined)[]) => found.find((one) => one !== undefined)
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value?.constructor === Object
const isMade = (name: string) => (value: unknown) => typeof value === 'object' && value?.constructor.name === name

const isOf: Record<string, (value: unknown) => boolean> = {
  STRING: (value) => typeof value === 'string',
  INTEGER: (value) => Number.isInteger(value),
  FLOAT: (value) => typeof value === 'number',
  BOOLEAN: (value) => typeof value === 'boolean',
  DATETIME: isMade('DateTime'),
  MAP: isPlain,
  NODE: isMade('Node'),
  RELATIONSHIP: isMade('Relationship'),
  PATH: isMade('Path'),
  ANY: () => true,
  NAME: (value) => typeof value === 'string',
}
