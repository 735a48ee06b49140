import { useEventListener } from '@vueuse/core'
import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import type { ApiProblem } from '../client/client.ts'
import { complaintsOf } from './complaints.ts'
import { presetsOf, type Schemas } from './json-schema.ts'
import { mergePatchOf } from '../difference/merge-patch.ts'
import { forms } from './forms.texts.ts'

export type Values = Record<string, unknown>

/** State of a form for a schema of the contract: values, and errors from local validation and from the API. */
export function useForm(name: string, schemas: Schemas, start: Values = presetsOf(schemas[name]!, schemas)) {
  const schema = schemas[name]!
  const base = shallowRef(structuredClone(start))
  const values: Ref<Values> = ref(structuredClone(base.value))
  const touched = reactive(new Set<string>())
  const checksAll = ref(false)
  const refused = shallowRef(new Map<string, string>())

  /** Plain copy of the values; reads all of them, so that an effect tracks every change. */
  const plain = (): Values => JSON.parse(JSON.stringify(values.value)) as Values

  // Validate what would be sent, without undefined members.
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
    /** Marks a field as changed or left: shows its local errors from then on, and removes those of the API. */
    touch(pointer: string) {
      touched.add(pointer)
      refused.value = new Map([...refused.value].filter(([place]) => !belongs(place, pointer)))
    },
    checkAll: () => (checksAll.value = true),
    /** Shows errors of the API at their fields, and returns a message with the others. */
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

/** Pointer of the field; list items belong to the field of their list. */
const fieldOf = (pointer: string) => pointer.replace(/\/\d+$/, '')
/** Whether `place` is `pointer` or below it. */
export const belongs = (place: string, pointer: string) => `${place}/`.startsWith(`${pointer}/`)

/** Asks for confirmation before the user leaves with unsaved changes. */
export function useGuard(isChanged: () => boolean) {
  useEventListener(window, 'beforeunload', (event) => isChanged() && event.preventDefault())
  const stay = () => !isChanged() || window.confirm(forms.leave)
  onBeforeRouteLeave(stay)
  // A change of the query string stays on the page and keeps the form.
  onBeforeRouteUpdate((to, from) => to.path === from.path || stay())
}
