/** Clean-up functions to call after the last test of a process, in reverse order. */
export const endings: (() => Promise<unknown> | undefined)[] = []

export async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end()
}
