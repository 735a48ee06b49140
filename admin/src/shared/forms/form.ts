import { useEventListener } from '@vueuse/core'
import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import type { ApiProblem } from '../client/client.ts'
import { complaintsOf } from './complaints.ts'
import { presetsOf, type Schemas } from './json-schema.ts'
import { mergePatchOf } from '../difference/merge-patch.ts'
import { forms } from './forms.texts.ts'

export type Values = Record<string, unknown>

/** What is typed into a form of one schema of the contract, and what is wrong with it: at once, and when the API says so. */
export function useForm(name: string, schemas: Schemas, start: Values = presetsOf(schemas[name]!, schemas)) {
  const schema = schemas[name]!
  const base = shallowRef(structuredClone(start))
  const values: Ref<Values> = ref(structuredClone(base.value))
  const touched = reactive(new Set<string>())
  const checksAll = ref(false)
  const refused = shallowRef(new Map<string, string>())

  /** A copy of what was typed; who reads it in an effect hears of every change. */
  const plain = (): Values => JSON.parse(JSON.stringify(values.value)) as Values

  // What is sent is checked: a member without a value is none.
  const wrong = computed(() => complaintsOf(schema, schemas, plain()))
  const complaints = computed(() => {
    const shown = [...wrong.value].filter(([pointer]) => checksAll.value || touched.has(fieldOf(pointer)))
    return new Map([...refused.value, ...shown])
  })

  return {
    name,
    schema,
    schemas,
    values,
    base,
    complaints,
    isChanged: computed(() => Object.keys(mergePatchOf(base.value, values.value)).length > 0),
    isRight: computed(() => wrong.value.size === 0),
    plain,
    /** A field was changed or left: from now on it is checked, and what the API said of it is past. */
    touch(pointer: string) {
      touched.add(pointer)
      refused.value = new Map([...refused.value].filter(([place]) => !belongs(place, pointer)))
    },
    checkAll: () => (checksAll.value = true),
    /** What the API has against it, at the fields; the rest is returned in one sentence. */
    refuse({ errors, detail }: ApiProblem): string {
      const known = errors.filter(({ pointer }) => pointer.split('/')[1]! in schema.properties!)
      refused.value = new Map(known.map(({ pointer, reason }) => [pointer, reason]))
      const others = errors.filter((one) => !known.includes(one)).map(({ pointer, reason }) => `${pointer} ${reason}`)
      return known.length > 0 && others.length === 0
        ? forms.mistakes(known.length)
        : forms.refused(others.join('; ') || detail)
    },
    begin(from: Values) {
      base.value = structuredClone(from)
      values.value = structuredClone(base.value)
      touched.clear()
      checksAll.value = false
      refused.value = new Map()
    },
  }
}
export type Form = ReturnType<typeof useForm>

/** Items of a list are checked with their field. */
const fieldOf = (pointer: string) => pointer.replace(/\/\d+$/, '')
/** Whether a place is within another. */
export const belongs = (place: string, pointer: string) => `${place}/`.startsWith(`${pointer}/`)

/** Asks before what was typed is lost. */
export function useGuard(isChanged: () => boolean) {
  useEventListener(window, 'beforeunload', (event) => isChanged() && event.preventDefault())
  const stay = () => !isChanged() || window.confirm(forms.leave)
  onBeforeRouteLeave(stay)
  // Another query is the same page, and what is typed stays.
  onBeforeRouteUpdate((to, from) => to.path === from.path || stay())
}
