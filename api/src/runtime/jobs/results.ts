import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../kernel/errors.ts'

/** Maximum number of bytes of one result, and of all from which on no other is begun. */
const mostOfOne = 256_000_000
const mostOfAll = 2_000_000_000

/** The results of jobs: files in a folder, which are written piece by piece and never held in memory. */
export function resultsIn(folder: string) {
  const pathOf = (id: string) => join(folder, id)
  const names = () => readdir(folder).catch(() => [])
  const statOf = (name: string) => stat(join(folder, name)).catch(() => undefined)

  return {
    /** @throws Problem `busy` while all results together are too large */
    async requireRoom(): Promise<void> {
      const files = await Promise.all((await names()).map(statOf))
      if (files.reduce((sum, file) => sum + (file?.size ?? 0), 0) < mostOfAll) return
      throw new Problem('busy', 'the results of jobs fill their space: delete some, or wait until they expire')
    },

    /** @returns the number of bytes @throws Problem `result-too-large`, and whatever the pieces throw */
    async write(id: string, pieces: AsyncIterable<string>, signal: AbortSignal): Promise<number> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      let bytes = 0
      const limited = async function* () {
        for await (const piece of pieces) {
          bytes += Buffer.byteLength(piece)
          if (bytes > mostOfOne)
            throw new Problem('result-too-large', `the result has more than ${mostOfOne / 1_000_000} MB`)
          yield piece
        }
      }
      // Under another name until it is whole.
      const part = `${pathOf(id)}.part`
      try {
        await pipeline(Readable.from(limited()), createWriteStream(part, { mode: 0o600 }), { signal })
        await rename(part, pathOf(id))
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      return bytes
    },

    /** @throws Problem `not-found` if it is in the folder of another process */
    async read(id: string): Promise<AsyncIterable<Uint8Array>> {
      if (!(await statOf(id)))
        throw new Problem('not-found', 'the result is kept by another process, which has another DATA_DIR')
      // Not opened before somebody reads.
      return (async function* () {
        yield* createReadStream(pathOf(id)) as AsyncIterable<Uint8Array>
      })()
    },

    remove: (id: string): Promise<void> => rm(pathOf(id), { force: true }),

    /** Removes what was written before then, also what the end of a process has left. */
    async forget(before: Date): Promise<void> {
      for (const name of await names()) {
        const file = await statOf(name)
        if (file && file.mtime < before) await rm(join(folder, name), { force: true })
      }
    },
  }
}
