import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import app from './shell/app.vue'
import { router } from './shell/router.ts'
import { vuetify } from './shell/vuetify.ts'
import './shell/page.css'

createApp(app)
  .use(createPinia())
  .use(PiniaColada, { queryOptions: { staleTime: 5_000 } })
  .use(router)
  .use(vuetify)
  .mount('#app')
