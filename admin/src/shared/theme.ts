import { useLocalStorage } from '@vueuse/core'
import { watch } from 'vue'
import { useTheme } from 'vuetify'

export const themeNames = ['system', 'light', 'dark'] as const
export type ThemeName = (typeof themeNames)[number]

/** The selected theme, stored in the browser. */
export function useChosenTheme() {
  const theme = useTheme()
  const chosen = useLocalStorage<ThemeName>('theme', 'system')
  watch(chosen, (name) => theme.change(themeNames.includes(name) ? name : 'system'), { immediate: true })
  return chosen
}

export const themeAfter = (name: ThemeName): ThemeName =>
  themeNames[(themeNames.indexOf(name) + 1) % themeNames.length]!
