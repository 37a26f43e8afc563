import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { appendAudit } from '../../kernel/audit/entry.ts'
import { recordRestoration } from '../../kernel/audit/restoration.ts'
import { loadSealKey } from '../../kernel/audit/seal-key.ts'
import { type Verification, verifySeals } from '../../kernel/audit/verify.ts'
import { openDatabase, roleOf } from '../../kernel/db/connect.ts'
import { makeFolder } from '../../kernel/db/embedded/account.ts'
import { startEmbedded } from '../../kernel/db/embedded.ts'
import { checkRequirements } from '../../kernel/db/requirements.ts'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { type Config, readConfig } from '../config.ts'
import { placeDatabase } from '../database-place.ts'
import { bringKeys, keyOptions } from './bring-keys.ts'
import { exitCodes, commandLog as log, need, runCommand } from './command.ts'
import type { ExportManifest } from './export-form.ts'
import { readImport } from './read-import.ts'

const usage =
  'npm run import -- --from 文件.tar （--keys-from 原数据文件夹，或 --keys 密钥文件 --passphrase-file 口令文件），目标由 DATA_DIR 或 DATABASE_URL 指定'

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

interface Urls {
  ownerUrl: string
  appUrl: string
}

async function refuseFilled(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder).catch(() => [])
  if (names.length > 0)
    throw new StartProblem(`${dataFolder} 不是空文件夹，导入不会覆盖已有的数据，请用 DATA_DIR 换一个新文件夹。`)
}

/** Lends the database that is to be filled: an external one, or a new embedded one. */
async function withTarget<T>(config: Config, use: (urls: Urls) => Promise<T>): Promise<T> {
  const { databaseUrl, databaseOwnerUrl } = config
  if (databaseUrl && databaseOwnerUrl) return use({ ownerUrl: databaseOwnerUrl, appUrl: databaseUrl })
  const embedded = await startEmbedded({ folder: await placeDatabase(config), log, archiving: Boolean(config.backup) })
  return use(embedded).finally(embedded.stop)
}

/** The signed entry and the audit row that tell of it, then all seals read once. */
async function conclude(ownerUrl: string, dataFolder: string, { exportedAt }: ExportManifest): Promise<Verification> {
  const key = await loadSealKey(dataFolder, { mayMake: false })
  const { db, close } = openDatabase(ownerUrl, { max: 1 })
  try {
    const at = new Date()
    await recordRestoration(db, key, { kind: 'imported', detail: { exportedAt }, at })
    await appendAudit(db, {
      at,
      actorId: null,
      actorRole: 'system',
      operation: 'platform.import',
      subject: { kind: 'export', id: exportedAt },
      channel: 'online',
      traceId: 'import',
    })
    return await verifySeals(db, key)
  } finally {
    await close()
  }
}

async function importAll(): Promise<number> {
  const { values: options } = parseArgs({ options: { from: { type: 'string' }, ...keyOptions } })
  const from = resolve(need(options.from, usage))
  const config = readConfig(process.env)
  const { dataFolder } = config
  await refuseFilled(dataFolder)
  try {
    makeFolder(dataFolder, 0o711)
    await bringKeys(options, usage, dataFolder)
    return await withTarget(config, async ({ ownerUrl, appUrl }) => {
      await checkRequirements(ownerUrl, appUrl)
      const order = { ownerUrl, appRole: roleOf(appUrl), dataFolder, from, migrationsFolder, log }
      const manifest = await readImport(order)
      const { findings } = await conclude(ownerUrl, dataFolder, manifest)
      log.info(`已导入 ${manifest.exportedAt} 的导出，每张表都已逐行核对。请用同样的环境启动。`)
      for (const { where } of findings) log.info(`  与封印不符：${where}`)
      return findings.length === 0 ? exitCodes.done : exitCodes.wrong
    })
  } catch (error) {
    for (const name of ['database', 'files', 'keys', 'seal', 'erased.jsonl']) {
      await rm(join(dataFolder, name), { recursive: true, force: true })
    }
    throw error
  }
}

runCommand('导入', importAll)
