import type { Findings } from '../../../registry/entities/definition-check.ts'
import type { patchOperations } from '../read/document.ts'

export type Operation = (typeof patchOperations)[number]

/** An item of a named list in a document. */
export interface Entry<Item> {
  name: string
  /**
   * Returns the new item; `before` is the existing one if the document changes it. Undefined if the item is invalid.
   */
  make: (before?: Item) => Item | undefined
  pointer: string
}

export interface List<Item> {
  /** Noun for its items in messages. */
  noun: string
  items: Item[]
  nameOf: (item: Item) => string
}

/**
 * Edits a named list; all scopes use the same five operations. Impossible edits are skipped and reported: adding an
 * existing item is invalid, an operation on an unknown one is a refused reference.
 */
export function editList<Item>(
  { noun, items, nameOf }: List<Item>,
  operation: Exclude<Operation, 'reorder'>,
  entries: Entry<Item>[],
  { invalid, refused }: Findings,
): Item[] {
  const edited = new Map(items.map((item) => [nameOf(item), item]))
  const seen = new Set<string>()
  for (const { name, make, pointer } of entries) {
    const before = edited.get(name)
    if (seen.has(name)) invalid.push({ pointer, reason: `${name} occurs twice in the document` })
    else if (operation === 'add' && before)
      invalid.push({ pointer, reason: `${noun} ${name} already exists; use update to change it` })
    else if (operation !== 'add' && !before)
      refused.push({ pointer, reason: `there is no ${noun} ${name}${knownNames(edited)}` })
    else if (operation === 'remove') edited.delete(name)
    else {
      const made = make(operation === 'update' ? before : undefined)
      if (made !== undefined) edited.set(name, made)
    }
    seen.add(name)
  }
  return [...edited.values()]
}

/** Reorders a list; the order must contain all existing names. */
export function reorder<Item>(
  { noun, items, nameOf }: List<Item>,
  order: string[] | undefined,
  pointer: string,
  { invalid, refused }: Findings,
): Item[] {
  if (!order) {
    invalid.push({ pointer, reason: `is required for reorder: the names of all ${items.length}` })
    return items
  }
  const named = new Map(items.map((item) => [nameOf(item), item]))
  order.forEach((name, index) => {
    const at = `${pointer}/${index}`
    if (!named.has(name)) refused.push({ pointer: at, reason: `there is no ${noun} ${name}${knownNames(named)}` })
    else if (order.indexOf(name) !== index) invalid.push({ pointer: at, reason: `${name} occurs twice` })
  })
  const missing = [...named.keys()].filter((name) => !order.includes(name))
  if (missing.length > 0) invalid.push({ pointer, reason: `must name all of them; ${missing.join(', ')} are missing` })
  const place = (item: Item) => order.indexOf(nameOf(item))
  return items.toSorted((a, b) => place(a) - place(b))
}

function knownNames(named: Map<string, unknown>): string {
  const names = [...named.keys()]
  if (names.length === 0) return ''
  return `; there are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`
}
