import { Problem, relocated } from '../../kernel/errors.ts'

/** The same error with pointers to the arguments of the agent instead of path and query. */
export const inArguments = (error: unknown, placeOf: (pointer: string) => string): unknown =>
  error instanceof Problem
    ? relocated(error, (pointer) => (/^\/(header|arguments)(\/|$)/.test(pointer) ? pointer : placeOf(pointer)))
    : error

/** For tools and prompts: the argument of the same name, else `module`. */
export const argumentOf = (names: string[]) => (pointer: string) => {
  const [, place = '', name = '', ...rest] = pointer.split('/')
  if (!['path', 'query'].includes(place)) return `/arguments${names.includes('document') ? '/document' : ''}${pointer}`
  return ['/arguments', names.includes(name) ? name : 'module', ...rest].join('/')
}

/** Of a resource, or of the list of them. */
export const memberOfRequest = (pointer: string) => (pointer === '/query/cursor' ? '/cursor' : '/uri')
