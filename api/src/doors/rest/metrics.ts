import type { RequestHandler } from 'express'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { HealthOverview } from '../../runtime/health/health.contract.ts'
import type { Admission } from '../../runtime/admission.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'

interface Services {
  /** May take long, and so is not asked of this process. */
  overview: () => Promise<HealthOverview>
  statistics: StatisticsService
  leadership: { isHeld(): boolean }
  admission: Admission
}

/** Maximum number of modules with labels of their own, those with the most requests; the others are summed up to limit the cardinality. */
const mostModules = 50
const others = 'other'

/** Metrics of this process and the registry, for Prometheus. */
export function metrics({ overview, statistics, leadership, admission }: Services) {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests to this process',
    registers: [register],
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 10],
  })
  const modules = new Gauge({
    name: 'registry_modules',
    help: 'Number of modules by own health',
    registers: [register],
    labelNames: ['health'] as const,
  })
  const affected = new Gauge({
    name: 'registry_modules_effective',
    help: 'Number of modules by effective health',
    registers: [register],
    labelNames: ['health'] as const,
  })
  const running = new Gauge({
    name: 'registry_monitor_running',
    help: 'Whether a monitor is running in any process',
    registers: [register],
  })
  const leader = new Gauge({
    name: 'registry_monitor_leader',
    help: 'Whether this process is the monitor',
    registers: [register],
  })
  const labelNames = ['module'] as const
  const requests = new Gauge({
    name: 'registry_module_requests',
    help: 'Number of requests to a module in the last 5 minutes',
    registers: [register],
    labelNames,
  })
  const errors = new Gauge({
    name: 'registry_module_errors',
    help: 'Number of failed requests (5xx) to a module in the last 5 minutes',
    registers: [register],
    labelNames,
  })
  const refused = new Gauge({
    name: 'registry_module_client_errors',
    help: 'Number of refused requests (4xx) to a module in the last 5 minutes',
    registers: [register],
    labelNames,
  })
  const unanswered = new Counter({
    name: 'registry_metrics_failures_total',
    help: 'Number of scrapes without an answer from the database',
    registers: [register],
  })

  const loads = Object.entries(admission.queues)
  const queued = (name: string, help: string, count: 'running' | 'waiting' | 'refused') =>
    new Gauge({
      name,
      help,
      registers: [register],
      labelNames: ['load'] as const,
      collect() {
        for (const [load, { counts }] of loads) this.set({ load }, counts()[count])
      },
    })
  queued('registry_requests_running', 'Number of requests whose work is running', 'running')
  queued('registry_requests_waiting', 'Number of requests that wait for their turn', 'waiting')
  queued('registry_requests_refused', 'Number of requests refused as busy since the start', 'refused')
  const resolution = 10
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  new Gauge({
    name: 'registry_event_loop_delay_seconds',
    help: '99.9th percentile of the time for which the process could do nothing else, since the last scrape',
    registers: [register],
    collect() {
      // What is measured contains the interval of the measurement.
      this.set(Math.max(0, delays.percentile(99.9) / 1e9 - resolution / 1e3))
      delays.reset()
    },
  })

  const look = async () => {
    const { own, effective, monitor } = await overview()
    for (const [label, count] of Object.entries(own)) modules.set({ health: label }, count)
    for (const [label, count] of Object.entries(effective)) affected.set({ health: label }, count)
    running.set(monitor.isRunning ? 1 : 0)
    leader.set(leadership.isHeld() ? 1 : 0)
    const windows = (await statistics.windows(5)).toSorted((a, b) => b.requestCount - a.requestCount)
    requests.reset()
    errors.reset()
    refused.reset()
    for (const [place, { module, requestCount, clientErrorCount, errorCount }] of windows.entries()) {
      const label = { module: place < mostModules ? module : others }
      requests.inc(label, requestCount)
      errors.inc(label, errorCount)
      refused.inc(label, clientErrorCount)
    }
  }

  const measure: RequestHandler = (request, response, next) => {
    const end = duration.startTimer()
    response.on('finish', () => {
      // The path of the route, not of the request: that would be a label for each module.
      const route = (request.route as { path?: unknown } | undefined)?.path
      end({
        method: request.method,
        route: typeof route === 'string' ? route.replaceAll('\\', '') : 'none',
        status: String(response.statusCode),
      })
    })
    next()
  }

  const scrape = async () => {
    await look().catch(() => unanswered.inc())
    return register.metrics()
  }
  let scraping: Promise<string> | undefined // shared by all that ask at the same time
  const answer: RequestHandler = async (_request, response) => {
    scraping ??= scrape().finally(() => (scraping = undefined))
    response.type(register.contentType).send(await scraping)
  }
  return { measure, answer }
}
