import { useQuery, useQueryCache } from '@pinia/colada'
import { contract, type Configuration } from '@registry/api/contract'
import { refDebounced } from '@vueuse/core'
import { computed, type InjectionKey } from 'vue'
import { call, callFile } from '../shared/client/client.ts'
import type { Values } from '../shared/forms/form.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { read, create, replace, remove, validate } = contract.configurations
const { listVersions, compareVersions, restoreVersion, exportDocument, importDocument } = contract.configurationVersions
export type Format = 'yaml' | 'json'

/** Ids of the editors whose text is not valid JSON. */
export const unfinished: InjectionKey<Set<string>> = Symbol('unfinished')

interface Place {
  id: string
  part: string
}
const root = 'modules'
const keyOf = ({ id, part }: Place) => [root, id, 'configuration', part]

/** The current configuration for a form; bypasses the cache of the other views. */
export const useConfiguration = (params: Place) =>
  useQuery({
    key: ['editing', ...keyOf(params)],
    query: ({ signal }) => call(read, { params, signal }),
    // '' for a new configuration.
    enabled: params.part !== '',
    gcTime: 0,
  })

/** Validates values against a schema through the API when typing pauses; it reports exactly what saving refuses. */
export function useValueCheck(typed: () => { schema: Values; values: Values }) {
  const text = computed(() => JSON.stringify(typed()))
  const asked = refDebounced(text, 250)
  const query = useQuery({
    key: () => ['value-check', asked.value],
    query: ({ signal }) => call(validate, { body: JSON.parse(asked.value) as object, signal }),
    placeholderData: (previous) => previous,
    gcTime: 10_000,
  })
  return {
    verdict: computed(() => query.data.value),
    /** Errors by JSON pointer. */
    errors: computed(() => new Map((query.data.value?.errors ?? []).map(({ pointer, reason }) => [pointer, reason]))),
    isChecking: computed(() => text.value !== asked.value || query.isPlaceholderData.value),
    problem: computed(() => query.error.value),
  }
}

export const useVersions = (params: Place, cursor: () => string) =>
  useQuery({
    key: () => [...keyOf(params), 'versions', cursor()],
    query: ({ signal }) => call(listVersions, { params, query: { limit: 50, cursor: cursor() }, signal }),
    placeholderData: (previous) => previous,
  })

/** Differences between a version and the current configuration. */
export const useDifference = (params: Place, from: () => number) =>
  useQuery({
    key: () => [...keyOf(params), 'difference', String(from())],
    query: ({ signal }) => call(compareVersions, { params, query: { from: from() }, signal }),
  })

/** Changes of a configuration, each based on the known revision. */
export function useConfigurationEditing(id: string) {
  const refresh = useRefresh()
  const cache = useQueryCache()
  const renewed = async (answer: Promise<Configuration>) => {
    const given = await answer
    const place = { id, part: given.key }
    cache.setQueryData(['editing', ...keyOf(place)], given)
    refresh(root)
    return given
  }
  return {
    create: (body: Values) => renewed(call(create, { params: { id }, body: body as never })),
    replace: (part: string, rev: number, body: Values) =>
      renewed(call(replace, { params: { id, part }, rev, body: body as never })),
    current: (part: string) => call(read, { params: { id, part } }),
    restore: ({ key, rev }: Configuration, number: number) =>
      renewed(call(restoreVersion, { params: { id, part: key }, rev, body: { number } })),
    importFile: ({ key, rev }: Configuration, format: Format, text: string) =>
      renewed(call(importDocument, { params: { id, part: key }, rev, body: { format, text } })),
    exportFile: ({ key }: Configuration, format: Format) =>
      callFile(exportDocument, { params: { id, part: key }, query: { format } }),
    async remove({ key, rev }: Configuration) {
      await call(remove, { params: { id, part: key }, rev })
      refresh(root)
    },
  }
}
