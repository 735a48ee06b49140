import type { Module } from '@registry/api/contract'
import { isFoundIn } from '@registry/api/words'
import { refDebounced } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import { ApiProblem } from '../shared/client/client.ts'
import { placeOf } from '../shared/refs.ts'
import { palette as words } from './command-palette.texts.ts'
import { announce } from '../shared/announcements.ts'
import { useModuleEditing } from '../modules/module-editing.ts'
import { useStatusChange } from '../modules/modules.ts'
import { useQueryLibrary } from '../queries/queries.ts'
import { useSearch } from '../shared/client/search.ts'
import { commands, shortcuts, type Command } from './shortcuts.ts'
import { moduleTexts } from '../modules/module-editing.texts.ts'

export interface Entry {
  id: string
  kind: keyof typeof words.kinds
  title: string
  hint: string
  keys?: string
  perform: () => void
}

const pages = new Set<string>(['modules', 'graph', 'ai-modules', 'statistics', 'queries', 'activity', 'settings'])

/** Entries of the command palette for the typed text, best match first, and the selected entry. */
export function usePalette(perform: (command: Command) => void) {
  const router = useRouter()
  const editing = useModuleEditing()
  const { mutate } = useStatusChange()
  const typed = ref('')
  const asked = refDebounced(typed, 150)
  const results = useSearch(() => ({ q: asked.value.slice(0, 500), limit: 12 }))
  const library = useQueryLibrary(() => (asked.value.trim() ? { q: asked.value.slice(0, 200) } : {}))
  const open = (place: RouteLocationRaw) => () => void router.push(place)

  async function setStatus(key: string, status: Module['status']) {
    try {
      mutate({ module: await editing.current(key), status })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      announce(error.detail, 'error')
    }
  }

  const fixed: Entry[] = [
    ...commands
      .filter((command) => command !== 'palette')
      .map((command): Entry => ({
        id: command,
        kind: pages.has(command) ? 'page' : 'command',
        title: words.commands[command],
        hint: '',
        keys: shortcuts[command],
        perform: () => perform(command),
      })),
    {
      id: 'new-ai-module',
      kind: 'command',
      title: words.commands['new-ai-module'],
      hint: '',
      perform: open({ name: 'new-ai-module' }),
    },
  ]
  /** Whether the results belong to an earlier text; those are not offered. */
  const isBehind = computed(() => typed.value !== asked.value || results.isPlaceholderData.value)
  const entries = computed((): Entry[] => {
    const ours = fixed.filter(({ title }) => isFoundIn(title, typed.value))
    if (typed.value.trim() === '' || isBehind.value) return ours
    const found = results.data.value?.items ?? []
    const hits = found.map(({ ref, kind, module, name }): Entry => {
      return { id: ref, kind, title: name, hint: kind === 'module' ? module : ref, perform: open(placeOf(ref)) }
    })
    // Last, so that Enter while typing navigates rather than changes something.
    const changes = found
      .filter(({ kind }) => kind === 'module')
      .map(({ ref, module, name, status }): Entry => {
        const [next, title] =
          status === 'active'
            ? (['inactive', moduleTexts.disableNamed(name)] as const)
            : (['active', moduleTexts.enableNamed(name)] as const)
        const perform = () => void setStatus(module, next)
        return { id: `${ref} ${next}`, kind: 'command', title, hint: module, perform }
      })
    const queries = (library.data.value?.items ?? []).slice(0, 6).map(({ name, description }): Entry => ({
      id: `query ${name}`,
      kind: 'query',
      title: name,
      hint: description,
      perform: open({ name: 'queries', query: { query: name } }),
    }))
    return [...ours, ...hits, ...queries, ...changes]
  })

  const at = ref(0)
  watch(typed, () => (at.value = 0))
  return {
    typed,
    entries,
    at: computed(() => Math.min(at.value, entries.value.length - 1)),
    isLooking: computed(() => isBehind.value || results.isLoading.value),
    problem: computed(() => results.error.value),
    move: (by: number) => {
      const count = entries.value.length
      if (count > 0) at.value = (Math.min(at.value, count - 1) + by + count) % count
    },
  }
}
