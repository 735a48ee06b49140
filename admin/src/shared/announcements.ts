import { readonly, shallowRef } from 'vue'

interface Announcement {
  text: string
  kind: 'success' | 'error'
  /** An action that is offered with the message, such as undo. */
  action?: { text: string; perform: () => void }
}

const current = shallowRef<Announcement | null>(null)

/** The current announcement: a message about a result, displayed and read by screen readers. */
export const announcement = readonly(current)
export const announce = (text: string, kind: Announcement['kind'] = 'success', action?: Announcement['action']) =>
  (current.value = { text, kind, ...(action && { action }) })
export const dismiss = () => (current.value = null)
