import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type pg from 'pg'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { StartProblem } from '../kernel/db/start-problem.ts'
import type { Platform } from '../kernel/operations/context.ts'
import { everywhere } from '../kernel/operations/everywhere.ts'

export interface Metrics {
  /** Measures every request of a server, by route and outcome. */
  watch(app: FastifyInstance): void
  /** All figures in Prometheus' text form. */
  read(): Promise<string>
}

export interface Observed {
  platform: Platform
  pool: pg.Pool
  /** When the newest base backup was finished; null where there is none, undefined where none are made. */
  lastBackup: () => Promise<Date | null | undefined>
}

interface Waiting {
  events: number
  event_age: number
  unsealed: number
  seal_age: number
  failed_jobs: number
  queued: number
  failed: number
}

/** What waits, and for how long: one question for all figures of the database. */
const readWaiting = async (platform: Platform): Promise<Waiting> => {
  const question = sql<Waiting>`
    with sealed as (select coalesce((select to_xid from seal order by id desc limit 1), '0') as until),
      fresh as (select at from audit_entry, sealed where xid >= until)
    select (select count(*)::int from outbox_event where relayed_at is null) as events,
      (select coalesce(greatest(extract(epoch from now() - min(at)), 0), 0)::float8 from outbox_event where relayed_at is null) as event_age,
      (select count(*)::int from fresh) as unsealed,
      (select coalesce(greatest(extract(epoch from now() - min(at)), 0), 0)::float8 from fresh) as seal_age,
      (select count(*)::int from qichuang_jobs.job where state = 'failed') as failed_jobs,
      (select count(*)::int from outbound_message where state = 'queued') as queued,
      (select count(*)::int from outbound_message where state = 'failed') as failed`
  const { rows } = await everywhere(platform, (tx) => question.execute(tx))
  return rows[0] as Waiting
}

function observeDatabase(registry: Registry, { platform, pool, lastBackup }: Observed): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name: `qichuang_${name}`, help, registers: [registry] })
  const connections = new Gauge({
    name: 'qichuang_database_connections',
    help: 'Connections of the pool, by what they do; waiting: calls that have none',
    labelNames: ['state'],
    registers: [registry],
  })
  const gauges = {
    events: gauge('events_waiting', 'Events not yet relayed'),
    event_age: gauge('event_lag_seconds', 'Age of the oldest event not yet relayed'),
    unsealed: gauge('rows_unsealed', 'Audit rows not yet sealed'),
    seal_age: gauge('seal_lag_seconds', 'Age of the oldest audit row not yet sealed'),
    failed_jobs: gauge('jobs_failed', 'Jobs given up'),
    queued: gauge('messages_waiting', 'Messages by mail and SMS that wait'),
    failed: gauge('messages_failed', 'Messages given up'),
  }
  const backup = gauge('backup_age_seconds', 'Age of the newest base backup; infinite when there is none')
  return async () => {
    connections.set({ state: 'idle' }, pool.idleCount)
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
    connections.set({ state: 'waiting' }, pool.waitingCount)
    const waiting = await readWaiting(platform)
    for (const [name, one] of Object.entries(gauges)) one.set(waiting[name as keyof Waiting])
    const last = await lastBackup()
    if (last === undefined) return
    backup.set(last ? (platform.now().getTime() - last.getTime()) / 1000 : Number.POSITIVE_INFINITY)
  }
}

/** Figures of one process for Prometheus; labels are routes and outcomes, never anything that a request said. */
export function createMetrics(observed: Observed): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'qichuang_request_seconds',
    help: 'How long requests took, by route and outcome',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const observe = observeDatabase(registry, observed)
  return {
    watch(app) {
      app.addHook('onResponse', async (request, reply) => {
        const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }
        durations.observe(labels, reply.elapsedTime / 1000)
      })
    },
    async read() {
      await observe()
      return registry.metrics()
    },
  }
}

/** Answers `GET /metrics` on this machine alone. @throws StartProblem when the port is taken. */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end()
    return metrics.read().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(503).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartProblem(`METRICS_PORT ${port} 不能使用（${error.code}），请换一个端口后再启动。`, error)),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  return { address, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
