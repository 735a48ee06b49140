import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import app from './app.vue'
import { router } from './router.ts'
import { vuetify } from './vuetify.ts'
import './main.css'

createApp(app)
  .use(createPinia())
  .use(PiniaColada, { queryOptions: { staleTime: 5_000 } })
  .use(router)
  .use(vuetify)
  .mount('#app')
