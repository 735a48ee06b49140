import { Problem } from '../kernel/errors.ts'

export const alreadyExists = (ref: string, pointer: string): Problem =>
  new Problem('already-exists', `${ref} already exists`, [{ pointer, reason: 'is taken' }])

export const keyNeverChanges = (pointer: string, key: string): Problem =>
  new Problem('invalid-request', 'a key cannot be changed', [{ pointer, reason: `must be ${key} or omitted` }])
