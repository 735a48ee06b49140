import { computed, nextTick, onScopeDispose, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

/** How one value of a view is written in the address. What equals the preset is left out. */
interface Parameter<Value> {
  preset: Value
  read(texts: string[]): Value
  write(value: Value): string[]
}

export const text = (): Parameter<string> => ({
  preset: '',
  read: ([first = '']) => first,
  write: (value) => [value],
})

export const textList = (): Parameter<readonly string[]> => ({
  preset: [],
  read: (texts) => texts,
  write: (value) => [...value],
})

export const oneOf = <Name extends string>(names: readonly Name[], preset: Name): Parameter<Name> => ({
  preset,
  read: ([first]) => names.find((name) => name === first) ?? preset,
  write: (value) => [value],
})

export const someOf = <Name extends string>(names: readonly Name[]): Parameter<readonly Name[]> => ({
  preset: [],
  read: (texts) => names.filter((name) => texts.includes(name)),
  write: (value) => [...value],
})

type Values<Parameters> = {
  readonly [Name in keyof Parameters]: Parameters[Name] extends Parameter<infer Value> ? Value : never
}

export interface UrlState<View extends object> {
  view: ComputedRef<View>
  /** Puts new values into the address, as a new entry of the browser's history unless `replace`. */
  change: (values: Partial<View>, how?: { replace?: boolean }) => void
}

/** What an address says of a view. */
export const readState = <Parameters extends Record<string, Parameter<unknown>>>(
  parameters: Parameters,
  query: LocationQuery,
): Values<Parameters> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { read }]) => [name, read(textsOf(query[name]))]),
  ) as Values<Parameters>

/** The state of a view, kept in the query string and nowhere else, so that the address is the view. */
export function useUrlState<Parameters extends Record<string, Parameter<unknown>>>(
  parameters: Parameters,
): UrlState<Values<Parameters>> {
  type View = Values<Parameters>
  const route = useRoute()
  const router = useRouter()
  const path = route.path

  // On the way to another page the address is already that one's: the view stays as it was.
  const view = computed((before?: View) =>
    before && route.path !== path ? before : readState(parameters, route.query),
  )

  let pending: Partial<View> = {}
  let left = false
  onScopeDispose(() => (left = true))

  async function change(values: Partial<View>, { replace = false } = {}) {
    // Changes of the same moment become one address, whichever part of the page they come from.
    const first = Object.keys(pending).length === 0
    pending = { ...pending, ...values }
    if (!first) return
    await nextTick()
    const query: LocationQueryRaw = { ...route.query }
    for (const [name, value] of Object.entries(pending)) {
      const { preset, write } = parameters[name]!
      const written = write(value)
      query[name] = String(written) === String(write(preset)) ? undefined : written
    }
    pending = {}
    if (!left && route.path === path) await router[replace ? 'replace' : 'push']({ query, hash: route.hash })
  }

  return { view, change }
}

/** One value of a view, for `v-model`; what depends on it changes with it. */
export const modelOf = <View extends object, Name extends keyof View>(
  { view, change }: UrlState<View>,
  name: Name,
  also: Partial<View> = {},
  how?: { replace?: boolean },
) =>
  computed({
    get: () => view.value[name],
    set: (value: View[Name]) => change({ ...also, [name]: value } as Partial<View>, how),
  })

const textsOf = (given: null | string | (string | null)[] | undefined): string[] =>
  [given].flat().filter((one) => typeof one === 'string')
