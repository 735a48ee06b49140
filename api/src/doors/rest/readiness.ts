import type { RequestHandler } from 'express'
import { performance } from 'node:perf_hooks'
import { asProblem } from './problems.ts'
import { Problem, statusOf } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { monitorLease } from '../../store/lease.ts'

/** Whether requests can be answered and the registry is not being stopped; with `?verbose` also the state of each dependency. */
export const readiness =
  (graph: Graph, stopping?: AbortSignal): RequestHandler =>
  async (request, response) => {
    if (stopping?.aborted) throw new Problem('stopping', 'the registry is being stopped')
    const isVerbose = 'verbose' in request.query
    const start = performance.now()
    try {
      const [row] = await graph.read('registry/revision', {})
      const database = { status: 'ok', milliseconds: Math.round(performance.now() - start) }
      const answer = { status: 'ok', revision: row!.revision }
      if (!isVerbose) return void response.json(answer)
      const [monitor] = await graph.read('monitor/state', {
        name: monitorLease,
      })
      // Without a monitor health is old, but every request is answered.
      const told = { status: monitor!.isRunning ? 'ok' : 'off', lastRound: monitor!.lastRound }
      response.json({ ...answer, checks: { database, monitor: told } })
    } catch (error) {
      if (!isVerbose) throw error
      const { type, detail } = asProblem(error)
      const milliseconds = Math.round(performance.now() - start)
      const checks = { database: { status: 'failed', detail, milliseconds }, monitor: { status: 'unknown' } }
      response.status(statusOf(type)).json({ status: 'failed', checks })
    }
  }
