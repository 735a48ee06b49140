import { Problem, relocated } from '../../kernel/errors.ts'

/** An error whose places are the arguments that an agent has sent, which knows neither path nor query. */
export const inArguments = (error: unknown, placeOf: (pointer: string) => string): unknown =>
  error instanceof Problem
    ? relocated(error, (pointer) => (/^\/(header|arguments)(\/|$)/.test(pointer) ? pointer : placeOf(pointer)))
    : error

/** Of a tool or a prompt: by its own name; what it has under no such name is the module that it is about. */
export const argumentOf = (names: string[]) => (pointer: string) => {
  const [, place = '', name = '', ...rest] = pointer.split('/')
  if (!['path', 'query'].includes(place)) return `/arguments${names.includes('document') ? '/document' : ''}${pointer}`
  return ['/arguments', names.includes(name) ? name : 'module', ...rest].join('/')
}

/** Of a resource, or of the list of them. */
export const memberOfRequest = (pointer: string) => (pointer === '/query/cursor' ? '/cursor' : '/uri')
