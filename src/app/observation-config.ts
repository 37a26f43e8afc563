import { isIP } from 'node:net'
import { StartProblem } from '../kernel/db/start-problem.ts'

/** What the operator sees of the running server, and whom it believes about where a request came from. */
export interface ObservationConfig {
  /** From which level it logs; `info` has a line for every request. */
  logLevel: 'info' | 'warn' | 'error'
  /** Where 127.0.0.1 answers with figures for Prometheus; none: nowhere. 0 lets the system choose. */
  metricsPort: number | null
  /** Reverse proxies (addresses or networks) whose X-Forwarded headers are believed. */
  trustedProxies: string[]
}

function readLevel(text: string): ObservationConfig['logLevel'] {
  if (text === 'info' || text === 'warn' || text === 'error') return text
  throw new StartProblem(`LOG_LEVEL 应是 info、warn 或 error，现在是“${text}”，请改正后再启动。`)
}

function readMetricsPort(text: string | undefined): number | null {
  if (!text) return null
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StartProblem(`METRICS_PORT 应是 0 到 65535 之间的整数，现在是“${text}”，请改正后再启动。`)
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return (
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

function readProxies(text: string | undefined): string[] {
  const proxies = (text ?? '').split(',').flatMap((part) => part.trim() || [])
  const bad = proxies.find((proxy) => !isNetwork(proxy))
  if (bad === undefined) return proxies
  throw new StartProblem(
    `TRUST_PROXY 应是反向代理的地址或网段，用逗号隔开，例如 10.0.0.5,10.1.0.0/16，现在有“${bad}”，请改正后再启动。`,
  )
}

/** Reads LOG_LEVEL, METRICS_PORT and TRUST_PROXY. @throws StartProblem for what cannot be meant. */
export const readObservation = (environment: NodeJS.ProcessEnv): ObservationConfig => ({
  logLevel: readLevel(environment.LOG_LEVEL || 'warn'),
  metricsPort: readMetricsPort(environment.METRICS_PORT),
  trustedProxies: readProxies(environment.TRUST_PROXY),
})
