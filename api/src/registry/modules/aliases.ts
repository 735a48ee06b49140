import type { Graph, Read } from '../../graph/graph.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { moduleParams, type Operation } from '../../kernel/operation.ts'
import type { Call, HandledOperation, Parts } from '../../store/call.ts'
import type { Module } from './modules.contract.ts'

/** Members of queries and bodies that name modules, or parts by their refs. */
const naming = ['module', 'modules', 'ids', 'of', 'from', 'to', 'focus', 'end', 'source', 'target', 'successor']

const refForms = [
  /^(module:)(.+)()$/s,
  /^((?:capability|configuration|entity):)(.+)(\/[^/]+)$/s,
  /^(endpoint:)(.+?)(\/[A-Z]+ .*)$/s,
]

/** The name of a module in a text, which may be a ref of the module or of one of its parts, with what is around it. */
function partsOf(text: string): [before: string, name: string, after: string] {
  for (const form of refForms) {
    const [, before, name, after] = form.exec(text) ?? []
    if (name !== undefined) return [before!, name, after!]
  }
  return ['', text, '']
}

/** The keys of the modules with these aliases or ids, by name. */
export async function keysOf(run: Read, names: Iterable<string>): Promise<Map<string, string>> {
  const asked = [...new Set(names)]
  if (asked.length === 0) return new Map()
  const rows = await run('modules/aliased', { names: asked })
  return new Map(rows.map(({ name, key }) => [name, key]))
}

/** Replaces aliases and ids of modules in texts that may be keys or refs as well. */
export async function withKeys(run: Read, texts: string[]): Promise<(text: string) => string> {
  const keys = await keysOf(
    run,
    texts.map((text) => partsOf(text)[1]),
  )
  return (text) => {
    const [before, name, after] = partsOf(text)
    return `${before}${keys.get(name) ?? name}${after}`
  }
}

/** The texts of the members that name modules, also in the items of a batch. */
const namesIn = (given: unknown): string[] =>
  isObject(given)
    ? Object.entries(given).flatMap(([name, value]) =>
        naming.includes(name)
          ? [value].flat().filter((one) => typeof one === 'string')
          : name === 'items' && Array.isArray(value)
            ? value.flatMap(namesIn)
            : [],
      )
    : []

const renamed = <Given>(given: Given, rename: (text: string) => string): Given =>
  isObject(given)
    ? (Object.fromEntries(
        Object.entries(given).map(([name, value]) => {
          if (name === 'items' && Array.isArray(value)) return [name, value.map((one) => renamed(one, rename))]
          if (!naming.includes(name)) return [name, value]
          const one = (text: unknown) => (typeof text === 'string' ? rename(text) : text)
          return [name, Array.isArray(value) ? value.map(one) : one(value)]
        }),
      ) as Given)
    : given

const isObject = (given: unknown): given is Record<string, unknown> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

export type Aliases = ReturnType<typeof aliasesOf>

/** Leads requests that name a module by an alias to the module, at every door. Decision 0052. */
export const aliasesOf = (graph: Graph) => {
  /** The members of a query, a body or the arguments of a tool, with keys in the place of aliases. */
  const resolved = async <Given>(given: Given): Promise<Given> => {
    const names = namesIn(given)
    return names.length === 0 ? given : renamed(given, await withKeys(graph.read, names))
  }

  return {
    resolved,

    /** The handler of an operation that takes aliases as well. */
    handled:
      (operation: Operation, handle: HandledOperation['handle']): HandledOperation['handle'] =>
      async ({ params, query, body }: Parts, call: Call) => {
        const input = {
          params,
          query: await resolved(query),
          body: operation.checksBody ? body : await resolved(body),
        }
        try {
          return await handle(input, call)
        } catch (error) {
          // Looked up only now, so that requests by key wait for no other query.
          const isMissing = error instanceof Problem && error.type === 'not-found'
          if (!isMissing || operation.params.shape.id !== moduleParams.shape.id) throw error
          const { id } = params as { id: string }
          const key = (await keysOf(graph.read, [id])).get(id)
          if (key === undefined || key === id) throw error
          const led = { ...params, id: key }
          call.led?.(led)
          return handle({ ...input, params: led }, call)
        }
      },
  }
}

/** @throws Problem `already-exists` if the key or an alias of a module leads to another one */
export async function requireFreeNames(run: Read, module: Pick<Module, 'key' | 'aliases'>): Promise<void> {
  const errors = await takenNames(run, module)
  if (errors.length > 0) throw new Problem('already-exists', errors.map(({ reason }) => reason).join('; '), errors)
}

/** What is wrong with the key and the aliases of a module, compared in any letter case; pointers begin at the module. */
export async function takenNames(run: Read, { key, aliases }: Pick<Module, 'key' | 'aliases'>): Promise<Reason[]> {
  const rows = await run('modules/named-alike', { names: [key, ...aliases], key })
  const others = new Map(rows.map(({ name, other }) => [name, other]))
  return ['/key', ...aliases.map((_, index) => `/aliases/${index}`)].flatMap((pointer, index) => {
    const name = [key, ...aliases][index]!
    const other = others.get(name)
    if (other !== undefined) return [{ pointer, reason: `${name} is the key or an alias of module ${other}` }]
    return index > 0 && name.toLowerCase() === key ? [{ pointer, reason: `${name} is the key of the module` }] : []
  })
}
