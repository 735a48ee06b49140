import type { z } from 'zod'
import type { ExposedEndpoint } from '../capabilities/capabilities.contract.ts'
import type { Graph } from '../graph/graph.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { ModuleEndpoint, ModuleEndpointCreate } from './endpoints.contract.ts'

export const endpointKey = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

export const endpointsService = (graph: Graph) =>
  partService<ModuleEndpoint, z.output<typeof ModuleEndpointCreate>>(graph, {
    kind: 'endpoint',
    nameOf: endpointKey,
    nameMembers: ['method', 'path'],
    filters: {},
    complete: (written) => ({ ...written, key: endpointKey(written) }) as Partial<ModuleEndpoint>,
    release: (run, gone, force) =>
      releaseFromCapabilities(run, gone, force, ({ endpoints }) => ({
        endpoints: (endpoints as ExposedEndpoint[]).filter(
          (exposed) => `endpoint:${endpointKey(exposed)}` !== gone.ref.replace(/:[^/]+\//, ':'),
        ),
      })),
  })
