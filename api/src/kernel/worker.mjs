// What a thread of `workers.ts` runs. JavaScript, since a thread does not inherit the loader of TypeScript.
import { platform, setPriority } from 'node:os'
import { register } from 'tsx/esm/api'

register()
// Linux takes it for this thread alone, elsewhere it would hold for the whole process: where processors are scarce, the
// one that answers everybody goes first.
if (platform() === 'linux') setPriority(5)

/** Calls an exported function of a file. A problem comes back as data: an error would lose its class. */
export default async ({ file, name, args }) => {
  const { Problem } = await import('./errors.ts')
  try {
    return { result: await (await import(file))[name](...args) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { type, detail, errors, extra } = error
    return { problem: { type, detail, errors, extra } }
  }
}
