import { resolve } from 'node:path'
import { StartProblem } from '../kernel/db/start-problem.ts'
import type { SignOnProvider } from '../kernel/sign-on/provider.ts'
import { type BackupConfig, readBackup } from './maintenance/backup-config.ts'
import { type MessageConfig, readMessageConfig } from './message-config.ts'
import { type ObservationConfig, readObservation } from './observation-config.ts'
import { readSignOnProviders } from './sign-on-config.ts'

/** Everything the environment may say, with its defaults; the README lists the same. */
export interface Config {
  host: string
  port: number
  dataFolder: string
  /** Whether DATA_DIR named it; a folder nobody named may lie where root's database account cannot get to. */
  dataFolderChosen: boolean
  /** None: the embedded database. */
  databaseUrl: string | null
  databaseOwnerUrl: string | null
  demonstration: boolean
  /** How long a kiosk (自助终端) waits for somebody before it is wiped, in seconds; 120 unless told. */
  kioskIdleSeconds?: number
  /** Where people reach the platform from outside, without a slash at its end; single sign-on needs it. */
  publicAddress?: string | null
  /** Providers of single sign-on (单点登录). */
  signOnProviders?: readonly SignOnProvider[]
  /** Mail and SMS; both off unless told. */
  messages?: MessageConfig
  /** Log level, metrics and trusted proxies; quiet and none unless told. */
  observation?: ObservationConfig
  /** Where the embedded database is backed up to, and how often by itself; none: archiving is off. */
  backup?: BackupConfig | null
}

const isOn = (text: string) => /^(1|on|true|yes)$/i.test(text)
const isOff = (text: string) => /^(0|off|false|no)$/i.test(text)

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StartProblem(`PORT 应是 0 到 65535 之间的整数，现在是“${text}”，请改正后再启动。`)
}

function readSwitch(name: string, text: string): boolean {
  if (isOn(text)) return true
  if (isOff(text)) return false
  throw new StartProblem(`${name} 应是 on 或 off，现在是“${text}”，请改正后再启动。`)
}

function readIdleSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 20 && seconds <= 3600) return seconds
  throw new StartProblem(`KIOSK_IDLE_SECONDS 应是 20 到 3600 之间的整数（秒），现在是“${text}”，请改正后再启动。`)
}

function readPublicAddress(text: string | undefined): string | null {
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url.origin
  throw new StartProblem(
    `PUBLIC_ADDRESS 应是外网访问的网址，例如 https://qichuang.example.cn，现在是“${text}”，请改正后再启动。`,
  )
}

/** Reads the environment. Throws StartProblem, one plain sentence, for what cannot be meant. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const databaseUrl = environment.DATABASE_URL || null
  const databaseOwnerUrl = environment.DATABASE_OWNER_URL || null
  if ((databaseUrl === null) !== (databaseOwnerUrl === null)) {
    throw new StartProblem(
      'DATABASE_URL 和 DATABASE_OWNER_URL 要一起设置：前者是应用账号，后者是建表账号；都不设置则使用自带的数据库。',
    )
  }
  const publicAddress = readPublicAddress(environment.PUBLIC_ADDRESS)
  return {
    host: environment.HOST || '127.0.0.1',
    port: readPort(environment.PORT || '8080'),
    dataFolder: resolve(environment.DATA_DIR || './data'),
    dataFolderChosen: Boolean(environment.DATA_DIR),
    databaseUrl,
    databaseOwnerUrl,
    demonstration: environment.DEMO ? readSwitch('DEMO', environment.DEMO) : databaseUrl === null,
    kioskIdleSeconds: readIdleSeconds(environment.KIOSK_IDLE_SECONDS || '120'),
    publicAddress,
    signOnProviders: readSignOnProviders(environment, publicAddress),
    messages: readMessageConfig(environment),
    backup: readBackup(environment),
    observation: readObservation(environment),
  }
}
