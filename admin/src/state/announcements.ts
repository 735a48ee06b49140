import { readonly, shallowRef } from 'vue'

interface Announcement {
  text: string
  kind: 'success' | 'error'
}

const current = shallowRef<Announcement | null>(null)

/** The one place where the page tells what has happened, seen and read out. */
export const announcement = readonly(current)
export const announce = (text: string, kind: Announcement['kind'] = 'success') => (current.value = { text, kind })
export const dismiss = () => (current.value = null)
