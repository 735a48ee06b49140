// What a thread of `workers.ts` runs. JavaScript, since a thread does not inherit the loader of TypeScript.
import { register } from 'tsx/esm/api'

register()

/** Calls an exported function of a file. */
export default async ({ file, name, args }) => (await import(file))[name](...args)
