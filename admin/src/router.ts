import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'
import ModuleRegistry from './pages/module-registry.vue' // Where most begin: one request less in a row.
import { announce } from './state/announcements.ts'
import { moduleListView } from './state/module-list-view.ts'
import { prepareModuleList } from './state/modules.ts'
import { texts } from './texts.ts'

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/', redirect: '/module-registry' },
    {
      path: '/module-registry',
      name: 'modules',
      component: ModuleRegistry,
      // Who begins here sees the list at once, unless it takes long.
      beforeEnter: ({ query }, from) =>
        from === START_LOCATION ? prepareModuleList(moduleListView(query), 300).then(() => true) : true,
    },
    { path: '/module-registry/:id', name: 'module', props: true, component: () => import('./pages/module-detail.vue') },
    {
      path: '/module-registry/:id/edit',
      name: 'edit-module',
      props: true,
      component: () => import('./pages/edit-module.vue'),
    },
    {
      path: '/module-registry/:id/new-configuration',
      name: 'new-configuration',
      props: true,
      component: () => import('./pages/configuration.vue'),
    },
    {
      path: '/module-registry/:id/configuration/:part',
      name: 'configuration',
      props: true,
      component: () => import('./pages/configuration.vue'),
    },
    { path: '/new-module', name: 'new-module', component: () => import('./pages/new-module.vue') },
    { path: '/graph', name: 'graph', component: () => import('./pages/graph.vue') },
    { path: '/ai-modules', name: 'ai-modules', component: () => import('./pages/ai-modules.vue') },
    { path: '/ai-modules/new', name: 'new-ai-module', component: () => import('./pages/new-ai-module.vue') },
    { path: '/ai-modules/:id', name: 'ai-module', props: true, component: () => import('./pages/ai-module.vue') },
    { path: '/statistics', name: 'statistics', component: () => import('./pages/statistics.vue') },
    { path: '/queries', name: 'queries', component: () => import('./pages/queries.vue') },
    { path: '/activity', name: 'activity', component: () => import('./pages/activity.vue') },
    { path: '/settings', name: 'settings', component: () => import('./pages/settings.vue') },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/not-found.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path || from === START_LOCATION ? false : { top: 0 }),
})

/** After an update the scripts of an open page are gone from the server: the page that was wanted comes with new ones. */
router.onError(async (_error, to, from) => {
  if (from === START_LOCATION) return
  const { href } = router.resolve(to)
  const isThere = await fetch(href, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (isThere) location.assign(href)
  else announce(`${texts.problem.unreachable}. ${texts.problem.unreachableHint}`, 'error')
})

/** Pages whose title depends on data set their own. */
const titles: Partial<Record<string, string>> = {
  modules: texts.list.title,
  'new-module': texts.list.create,
  graph: texts.navigation.graph,
  'ai-modules': texts.navigation['ai-modules'],
  'new-ai-module': texts.draft.begin,
  statistics: texts.navigation.statistics,
  queries: texts.navigation.queries,
  activity: texts.navigation.activity,
  settings: texts.navigation.settings,
  'not-found': texts.notFound.page,
}
router.beforeResolve(({ name }) => {
  const title = titles[String(name)]
  if (title) document.title = `${title} · ${texts.product}`
})
