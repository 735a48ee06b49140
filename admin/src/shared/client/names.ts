import { useQuery } from '@pinia/colada'
import { contract, type NamedResource, type ResourceName } from '@registry/api/contract'
import { shortRef } from '../refs.ts'
import { call } from './client.ts'

export type Names = ReadonlyMap<string, ResourceName>

/** Longest list of refs in an address, in characters: servers refuse longer ones. */
const longest = 5_000
const most = 100

function chunks(refs: readonly string[]): string[][] {
  const all: string[][] = []
  let length = longest
  for (const ref of refs) {
    length += encodeURIComponent(ref).length + 5
    if (length > longest || all.at(-1)!.length === most) {
      all.push([])
      length = 0
    }
    all.at(-1)!.push(ref)
  }
  return all
}

/** Names of resources by ref. While other refs are asked about, the last names stay. */
export const useNames = (refs: () => Iterable<string>) =>
  useQuery({
    key: () => ['modules', 'names', ...new Set(refs())],
    query: async ({ signal }): Promise<Names> => {
      const answers = await Promise.all(
        chunks([...new Set(refs())]).map((ref) => call(contract.names.list, { query: { ref }, signal })),
      )
      return new Map(answers.flatMap(({ items }) => items.map((item) => [item.ref, item])))
    },
    placeholderData: (previous) => previous,
  })

/** Name of a resource without that of its module. */
export const nameIn = (names: Names | undefined, ref: string): string => names?.get(ref)?.name ?? shortRef(ref)

/** Name of a resource with that of its module, such as `CRM: Customer records`. */
export function fullNameIn(names: Names | undefined, ref: string): string {
  const found = names?.get(ref)
  return found ? fullName(found) : shortRef(ref)
}
export const fullName = ({ name, module }: Pick<NamedResource, 'name' | 'module'>): string =>
  module === null ? name : `${module}: ${name}`
