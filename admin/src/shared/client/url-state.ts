import { computed, nextTick, onScopeDispose, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

/** How a value of a view is written in the query string. The default (`preset`) is omitted. */
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
  /** Writes values to the URL, as a new history entry unless `replace` is set. */
  change: (values: Partial<View>, how?: { replace?: boolean }) => void
}

/** Parses the state of a view from a query string. */
export const readState = <Parameters extends Record<string, Parameter<unknown>>>(
  parameters: Parameters,
  query: LocationQuery,
): Values<Parameters> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { read }]) => [name, read(textsOf(query[name]))]),
  ) as Values<Parameters>

/** State of a view, stored only in the query string, so that the URL reproduces the view. */
export function useUrlState<Parameters extends Record<string, Parameter<unknown>>>(
  parameters: Parameters,
): UrlState<Values<Parameters>> {
  type View = Values<Parameters>
  const route = useRoute()
  const router = useRouter()
  const path = route.path

  // While navigating to another page, the route is already that of the new page: keep the last state.
  const view = computed((before?: View) =>
    before && route.path !== path ? before : readState(parameters, route.query),
  )

  let pending: Partial<View> = {}
  let left = false
  onScopeDispose(() => (left = true))

  async function change(values: Partial<View>, { replace = false } = {}) {
    // Batch changes of the same tick, from any component, into one navigation.
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

/** A value of a view for `v-model`. Setting it also sets the values in `also`, for example to reset the cursor. */
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
