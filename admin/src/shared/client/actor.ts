import { useLocalStorage } from '@vueuse/core'

/** Name of the user for the log, stored in the browser; empty if none is set. */
export const actor = useLocalStorage('actor', '')
