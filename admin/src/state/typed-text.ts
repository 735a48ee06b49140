import { useDebounceFn } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'

/** What is being typed into a field: shown at once, passed on when the typing pauses, and following changes from outside. */
export function useTypedText(current: () => string, pass: (text: string) => void): Ref<string> {
  const typed = ref(current())
  const passLater = useDebounceFn(() => {
    if (typed.value !== current()) pass(typed.value)
  }, 300)
  watch(typed, passLater)
  watch(current, (text) => (typed.value = text))
  return typed
}
