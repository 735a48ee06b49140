import { getCurrentInstance, onMounted, shallowRef } from 'vue'

/** Attaches menus to the surrounding native dialog: outside it they would open behind it. */
export function useMenuInDialog() {
  const instance = getCurrentInstance()
  const menu = shallowRef<{ attach: HTMLElement | false }>({ attach: false })
  onMounted(() => {
    const element = instance?.proxy?.$el as HTMLElement
    menu.value = { attach: element.closest('dialog') ?? false }
  })
  return menu
}

/** Handler for `cancel` of a dialog: Escape first closes an open menu in it; with `stays`, it does not close. */
export function keepOpen(event: Event, stays = false): void {
  if (stays || (event.target as HTMLElement).querySelector('.v-overlay--active')) event.preventDefault()
}
