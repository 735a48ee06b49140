import type { z } from 'zod'
import type { Graph } from '../../graph/graph.ts'
import { born } from '../../store/change.ts'
import type { State } from '../../store/kind.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { ModuleEndpoint, ModuleEndpointCreate } from './endpoints.contract.ts'

export const endpointKey = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

/** An endpoint created together with a capability, without a description. */
export const newEndpoint = (
  module: string,
  { method, path }: Pick<ModuleEndpoint, 'method' | 'path'>,
  revision: number,
): ModuleEndpoint => {
  const key = endpointKey({ method, path })
  const ref = `endpoint:${module}/${key}`
  return { module, key, method, path, description: '', deprecated: false, ...born(ref, revision) }
}

export type EndpointsService = ReturnType<typeof endpointsService>

export const endpointsService = (graph: Graph) =>
  partService<ModuleEndpoint, z.output<typeof ModuleEndpointCreate>>(graph, {
    kind: 'endpoint',
    nameOf: endpointKey,
    nameMembers: ['method', 'path'],
    filters: {},
    complete: (written) => ({ ...written, key: endpointKey(written) }) as Partial<ModuleEndpoint>,
    release: (run, gone, force) =>
      releaseFromCapabilities<State & { endpoints: Pick<ModuleEndpoint, 'method' | 'path'>[] }>(
        run,
        gone,
        force,
        ({ endpoints }) => ({
          endpoints: endpoints.filter(
            (exposed) => `endpoint:${endpointKey(exposed)}` !== gone.ref.replace(/:[^/]+\//, ':'),
          ),
        }),
      ),
  })
