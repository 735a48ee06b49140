import { h, type FunctionalComponent } from 'vue'

/**
 * Icon as a functional component, cheaper than that of Vuetify: lists contain hundreds. The size is in pixels, by
 * default 24.
 */
const plainIcon: FunctionalComponent<{ icon: string; size?: number }> = ({ icon, size = 24 }) =>
  h('svg', { width: size, height: size, viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'plain-icon' }, [
    h('path', { d: icon, fill: 'currentColor' }),
  ])
plainIcon.props = ['icon', 'size']
export default plainIcon
