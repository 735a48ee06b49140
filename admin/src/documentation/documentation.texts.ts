/** Texts of the Markdown editor. */
export const documentationTexts = {
  written: 'Markdown',
  preview: 'Preview',
  markdownHint: 'Type module: to link a module.',
  links: 'Modules to link',
  noText: 'Nothing is written yet.',
}
