import { readonly, shallowRef } from 'vue'

interface Announcement {
  text: string
  kind: 'success' | 'error'
  /** What can be done about it, such as taking it back. */
  action?: { text: string; perform: () => void }
}

const current = shallowRef<Announcement | null>(null)

/** The one place where the page tells what has happened, seen and read out. */
export const announcement = readonly(current)
export const announce = (text: string, kind: Announcement['kind'] = 'success', action?: Announcement['action']) =>
  (current.value = { text, kind, ...(action && { action }) })
export const dismiss = () => (current.value = null)
