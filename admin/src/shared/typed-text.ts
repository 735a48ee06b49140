import { useDebounceFn } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'

/**
 * What is being typed into a field: shown at once, passed on in its tidy form when the typing pauses. A change from outside
 * replaces it, unless it is the same but for the tidying: a space just typed must not vanish.
 */
export function useTypedText(current: () => string, tidy: (typed: string) => string, pass: (text: string) => void) {
  const typed: Ref<string | null> = ref(current())
  const isPassed = () => tidy(typed.value ?? '') === current()
  watch(
    typed,
    useDebounceFn(() => isPassed() || pass(tidy(typed.value ?? '')), 300),
  )
  watch(current, (text) => isPassed() || (typed.value = text))
  return typed
}
