import { getCurrentInstance, onMounted, shallowRef } from 'vue'

/** A menu opened in one of the browser's own dialogs must be in it, or it is behind it. */
export function useMenuInDialog() {
  const instance = getCurrentInstance()
  const menu = shallowRef<{ attach: HTMLElement | false }>({ attach: false })
  onMounted(() => {
    const element = instance?.proxy?.$el as HTMLElement
    menu.value = { attach: element.closest('dialog') ?? false }
  })
  return menu
}

/** Escape closes what is open in a dialog before the dialog itself; nor does it go while it has to stay. */
export function keepOpen(event: Event, stays = false): void {
  if (stays || (event.target as HTMLElement).querySelector('.v-overlay--active')) event.preventDefault()
}
