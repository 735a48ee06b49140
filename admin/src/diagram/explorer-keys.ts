import { useEventListener } from '@vueuse/core'
import { shortcuts, type Shortcut } from './node-actions.ts'

/** Keyboard shortcuts of the explorer; inactive while the user types in a field. */
export function useExplorerKeys(perform: (action: Shortcut) => void, cancel: () => void): void {
  useEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel()
    const isTyping = (event.target as HTMLElement).closest('input, textarea, select, dialog, [role=combobox]') !== null
    const action = shortcuts[event.key as keyof typeof shortcuts]
    if (!action || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    perform(action)
  })
}
