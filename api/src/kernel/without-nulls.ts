type Present<Value> = Exclude<Value, null | undefined>
/** What may be null may be missing instead. */
export type WithoutNulls<Value> = Value extends (infer Item)[]
  ? WithoutNulls<Item>[]
  : Value extends object
    ? { [Name in keyof Value as null extends Value[Name] ? never : Name]: WithoutNulls<Value[Name]> } & {
        [Name in keyof Value as null extends Value[Name] ? Name : never]?: WithoutNulls<Present<Value[Name]>>
      }
    : Value

/** Nulls say nothing to a model and cost tokens. */
export function withoutNulls<Value extends object>(value: Value): WithoutNulls<Value> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === null || member === undefined) return []
      return [[name, Array.isArray(member) ? member.map(inside) : inside(member)]]
    }),
  ) as WithoutNulls<Value>
}

const inside = (member: unknown): unknown =>
  typeof member === 'object' && member !== null && !Array.isArray(member) ? withoutNulls(member) : member
