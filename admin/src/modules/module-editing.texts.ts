import { number } from '../shared/shared.texts.ts'

/** The sentences of what changes or deletes a module. */
export const moduleTexts = {
  edit: (name: string) => `Edit ${name}`,
  created: (name: string) => `${name} is registered`,
  saved: (name: string) => `${name} is saved`,
  deletion: {
    title: (name: string) => `Delete ${name}`,
    parts: 'Its capabilities, entities, endpoints, configurations and relationships go with it.',
    free: 'Nothing else depends on it.',
    needed: (count: number) =>
      count === 1
        ? 'One relationship leads here. It is removed too:'
        : `${number(count)} relationships lead here. They are removed too:`,
    needs: 'needs',
    belongs: 'is part of',
    more: (count: number) => `and ${number(count)} more`,
    typeKey: (key: string) => `Type ${key} to delete it all the same`,
    done: (name: string) => `${name} is deleted`,
    stale: (name: string) => `Somebody else changed ${name} meanwhile. Nothing was deleted; look at it again.`,
  },
}
