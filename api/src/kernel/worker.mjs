// What a thread of `workers.ts` runs. JavaScript, since a thread does not inherit the loader of TypeScript.
import { setPriority } from 'node:os'
import { register } from 'tsx/esm/api'

register()
// Linux takes it for this thread alone, elsewhere it would hold for the whole process: where processors are scarce, the
// one that answers everybody goes first.
if (process.platform === 'linux') setPriority(5)

/** Calls an exported function of a file. */
export default async ({ file, name, args }) => (await import(file))[name](...args)
