import type { z } from 'zod'
import type { Graph } from '../../graph/graph.ts'
import { born } from '../../store/change.ts'
import type { State } from '../../store/kind.ts'
import { partService, releaseFromCapabilities } from '../parts/parts.service.ts'
import type { ModuleEndpoint, ModuleEndpointCreate, StoredEndpoint } from './endpoints.contract.ts'
import { isServed } from './served.ts'

export const endpointKey = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

/** An endpoint created together with a capability, without a description. */
export const newEndpoint = (
  module: string,
  { method, path }: Pick<StoredEndpoint, 'method' | 'path'>,
  revision: number,
): StoredEndpoint => {
  const key = endpointKey({ method, path })
  const ref = `endpoint:${module}/${key}`
  return { module, key, method, path, description: '', deprecated: false, ...born(ref, revision) }
}

export type EndpointsService = ReturnType<typeof endpointsService>

export const endpointsService = (graph: Graph) =>
  partService<StoredEndpoint, z.output<typeof ModuleEndpointCreate>, ModuleEndpoint>(graph, {
    kind: 'endpoint',
    nameOf: endpointKey,
    nameMembers: ['method', 'path'],
    filters: {},
    complete: (written) => ({ ...written, key: endpointKey(written) }) as Partial<StoredEndpoint>,
    show: (endpoint, lists) => ({ ...endpoint, served: isServed(lists, endpoint) }),
    release: (run, gone, force) =>
      releaseFromCapabilities<State & { endpoints: Pick<StoredEndpoint, 'method' | 'path'>[] }>(
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
