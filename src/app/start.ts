import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { batchReads } from '../kernel/audit/reads.ts'
import { loadCalendar, seedCalendar } from '../kernel/calendar/store.ts'
import { publishFlows } from '../kernel/cases/publish-flows.ts'
import { createCiphers } from '../kernel/ciphers/ciphers.ts'
import { loadKeys } from '../kernel/ciphers/keys.ts'
import { seedConsentTexts } from '../kernel/consents/store.ts'
import { type Database, DEFAULT_SCHEMA, openDatabase, roleOf } from '../kernel/db/connect.ts'
import { makeFolder } from '../kernel/db/embedded/account.ts'
import { type Embedded, startEmbedded } from '../kernel/db/embedded.ts'
import { migrate } from '../kernel/db/migrate.ts'
import { checkRequirements } from '../kernel/db/requirements.ts'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { seedDivisions } from '../kernel/divisions/store.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import { replayErased } from '../kernel/erasures/carry-out.ts'
import { installQueues } from '../kernel/jobs/queues.ts'
import { createLetterIssuer } from '../kernel/letters/issue.ts'
import { demonstrationMailbox } from '../kernel/notifications/operations.ts'
import type { Platform } from '../kernel/operations/context.ts'
import { type Caller, createCaller } from './caller.ts'
import type { Config } from './config.ts'
import { placeDatabase } from './database-place.ts'
import { demonstrationAccounts } from './demonstration/accounts.ts'
import { seedDemonstration } from './demonstration/seed.ts'
import { loadFaces } from './faces.ts'
import { followKeys } from './key-rotation.ts'
import { findLastBackup } from './maintenance/backup-set.ts'
import { erasedListIn } from './maintenance/erased-list.ts'
import { type Keeper, keepBackups } from './maintenance/keep-backups.ts'
import { describePorts, messagesOff } from './message-config.ts'
import type { Metrics, Observed } from './metrics.ts'
import { composeOperations, flows, letterServices, services } from './modules.ts'
import { createServer } from './server.ts'
import { createSignOnClients } from './sign-on-clients.ts'
import { signOnRoutes } from './sign-on-routes.ts'
import { queues, startWork } from './work.ts'

/** Progress and faults while starting, as Chinese sentences. */
export interface StartLog {
  info(line: string): void
  error(line: string): void
}

export interface Running {
  app: FastifyInstance
  address: string
  platform: Platform
  /** Answers what is under way, then ends jobs, pool and, last, the embedded database. */
  stop(): Promise<void>
}

/** What has been opened so far, in order; closed in the opposite order, whether at the end or because starting failed. */
type Closers = (() => Promise<unknown>)[]

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

function prepareFolder(folder: string): void {
  try {
    makeFolder(folder, 0o711)
    makeFolder(join(folder, 'files'), 0o700)
  } catch (error) {
    throw new StartProblem(
      `数据文件夹 ${folder} 不能写入（${(error as NodeJS.ErrnoException).code}），请换一个 DATA_DIR，或改好它的权限后再启动。`,
    )
  }
}

interface Urls {
  ownerUrl: string
  appUrl: string
  /** Brings to the folder of backups what is new; only with an embedded database and a BACKUP_DIR. */
  keeper?: Keeper
}

async function findDatabase(config: Config, log: StartLog, closers: Closers): Promise<Urls> {
  if (config.databaseUrl && config.databaseOwnerUrl) {
    return { ownerUrl: config.databaseOwnerUrl, appUrl: config.databaseUrl }
  }
  const folder = await placeDatabase(config)
  const embedded: Embedded = await startEmbedded({ folder, log, archiving: Boolean(config.backup) })
  const keeper = config.backup ? keepBackups(config, config.backup, folder, () => new Date()) : undefined
  // The database archives its last segment while it stops; what cannot be shipped then waits for the next start.
  if (keeper)
    closers.push(() => keeper.finish().catch((error: Error) => log.error(`归档日志没有存完：${error.message}`)))
  closers.push(() => embedded.stop())
  return { ...embedded, ...(keeper ? { keeper } : {}) }
}

async function prepareSchema({ ownerUrl, appUrl }: Urls, subscribers: readonly string[], log: StartLog): Promise<void> {
  await checkRequirements(ownerUrl, appUrl)
  const appRole = roleOf(appUrl)
  await migrate({ ownerUrl, folder: migrationsFolder, appRole, log })
  await installQueues({ ownerUrl, appRole, schema: DEFAULT_SCHEMA, queues: subscribers })
  const owner = openDatabase(ownerUrl, { max: 1 })
  await publishFlows(owner.db, flows).finally(owner.close)
}

/** What stands in letters and their QR codes; a platform that nobody has given an address is reached where it listens. */
const publicAddressOf = ({ publicAddress, host, port }: Config) => publicAddress ?? `http://${host}:${port}`

async function createPlatform(config: Config, database: Database, log: StartLog): Promise<Platform> {
  const { rows } = await sql<{ sealed: boolean }>`select exists (select from account) as sealed`.execute(database.db)
  const keys = await loadKeys(config.dataFolder, { mayMake: !rows[0]?.sealed })
  await database.db.transaction().execute(async (tx) => {
    await seedDivisions(tx)
    await seedCalendar(tx)
    await seedConsentTexts(tx, new Date())
  })
  const write = (entry: Record<string, unknown>) => log.error(JSON.stringify(entry))
  return {
    db: database.db,
    ciphers: createCiphers({ ...keys, suite: 'aes' }),
    calendar: await loadCalendar(database.db),
    issueLetters: createLetterIssuer(letterServices(publicAddressOf(config))),
    now: () => new Date(),
    log: write,
    reads: batchReads(database.db, { log: write }),
  }
}

async function seedModules(platform: Platform): Promise<void> {
  for (const module of services) await platform.db.transaction().execute(async (tx) => module.seed?.(tx, platform))
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new StartProblem(`端口 ${port} 已被占用，请关掉占用它的程序，或用 PORT=其他端口 再启动。`)
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new StartProblem(`不能在 ${host}:${port} 上监听（${code}），请改 HOST 或 PORT 后再启动。`)
    }
    throw error
  }
}

/** Figures for Prometheus, where a port was given for them. */
async function observe(
  { observation, backup }: Config,
  { platform, pool }: Pick<Observed, 'platform' | 'pool'>,
  log: StartLog,
  closers: Closers,
): Promise<Metrics | undefined> {
  const port = observation?.metricsPort ?? null
  if (port === null) return undefined
  // Loaded only where it is wanted, with what it brings along.
  const { createMetrics, serveMetrics } = await import('./metrics.ts')
  const lastBackup = async () => (backup ? findLastBackup(backup.folder) : undefined)
  const metrics = createMetrics({ platform, pool, lastBackup })
  const served = await serveMetrics(metrics, port)
  closers.push(served.close)
  log.info(`指标：${served.address}`)
  return metrics
}

async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.toReversed()) await close()
  closers.length = 0
}

async function assemble(config: Config, log: StartLog, closers: Closers, facesReady: Promise<void>): Promise<Running> {
  prepareFolder(config.dataFolder)
  const urls = await findDatabase(config, log, closers)
  const papers = folderStorage(join(config.dataFolder, 'files'))
  const storage = urls.keeper?.watch(papers) ?? papers
  await prepareSchema(urls, queues, log)
  const database = openDatabase(urls.appUrl, { max: 16 })
  closers.push(() => database.close())
  const platform = await createPlatform(config, database, log)
  await seedModules(platform)
  const again = await replayErased(platform, erasedListIn(config.dataFolder))
  if (again > 0) log.info(`按已删除名单重新删除了 ${again} 位服务对象的个人信息。`)
  const demonstration = config.demonstration ? [demonstrationMailbox, demonstrationAccounts(config.dataFolder)] : []
  const signOnClients = createSignOnClients(config, platform)
  const operations = composeOperations({
    storage,
    demonstration,
    signOnClients,
    publicAddress: config.publicAddress ?? null,
  })
  if (config.demonstration) await seedDemonstration({ platform, operations, dataFolder: config.dataFolder, log })
  const caller: Caller = createCaller(platform, operations)
  const worker = await startWork({
    config,
    appUrl: urls.appUrl,
    platform,
    storage,
    operations,
    maintenance: [followKeys(platform, config.dataFolder), ...(urls.keeper?.recurring ?? [])],
  })
  closers.push(() => worker.stop())
  // Before the last seal, which covers them.
  closers.push(() => platform.reads.flush())
  for (const line of describePorts(config.messages ?? messagesOff, config.demonstration)) log.info(line)
  const isReady = () =>
    sql`select 1`.execute(platform.db).then(
      () => true,
      () => false,
    )
  const { observation } = config
  const metrics = await observe(config, { platform, pool: database.pool }, log, closers)
  await facesReady
  const app = await createServer({
    caller,
    isReady,
    faces: [signOnRoutes(caller), ...(await loadFaces(caller, config.kioskIdleSeconds))],
    logger: { level: observation?.logLevel ?? 'warn' },
    trustedProxies: observation?.trustedProxies ?? [],
    secure: config.publicAddress?.startsWith('https:') ?? false,
    ...(metrics ? { metrics } : {}),
  })
  closers.push(() => app.close())
  const address = await listen(app, config)
  return { app, address, platform, stop: () => closeAll(closers) }
}

/**
 * Brings everything up: data folder, database, schema, queues, demonstration city, jobs, server. Whatever was opened is closed
 * again when a later part fails. The faces may still be built meanwhile: it waits for them before it listens. Throws StartProblem, one plain sentence, for what an operator can mend.
 */
export async function start(config: Config, log: StartLog, facesReady = Promise.resolve()): Promise<Running> {
  const closers: Closers = []
  try {
    return await assemble(config, log, closers, facesReady)
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}
