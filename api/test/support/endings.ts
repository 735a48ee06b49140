/** What has to end when the last test of a process has run; the last to begin ends first. */
export const endings: (() => Promise<unknown> | undefined)[] = []

export async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end()
}
