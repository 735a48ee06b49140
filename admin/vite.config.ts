import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import vuetify from 'vite-plugin-vuetify'
import { contractOutline } from './contract-outline.ts'

const api = 'http://127.0.0.1:3000'

const everyPage =
  /plugin-vue|contract-outline|admin\/src\/(api|state\/announcements)\.ts|node_modules\/(@vue\/|vue\/|vue-router\/|pinia\/|@pinia\/|@mdi\/|@vueuse\/|vuetify\/lib\/(util|composables|components\/(VBtn|VSelect|VList|VMenu|VOverlay|VTextField|VInput|VField|VCheckbox|VChip|VAvatar|VIcon|VDivider|VProgressLinear|VProgressCircular|VLabel|VSelectionControl|VCounter|VMessages|VVirtualScroll|transitions)\/))/

export default defineConfig({
  base: '/admin/',
  define: { __VUE_OPTIONS_API__: false },
  plugins: [
    contractOutline(),
    vue(),
    vuetify(),
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|svg)$/ }),
  ],
  // Its build for Node wants Buffer.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
  build: {
    rolldownOptions: {
      // What every page needs compresses better as one file than as several.
      output: {
        codeSplitting: { groups: [{ name: 'base', test: everyPage }] },
        // Compiled while they arrive, beside the main thread, instead of function by function when the page is drawn.
        // https://v8.dev/blog/explicit-compile-hints
        postBanner: ({ name }) => (name === 'base' ? '//# allFunctionsCalledOnLoad' : ''),
      },
    },
  },
  server: { proxy: { '/api': api, '/graphql': api } },
})
