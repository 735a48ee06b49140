import { useLocalStorage } from '@vueuse/core'

/** Who acts, as the log shall name them; remembered by this browser. Empty for nobody in particular. */
export const actor = useLocalStorage('actor', '')
