import 'vuetify/styles/core'
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'

/** Colours are chosen for a contrast of at least 4.5:1, of text in them and on them. */
export const vuetify = createVuetify({
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  theme: {
    defaultTheme: 'system',
    themes: {
      light: {
        dark: false,
        colors: {
          background: '#f4f6f9',
          surface: '#ffffff',
          primary: '#3949ab',
          success: '#1b6e33',
          warning: '#8a4b00',
          error: '#b3261e',
          info: '#0b5f9e',
          neutral: '#4d5863',
        },
        variables: { 'medium-emphasis-opacity': 0.74 },
      },
      dark: {
        dark: true,
        colors: {
          background: '#14171b',
          surface: '#1d2126',
          primary: '#aab4f5',
          success: '#7fd19a',
          warning: '#f5b864',
          error: '#ff9d94',
          info: '#86c5f7',
          neutral: '#b4bec9',
        },
        variables: { 'medium-emphasis-opacity': 0.78 },
      },
    },
  },
  defaults: {
    VBtn: { style: 'text-transform: none; letter-spacing: normal' },
    VTextField: { density: 'compact', variant: 'outlined', hideDetails: true },
    VSelect: { density: 'compact', variant: 'outlined', hideDetails: true },
  },
})
