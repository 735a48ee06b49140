import { z } from 'zod'
import type { Service } from '../../store/call.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Earlier, RevisionCache } from '../../graph/revision-cache.ts'
import { moduleOf } from '../../store/kind.ts'
import type { Revision } from '../../registry/history/history.contract.ts'
import { modulesChangedSince } from '../../registry/history/changed-modules.ts'
import { revisionOf } from '../../registry/history/history.service.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import { monitorLease } from '../../store/lease.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import {
  changedNetwork,
  dependenciesOf,
  effective,
  effectiveOfAll,
  isIll,
  network,
  victimsOf,
  type Effective,
  type Network,
} from './effective.ts'
import { thresholdsOf, type HealthChange, type ModuleHealth, type healthOperations } from './health.contract.ts'
import type { Health } from './judgement.ts'
import { fromProperties } from './readings.ts'
import { explained, reasonOfModule, streakOf } from './reason.ts'

type Reason = ReturnType<typeof explained>
const mostVictims = 100
const mostCauses = 20
const mostChanges = 20

/** Of a module that was deleted after the network was read. */
const gone: Reason = { reason: 'the module has been deleted', since: null, example: false }

export type HealthService = ReturnType<typeof healthService>

/** Health of modules: their own, and their effective health including dependencies. */
export function healthService(graph: Graph, cached: RevisionCache) {
  /** Kept up to date from the log: of a changed registry, only the modules that have changed are read again. */
  const current = () =>
    cached('health/network', {}, async (revision, earlier?: Earlier<{ revision: number; all: Network }>) => {
      const keys = earlier && (await modulesChangedSince(graph.read, earlier))
      if (!keys) return { revision, all: network(await graph.read('health/network', {})) }
      return {
        revision,
        all: changedNetwork(earlier!.answer.all, keys, await graph.read('health/network-of', { keys })),
      }
    })
  const reasons = async (keys: string[]) => {
    const rows = await graph.read('health/reasons', { keys })
    return new Map(rows.map((row) => [row.module, explained(row)]))
  }

  /** Health of modules in their order, with one query for their states and one for reasons. */
  const readOfEach = async (modules: readonly Module[]): Promise<ModuleHealth[]> => {
    const { all, revision } = await current()
    const found = modules.map((module) => effectiveOf(all, module))
    const explained = found.flatMap(({ rootCauses, staleFrom, degradedBy }) =>
      [...rootCauses.slice(0, mostCauses), ...staleFrom, ...degradedBy].slice(0, 3 * mostCauses),
    )
    const [states, why] = await Promise.all([
      graph.read('health/of-modules', {
        ids: modules.map(({ key }) => key),
      }),
      reasons([...new Set(explained)]),
    ])
    const stateOf = new Map(states.map(({ module, state }) => [module, state]))
    return modules.map((module, index) =>
      healthOf(all, module, found[index]!, fromProperties(stateOf.get(module.key) ?? null), why, revision),
    )
  }

  return {
    readOfEach,
    network: current,

    async read({ params }) {
      const [found] = await readOfEach([await readModule(graph.read, params.id)])
      return found!
    },

    async overview({ query }) {
      const { health, effective: wanted, ...paging } = query
      const { all, revision } = await current()
      const worst = effectiveOfAll(all)
      const nodes = [...all.nodes.values()]
      const items = nodes.filter(
        (node) => (!health || health.includes(node.health)) && (!wanted || wanted.includes(worst.get(node.key)!)),
      )
      const list = ['health', health, wanted]
      const page = pageInOrder({ items, revision }, paging, list, z.tuple([z.string()]), ({ key }) => [key])
      const why = await reasons(page.items.map(({ key }) => key))
      const [monitor] = await graph.read('monitor/state', { name: monitorLease })
      return {
        ...page,
        items: page.items.map(({ key, name, status, health }) => ({
          module: key,
          name,
          status,
          health,
          effective: worst.get(key)!,
          ...(why.get(key) ?? gone),
          rootCauses: effective(all, key).rootCauses.slice(0, mostCauses),
        })),
        own: countOf(nodes.map((node) => node.health)),
        effective: countOf([...worst.values()]),
        monitor: monitor!,
      }
    },

    /** Root causes with the most affected modules, and the latest changes of health. */
    async alerts() {
      const { all, revision } = await current()
      const causes = [...all.nodes.values()]
        .filter((node) => isIll(node.health) && effective(all, node.key).rootCauses.includes(node.key))
        .map(({ key, name, health }) => ({ module: key, name, health, victims: victimsOf(all, key).length }))
        .sort((a, b) => b.victims - a.victims || (a.module < b.module ? -1 : 1))
      const shown = causes.slice(0, mostCauses)
      const why = await reasons(shown.map(({ module }) => module))
      const rows = await graph.read('health/changes', { limit: mostChanges })
      return {
        causes: shown.map((cause) => ({
          ...cause,
          ...(why.get(cause.module) ?? gone),
        })),
        causesTotal: causes.length,
        changes: rows.map(({ entry }) => healthChangeOf(revisionOf(entry))!),
        revision,
      }
    },

    /** Keys of a module and of its dependencies within a maximum number of steps. */
    async watched(module: string, steps: number): Promise<Set<string>> {
      const { all } = await current()
      return new Set([module, ...dependenciesOf(all, module, steps)])
    },
  } satisfies Service<typeof healthOperations>
}

function healthOf(
  all: Network,
  module: Module,
  found: Effective,
  state: ReturnType<typeof fromProperties>,
  why: Map<string, Reason>,
  revision: number,
): ModuleHealth {
  const victims = victimsIfIll(all, module)
  const thresholds = thresholdsOf(module.metadata.thresholds)
  const reason = reasonOfModule(module, state)
  return {
    module: module.key,
    name: module.name,
    status: module.status,
    health: module.health,
    effective: found.health,
    reason,
    since: state.since,
    example: state.example,
    reasons: reasonsOf(all, module.key, found, why, reason),
    rootCauses: found.rootCauses.slice(0, mostCauses).map((key) => {
      const { name, health } = all.nodes.get(key)!
      return { module: key, name, health, reason: (why.get(key) ?? gone).reason }
    }),
    victims: victims.slice(0, mostVictims),
    victimsTotal: victims.length,
    thresholds,
    readings: state.readings,
    streak: streakOf(state, thresholds),
    revision,
  }
}

/** A module created after the network was read has no dependencies yet. */
const effectiveOf = (all: Network, { key, health }: Module): Effective =>
  all.nodes.has(key) ? effective(all, key) : { health, rootCauses: [], staleFrom: [], degradedBy: [] }

/** Modules affected by an unhealthy module; empty if it is healthy. */
const victimsIfIll = (all: Network, { key, health }: Module): string[] => (isIll(health) ? victimsOf(all, key) : [])

function reasonsOf(all: Network, key: string, found: Effective, why: Map<string, Reason>, own: string): string[] {
  const nameOf = (of: string) => all.nodes.get(of)!.name
  const causes = found.rootCauses
    .slice(0, mostCauses)
    .map((of) => (of === key ? own : `it depends on ${nameOf(of)} (${of}): ${(why.get(of) ?? gone).reason}`))
  const stale = found.staleFrom.slice(0, mostCauses).map((of) => `stale: it gets data from ${nameOf(of)} (${of})`)
  const less = found.degradedBy
    .slice(0, mostCauses)
    .map((of) => `degraded: it is integrated with ${nameOf(of)} (${of})`)
  const everything = [...causes, ...stale, ...less]
  return everything.length > 0 ? everything : [own]
}

function countOf(found: Health[]): Record<Health, number> {
  const counts: Record<Health, number> = { healthy: 0, warning: 0, error: 0, unknown: 0 }
  for (const health of found) counts[health]++
  return counts
}

/** The change of health in a revision; undefined for other revisions. */
export function healthChangeOf({ number, at, reason, kind, changes }: Revision): HealthChange | undefined {
  const [first] = changes
  if (kind !== 'module.health' || !first?.before || !first.after) return undefined
  const before = first.before as Module
  const after = first.after as Module
  return {
    revision: number,
    at,
    module: moduleOf(first.ref),
    name: after.name,
    from: before.health,
    to: after.health,
    status: after.status,
    reason: reason ?? '',
  }
}
