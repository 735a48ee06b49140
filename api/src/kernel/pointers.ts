/** Appends a path to a JSON Pointer (RFC 6901). */
export const pointerTo = (at: string, path: readonly PropertyKey[]) =>
  at + path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

/** The path that a JSON Pointer is. */
export const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
