import { loadSealKey, type SealKey } from '../kernel/audit/seal-key.ts'
import { type Db, openDatabase } from '../kernel/db/connect.ts'
import { startEmbedded } from '../kernel/db/embedded.ts'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { findingSays, verifyEverything } from '../kernel/verification/verify-everything.ts'
import { type Config, readConfig } from './config.ts'
import { placeDatabase } from './database-place.ts'

/** `npm run verify`: reads all seals and histories once. Exit code 0: nothing found, 1: something was, 2: it could not be done. */
const exitCodes = { clean: 0, found: 1, undone: 2 } as const

const log = { info: console.log, error: console.error }

/** Lends the database that the server works on; the embedded one is started for it, which a running server does not allow. */
async function withDatabase<T>(config: Config, use: (db: Db) => Promise<T>): Promise<T> {
  const embedded = config.databaseUrl ? null : await startEmbedded({ folder: await placeDatabase(config), log })
  try {
    const { db, close } = openDatabase(config.databaseUrl ?? embedded?.appUrl ?? '', { max: 2 })
    return await use(db).finally(close)
  } finally {
    await embedded?.stop()
  }
}

async function report(db: Db, key: SealKey): Promise<number> {
  const { sealed, histories, others, findings } = await verifyEverything(db, key)
  log.info(
    `核对了 ${sealed.seals} 个封印、${sealed.rows} 行记录，以及 ${histories.cases} 个办件的 ${histories.entries} 条办理经过，另有 ${others.entries} 条编审经过。`,
  )
  for (const { kind, detail } of sealed.restorations) {
    log.info(`  ${kind === 'restored' ? '从备份恢复' : '从导出导入'}（已签名）：${Object.values(detail).join('，')}`)
  }
  for (const { where, what } of findings) log.info(`  ${where}：${findingSays[what]}`)
  log.info(findings.length === 0 ? '没有发现改动。' : `发现 ${findings.length} 处不符，见上。`)
  return findings.length === 0 ? exitCodes.clean : exitCodes.found
}

async function main(): Promise<number> {
  const config = readConfig(process.env)
  const key = await loadSealKey(config.dataFolder, { mayMake: false })
  return withDatabase(config, (db) => report(db, key))
}

process.exitCode = await main().catch((error: unknown) => {
  log.error(`没有核对成：${error instanceof StartProblem ? error.message : String(error)}`)
  return exitCodes.undone
})
