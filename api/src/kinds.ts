import { draftKind } from './authoring/drafts/drafts.kind.ts'
import { patchKind } from './authoring/patches/patches.kind.ts'
import { capabilityKind } from './registry/capabilities/capabilities.kind.ts'
import { configurationKind } from './registry/configuration/configuration.kind.ts'
import { endpointKind } from './registry/endpoints/endpoints.kind.ts'
import { entityKind } from './registry/entities/entities.kind.ts'
import { moduleKind } from './registry/modules/modules.kind.ts'
import { ownerKind } from './registry/owners/owners.kind.ts'
import { relationshipKind } from './registry/relationships/relationships.kind.ts'
import { requireFitting, settleRecords } from './runtime/hosting/evolution.ts'
import { settleSpaces } from './runtime/hosting/record-spaces.ts'
import { initialiseStatistics } from './runtime/statistics/initialise.ts'
import { registerKinds } from './store/kind.ts'

/** Registers every kind of resource, in write order, with the hooks of the layers above the registry. */
registerKinds([
  ownerKind,
  {
    ...moduleKind,
    async settle(run, steps) {
      await settleSpaces(run, steps)
      await initialiseStatistics(run, steps)
    },
  },
  { ...entityKind, verify: requireFitting, settle: settleRecords },
  endpointKind,
  capabilityKind,
  configurationKind,
  relationshipKind,
  patchKind,
  draftKind,
])
