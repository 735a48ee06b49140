import { useLocalStorage } from '@vueuse/core'
import { computed } from 'vue'
import { actor } from '../shared/client/actor.ts'

interface Asked {
  actor: string
  name: string
  cypher: string
  at: string
}

const most = 30
const asked = useLocalStorage<Asked[]>('asked', [])

/** Query history of the current user in this browser, newest first. Values of parameters are not stored. */
export const useQueryHistory = () => ({
  entries: computed(() => asked.value.filter((one) => one.actor === actor.value)),
  add: (name: string, cypher: string) => {
    const isSame = (one: Asked) => one.actor === actor.value && one.name === name && one.cypher === cypher
    const entry = { actor: actor.value, name, cypher, at: new Date().toISOString() }
    asked.value = [entry, ...asked.value.filter((one) => !isSame(one))].slice(0, most)
  },
  forget: () => (asked.value = asked.value.filter((one) => one.actor !== actor.value)),
})
