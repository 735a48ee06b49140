import { h, type FunctionalComponent } from 'vue'

/**
 * An icon without the services of a library's, and without an instance's: lists have hundreds of them, and appear as fast as
 * these are made. The size is in pixels, 24 if none is given.
 */
const plainIcon: FunctionalComponent<{ icon: string; size?: number }> = ({ icon, size = 24 }) =>
  h('svg', { width: size, height: size, viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'plain-icon' }, [
    h('path', { d: icon, fill: 'currentColor' }),
  ])
plainIcon.props = ['icon', 'size']
export default plainIcon
