import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { loadSealKey } from '../../kernel/audit/seal-key.ts'
import { verifySeals } from '../../kernel/audit/verify.ts'
import { openDatabase } from '../../kernel/db/connect.ts'
import { checkRequirements } from '../../kernel/db/requirements.ts'
import type { Config } from '../config.ts'
import { findBases } from './backup-set.ts'
import { checkBase } from './check-backup.ts'
import { type Check, look, note, well, wrong } from './finding.ts'
import { withTables } from './table-hashes.ts'

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))
const NEWEST_SEALS = 100
const HOUR = 3_600_000

const ask = async <Row extends pg.QueryResultRow>(client: pg.Client, question: string): Promise<Row> =>
  (await client.query<Row>(question)).rows[0] as Row

async function checkMigrations(client: pg.Client): Promise<Check> {
  const { newest } = await ask<{ newest: number }>(client, 'select max(number) as newest from schema_migration')
  const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).length
  if (newest === files) return well('数据库结构', `第 ${newest} 号变更，与程序一致`)
  return newest > files
    ? wrong('数据库结构', `第 ${newest} 号变更，比程序新`, '请改用不低于该版本的程序。')
    : note('数据库结构', `第 ${newest} 号变更，程序有 ${files} 号`, '下次启动会自动升级，升级前请先备份。')
}

/** The server's own archiving; of an external one we only look whether it is on and goes on. */
async function checkArchiving(client: pg.Client, config: Config): Promise<Check> {
  const found = await ask<{ mode: string; last: Date | null; failing: boolean; failed: string }>(
    client,
    `select current_setting('archive_mode') as mode, last_archived_time as last, failed_count as failed,
      coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing from pg_stat_archiver`,
  )
  const name = '日志归档'
  if (found.mode === 'off') {
    return config.databaseUrl
      ? wrong(
          name,
          '外部数据库没有开启归档',
          '请让数据库管理员开启 archive_mode 并做基础备份，否则只能恢复到导出的时刻。',
        )
      : wrong(name, '没有开启', '请设 BACKUP_DIR 后重新启动，否则两次备份之间的改动恢复不出来。')
  }
  if (found.failing) {
    return wrong(
      name,
      `最近一次归档失败（共 ${found.failed} 次）`,
      '请看数据库日志，多半是归档文件夹写不进去或磁盘已满。',
    )
  }
  if (!found.last) return note(name, '已开启，还没有归档过', '刚启动时如此；一小时后仍这样请查看数据库日志。')
  return well(name, `已开启，最近一次在 ${found.last.toISOString()}`)
}

async function checkBackups({ backup, databaseUrl }: Config, now: Date): Promise<Check[]> {
  if (databaseUrl) return []
  if (!backup)
    return [wrong('备份', '没有设置 BACKUP_DIR', '请设 BACKUP_DIR 和 BACKUP_EVERY，或用定时器执行 npm run backup。')]
  const newest = (await findBases(backup.folder)).at(-1)
  if (!newest) return [wrong('备份', `${backup.folder} 里没有备份`, '请执行 npm run backup。')]
  await checkBase(newest)
  const hours = Math.round((now.getTime() - new Date(newest.manifest.finishedAt).getTime()) / HOUR)
  const says = `最近一次在 ${hours} 小时前，与清单相符`
  return [hours > 48 ? wrong('备份', says, '请查明定时备份为何没有执行，并执行 npm run backup。') : well('备份', says)]
}

async function checkSeals(appUrl: string, { dataFolder }: Config): Promise<Check> {
  const key = await loadSealKey(dataFolder, { mayMake: false })
  const { db, close } = openDatabase(appUrl, { max: 1 })
  try {
    const { seals, rows, findings } = await verifySeals(db, key, { newest: NEWEST_SEALS })
    if (findings.length === 0) return well('封印', `最近 ${seals} 个封印、${rows} 行记录完好，首端一致`)
    return wrong(
      '封印',
      `最近 ${seals} 个封印里有 ${findings.length} 处不符`,
      '请执行 npm run verify 看是哪些，并报告审计。',
    )
  } finally {
    await close()
  }
}

async function checkClock(client: pg.Client): Promise<Check> {
  const { now } = await ask<{ now: Date }>(client, 'select clock_timestamp() as now')
  const seconds = Math.abs(now.getTime() - Date.now()) / 1000
  return seconds < 5
    ? well('时钟', '与数据库相差不到 5 秒')
    : wrong('时钟', `与数据库相差 ${Math.round(seconds)} 秒`, '请给两台机器开启对时（NTP）。')
}

async function checkCalendar(client: pg.Client): Promise<Check> {
  const { until } = await ask<{ until: string | null }>(
    client,
    'select max(day)::text as until from calendar_exception',
  )
  const year = Number(until?.slice(0, 4) ?? 0)
  const inMonths = (days: number) => new Date(Date.now() + days * 24 * HOUR).getUTCFullYear()
  const remedy = '请更新程序或录入新一年的放假安排，否则办理时限会算错。'
  if (year < inMonths(0)) return wrong('节假日', `只有到 ${year} 年的安排`, remedy)
  return year < inMonths(90)
    ? note('节假日', `只有到 ${year} 年的安排`, remedy)
    : well('节假日', `已有到 ${year} 年的安排`)
}

async function checkWork(client: pg.Client): Promise<Check[]> {
  const found = await ask<Record<'events' | 'jobs' | 'messages' | 'waiting', number>>(
    client,
    `select (select count(*)::int from outbox_event where relayed_at is null and at < now() - interval '5 minutes') as events,
      (select count(*)::int from qichuang_jobs.job where state = 'failed' and data ? 'id') as jobs,
      (select count(*)::int from outbound_message where state = 'failed' and created_at > now() - interval '1 day') as messages,
      (select count(*)::int from outbound_message where state = 'queued') as waiting`,
  )
  const count = (name: string, number: number, unit: string, remedy: string) =>
    number === 0 ? well(name, `没有${unit}`) : wrong(name, `有 ${number} ${unit}`, remedy)
  return [
    count('事件', found.events, '个超过五分钟没有送出的事件', '请看后台任务的日志；服务停着时如此，启动后会送出。'),
    count('后台任务', found.jobs, '个失败的任务', '请按日志里的 job 名查明原因；同一办件后面的任务在等它。'),
    found.messages === 0
      ? well('消息', `一天内没有发送失败的，${found.waiting} 条在等`)
      : note('消息', `一天内有 ${found.messages} 条发送失败，${found.waiting} 条在等`, '请检查短信网关和邮件服务器。'),
  ]
}

/** Looks at a database that answers: its server, schema, archiving, backups, seals, clock, calendar and queues. */
export async function examineDatabase(ownerUrl: string, appUrl: string, config: Config): Promise<Check[]> {
  const required = await look('数据库', async () => {
    await checkRequirements(ownerUrl, appUrl)
    return well('数据库', '版本、扩展、中文、落盘和账号都符合要求')
  })
  if (required.some(({ state }) => state === 'wrong')) return required
  return withTables(ownerUrl, async (client) => [
    ...required,
    ...(await look('数据库结构', () => checkMigrations(client))),
    ...(await look('日志归档', () => checkArchiving(client, config))),
    ...(await look('备份', () => checkBackups(config, new Date()))),
    ...(await look('封印', () => checkSeals(appUrl, config))),
    ...(await look('时钟', () => checkClock(client))),
    ...(await look('节假日', () => checkCalendar(client))),
    ...(await look('后台', () => checkWork(client))),
  ])
}
