import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import vuetify from 'vite-plugin-vuetify'
import { contractOutline } from './contract-outline.ts'

const api = 'http://127.0.0.1:3000'

export default defineConfig({
  base: '/admin/',
  define: { __VUE_OPTIONS_API__: false },
  plugins: [
    contractOutline(),
    vue(),
    vuetify(),
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|svg)$/ }),
  ],
  // The build for Node requires Buffer.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
  build: {
    rolldownOptions: {
      // One file with exactly what the first page needs.
      output: { codeSplitting: { groups: [{ name: 'base', test: /src\/main\.ts$/ }] } },
    },
  },
  server: { proxy: { '/api': api, '/graphql': api } },
})
