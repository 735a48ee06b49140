import { useEventListener } from '@vueuse/core'

/** Keyboard shortcuts, also for the help and the palette. A space separates two keystrokes. */
export const shortcuts = {
  palette: 'Ctrl+K',
  help: '?',
  search: '/',
  create: 'c',
  theme: 't',
  modules: 'g m',
  graph: 'g g',
  'ai-modules': 'g a',
  statistics: 'g s',
  queries: 'g q',
  activity: 'g l',
  settings: 'g ,',
} as const
export type Command = keyof typeof shortcuts
export const commands = Object.keys(shortcuts) as Command[]

const patience = 1_500
/** Whether a shortcut also works on pages with a diagram, which has shortcuts of its own. */
const alsoInDiagram = (keys: string) => keys === 'Ctrl+K' || keys.startsWith('g ')
const hasDiagram = () => document.querySelector('[data-own-keys]') !== null

export function useShortcuts(perform: (command: Command) => void): void {
  let first = ''
  let at = 0
  useEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event
    const isTyping = (target as HTMLElement).closest(
      'input, textarea, select, [contenteditable], [role=combobox], [role=listbox]',
    )
    const isAsked = document.querySelector('dialog[open]') !== null
    const pressed = (ctrlKey || metaKey) && key.toLowerCase() === 'k' ? 'Ctrl+K' : key
    if (isAsked || (pressed !== 'Ctrl+K' && (isTyping || ctrlKey || metaKey || altKey))) return
    const both = Date.now() - at < patience ? `${first} ${pressed}` : ''
    const command = commands.find((name) => [both, pressed].includes(shortcuts[name]))
    const isSecond = both !== '' && command && shortcuts[command] === both
    ;[first, at] = isSecond ? ['', 0] : [pressed, Date.now()]
    if (!command || (hasDiagram() && !alsoInDiagram(shortcuts[command]))) return
    event.preventDefault()
    perform(command)
  })
}
