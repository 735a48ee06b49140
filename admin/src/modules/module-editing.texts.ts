import { number } from '../shared/shared.texts.ts'

/** Texts of a module, its form and its deletion. */
export const moduleTexts = {
  edit: (name: string) => `Edit ${name}`,
  noDescription: 'No description',
  unknown: (id: string) => `There is no module ${id}`,
  unknownHint: 'It may have been deleted, or the address has a typing error.',
  enable: 'Enable',
  disable: 'Disable',
  enableNamed: (name: string) => `Enable ${name}`,
  disableNamed: (name: string) => `Disable ${name}`,
  enabled: (name: string) => `${name} is enabled`,
  disabled: (name: string) => `${name} is disabled`,
  changedMeanwhile: (name: string) =>
    `Somebody else changed ${name} in the meantime. Nothing was changed by you; you now see the current state.`,
  changeFailed: (name: string, detail: string) => `${name} was not changed. ${detail}`,
  ownersHint: (roles: string) => `One per line: the key of an owner and a role (${roles})`,
  created: (name: string) => `${name} is registered`,
  saved: (name: string) => `${name} is saved`,
  deletion: {
    title: (name: string) => `Delete ${name}`,
    parts: 'Its capabilities, entities, endpoints, configurations and relationships go with it.',
    records: (count: number) =>
      count === 1
        ? 'Its one record is hidden. Undo the deletion to bring it back, until it is purged.'
        : `Its ${number(count)} records are hidden. Undo the deletion to bring them back, until they are purged.`,
    free: 'Nothing else depends on it.',
    needed: (count: number) =>
      count === 1
        ? 'One relationship leads here. It is removed too:'
        : `${number(count)} relationships lead here. They are removed too:`,
    needs: 'needs',
    belongs: 'is part of',
    more: (count: number) => `and ${number(count)} more`,
    typeKey: (key: string) => `Type ${key} to delete it anyway`,
    done: (name: string) => `${name} is deleted`,
    stale: (name: string) => `Somebody else changed ${name} meanwhile. Nothing was deleted; look at it again.`,
  },
}
