import { createRouter, createWebHistory } from 'vue-router'
import { texts } from './texts.ts'

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/', redirect: '/module-registry' },
    { path: '/module-registry', name: 'modules', component: () => import('./pages/module-registry.vue') },
    { path: '/module-registry/:id', name: 'module', props: true, component: () => import('./pages/module-detail.vue') },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/not-found.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

/** Pages whose title depends on data set their own. */
router.beforeResolve((to) => {
  if (to.name !== 'module')
    document.title = `${to.name === 'modules' ? texts.list.title : texts.notFound.page} · ${texts.product}`
})
