import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'
import ModuleRegistry from '../modules/module-list-page.vue' // Most common entry page: not lazy, saves a request.
import { announce } from '../shared/announcements.ts'
import { moduleListView } from '../modules/module-list-view.ts'
import { prepareModuleList } from '../modules/modules.ts'
import { texts } from '../shared/shared.texts.ts'
import { listTexts } from '../modules/module-list.texts.ts'

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/', redirect: '/module-registry' },
    {
      path: '/module-registry',
      name: 'modules',
      component: ModuleRegistry,
      // On the first load, wait briefly so that the page appears with its list.
      beforeEnter: ({ query }, from) =>
        from === START_LOCATION ? prepareModuleList(moduleListView(query), 300).then(() => true) : true,
    },
    {
      path: '/module-registry/:id',
      name: 'module',
      props: true,
      component: () => import('../modules/module-page.vue'),
    },
    {
      path: '/module-registry/:id/edit',
      name: 'edit-module',
      props: true,
      component: () => import('../modules/edit-module-page.vue'),
    },
    {
      path: '/module-registry/:id/new-configuration',
      name: 'new-configuration',
      props: true,
      component: () => import('../configuration/configuration-page.vue'),
    },
    {
      path: '/module-registry/:id/configuration/:part',
      name: 'configuration',
      props: true,
      component: () => import('../configuration/configuration-page.vue'),
    },
    { path: '/new-module', name: 'new-module', component: () => import('../modules/new-module-page.vue') },
    { path: '/graph', name: 'graph', component: () => import('../diagram/graph-page.vue') },
    { path: '/ai-modules', name: 'ai-modules', component: () => import('../drafts/draft-list-page.vue') },
    { path: '/ai-modules/new', name: 'new-ai-module', component: () => import('../drafts/new-draft-page.vue') },
    { path: '/ai-modules/:id', name: 'ai-module', props: true, component: () => import('../drafts/draft-page.vue') },
    { path: '/statistics', name: 'statistics', component: () => import('../statistics/statistics-page.vue') },
    { path: '/queries', name: 'queries', component: () => import('../queries/queries-page.vue') },
    { path: '/activity', name: 'activity', component: () => import('../activity/activity-page.vue') },
    { path: '/settings', name: 'settings', component: () => import('../settings/settings-page.vue') },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('../shared/states/not-found.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path || from === START_LOCATION ? false : { top: 0 }),
})

/** After an update, the server no longer has the scripts of an open page: loads the target page with the new ones. */
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

/** Titles by route name; pages whose title depends on data set their own. */
const titles: Partial<Record<string, string>> = {
  modules: texts.navigation.modules,
  'new-module': listTexts.create,
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
