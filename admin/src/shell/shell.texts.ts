/** Texts of the application shell. */
export const shellTexts = {
  skipToContent: 'Skip to content',
  navigation: 'Main',
  openNavigation: 'Navigation',
  api: 'API reference',
  currentTheme: (name: string) => `Theme: ${name}. Change it`,
} as const
