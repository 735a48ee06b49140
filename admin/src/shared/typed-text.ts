import { useDebounceFn } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'

/**
 * Debounced text of a field. Passes on the normalized text when typing pauses. A change from outside replaces the text,
 * unless only the normalization differs: a space just typed must not vanish.
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
