import type { Field } from '../../registry/entities/entities.contract.ts'
import { storedFields } from '../../registry/entities/fields.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Read } from '../../graph/graph.ts'

interface Row {
  kind: string
  id: string
}
export interface Referring {
  kind: string
  field: string
  /** Definition of the entity's fields as JSON; null if the entity was deleted. */
  fields: string | null
  total: number
  ids: string[]
}

const mostAtOnce = 1_000

/** Definition of the field through which the records refer. */
export const definitionOf = ({ field, fields }: Referring): Field | undefined =>
  storedFields(fields ?? '[]').find(({ name }) => name === field)

/**
 * A record and all records that are deleted with it by `onDelete: cascade`.
 * @throws Problem `in-use` if another record refers to one of them without cascade, or if there are too many
 */
export async function doomedWith(run: Read, record: Row): Promise<Row[]> {
  const doomed = new Map([[`${record.kind} ${record.id}`, record]])
  const refusing: Referring[] = []
  for (let rows = [record]; rows.length > 0;) {
    const referring = await run('hosting/referring', { rows })
    const next = new Map<string, Row>()
    for (const one of referring) {
      if (definitionOf(one)?.onDelete !== 'cascade') {
        refusing.push(one)
        continue
      }
      if (one.total > mostAtOnce) throw tooMany(one)
      for (const id of one.ids)
        if (!doomed.has(`${one.kind} ${id}`)) next.set(`${one.kind} ${id}`, { kind: one.kind, id })
    }
    for (const [key, row] of next) doomed.set(key, row)
    rows = [...next.values()]
    if (doomed.size > mostAtOnce) throw tooMany(referring[0]!)
  }
  const others = refusing
    .map((one) => ({ ...one, ids: one.ids.filter((id) => !doomed.has(`${one.kind} ${id}`)) }))
    .filter(({ ids, total }) => ids.length > 0 || total > mostAtOnce)
  if (others.length === 0) return [...doomed.values()]
  const { kind, field } = others[0]!
  throw new Problem('in-use', `records of ${kind} refer to it in ${field}`, [], {
    referring: others.map(({ kind, field, total, ids }) => ({ kind, field, total, ids: ids.slice(0, 100) })),
  })
}

const tooMany = ({ kind }: Referring) =>
  new Problem('in-use', `more than ${mostAtOnce} records would be deleted with it, such as those of ${kind}`)
