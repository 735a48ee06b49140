import { useQuery } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { computed } from 'vue'
import { call } from '../shared/client/client.ts'
import { paramsOf } from '../queries/queries.ts'
import { textList, useUrlState } from '../shared/client/url-state.ts'

export const tileForms = ['number', 'table', 'graph'] as const
/** A tile: a library or saved query with parameters, and how its result is shown. */
export interface Tile {
  form: (typeof tileForms)[number]
  name: string
  parameters: Record<string, string>
}
export const mostTiles = 12

/** A tile as written in the URL, such as `number analysis/hubs limit=5`. */
export const writtenTile = ({ form, name, parameters }: Tile): string =>
  `${form} ${name} ${new URLSearchParams(parameters).toString()}`.trim()

export function tileOf(text: string): Tile | undefined {
  const [first, name = '', parameters = ''] = text.split(' ')
  const form = tileForms.find((one) => one === first)
  return form && name.includes('/')
    ? { form, name, parameters: Object.fromEntries(new URLSearchParams(parameters)) }
    : undefined
}

export function useTiles() {
  const { view, change } = useUrlState({ tile: textList() })
  const tiles = computed(() => [...new Set(view.value.tile)].filter((text) => tileOf(text)).slice(0, mostTiles))
  return {
    tiles,
    add: (tile: Tile) => change({ tile: [...tiles.value, writtenTile(tile)] }),
    remove: (text: string) => change({ tile: tiles.value.filter((one) => one !== text) }),
  }
}

/** Runs the queries sequentially: the number of concurrent queries per user is limited. */
let last: Promise<unknown> = Promise.resolve()

export function useTile(tile: Tile) {
  const format = tile.form === 'graph' ? 'graph' : 'json'
  const rows = tile.form === 'table' ? '10' : '1000'
  return useQuery({
    key: ['queries', 'tile', writtenTile(tile)],
    query: ({ signal }) => {
      const query = { ...tile.parameters, format, rows } as const
      const answer = last.then(() => call(contract.queries.rows, { params: paramsOf(tile.name), query, signal }))
      last = answer.catch(() => {})
      return answer
    },
  })
}
