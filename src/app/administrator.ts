import { randomBytes, randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Secret } from 'otpauth'
import { appendAudit } from '../kernel/audit/entry.ts'
import { createCiphers } from '../kernel/ciphers/ciphers.ts'
import { loadKeys } from '../kernel/ciphers/keys.ts'
import { type Db, openDatabase, type Tx } from '../kernel/db/connect.ts'
import { startEmbedded } from '../kernel/db/embedded.ts'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { parseDivisionCode } from '../kernel/divisions/division.ts'
import { getDivision } from '../kernel/divisions/store.ts'
import { createStaff, normaliseLogin } from '../kernel/identity/accounts.ts'
import { makeSetUp, SET_UP_HOURS, setUpPath } from '../kernel/offices/staff-set-up.ts'
import type { Platform } from '../kernel/operations/context.ts'
import { dateIn } from '../shared/dates.ts'
import { Refusal } from '../shared/errors.ts'
import { type Config, readConfig } from './config.ts'
import { placeDatabase } from './database-place.ts'

const log = { info: console.log, error: console.error }

const USAGE = '用法：npm run administrator -- --login 登录名 --name 姓名 --division 12位区划代码'

type Making = Pick<Platform, 'ciphers' | 'now'>

interface Wanted {
  login: string
  name: string
  division: string
}

function readWanted(): Wanted {
  const options = { login: { type: 'string' }, name: { type: 'string' }, division: { type: 'string' } } as const
  const { login, name, division } = parseArgs({ options }).values
  if (!login || !name || !division) throw new StartProblem(USAGE)
  if (!/^[A-Za-z][A-Za-z0-9._-]{2,29}$/.test(login)) {
    throw new StartProblem('登录名要字母开头，3 到 30 位，只能有字母、数字、点、横线和下划线。')
  }
  return { login, name, division }
}

/** Lends the database; the embedded one is started for it, which a running server does not allow. */
async function withDatabase<T>(config: Config, use: (db: Db) => Promise<T>): Promise<T> {
  const embedded = config.databaseUrl ? null : await startEmbedded({ folder: await placeDatabase(config), log })
  try {
    const { db, close } = openDatabase(config.databaseUrl ?? embedded?.appUrl ?? '', { max: 2 })
    return await use(db).finally(close)
  } finally {
    await embedded?.stop()
  }
}

async function refuseUnprepared(db: Db): Promise<void> {
  const tables = await db.introspection.getTables()
  if (tables.some(({ name }) => name === 'staff_set_up')) return
  throw new StartProblem('数据库还没有建好。请先用 npm start 启动一次（DEMO=off），停下来，再运行这个命令。')
}

/** The administrator's account: a new one, or the one of that name, who has lost their password or authenticator. */
async function findOrMake(tx: Tx, platform: Making, { login, name, division }: Wanted): Promise<string> {
  const known = await tx
    .selectFrom('account')
    .innerJoin('role_grant', 'role_grant.account_id', 'account.id')
    .select(['account.id', 'account.state'])
    .where('account.login', '=', normaliseLogin(login))
    .where('role_grant.role', '=', 'administrator')
    .where('role_grant.valid_to', 'is', null)
    .executeTakeFirst()
  if (known?.state === 'active') return known.id
  const taken = await tx
    .selectFrom('account')
    .select('id')
    .where('login', '=', normaliseLogin(login))
    .executeTakeFirst()
  if (taken) throw new StartProblem('这个登录名已经有人在用，而且不是在用的管理员。请换一个登录名。')
  const code = parseDivisionCode(division)
  await getDivision(tx, code, dateIn(platform.now()))
  const nobodys = { password: randomBytes(32).toString('base64url'), totpSecret: new Secret({ size: 20 }).base32 }
  return createStaff(tx, platform, { login, name, ...nobodys, grants: [{ role: 'administrator', division: code }] })
}

async function makeAdministrator(db: Db, config: Config, wanted: Wanted): Promise<string> {
  await refuseUnprepared(db)
  const keys = await loadKeys(config.dataFolder, { mayMake: false })
  const ciphers = createCiphers({ ...keys, suite: 'aes' })
  return db.transaction().execute(async (tx) => {
    const now = () => new Date()
    const platform = { ciphers, now }
    const id = await findOrMake(tx, platform, wanted)
    const token = await makeSetUp(tx, platform, { accountId: id, madeBy: null })
    await appendAudit(tx, {
      at: now(),
      actorId: null,
      actorRole: 'system',
      operation: 'administrator.make',
      subject: { kind: 'account', id, division: wanted.division },
      channel: 'window',
      traceId: randomUUID(),
    })
    return setUpPath(token)
  })
}

/**
 * `npm run administrator`: makes an administrator, or a new set-up link for one, and prints the link once. With the embedded
 * database the server must be stopped: a data folder has one user.
 */
async function main(): Promise<void> {
  const wanted = readWanted()
  const config = readConfig(process.env)
  const path = await withDatabase(config, (db) => makeAdministrator(db, config, wanted))
  log.info(`\n管理员 ${normaliseLogin(wanted.login)} 的一次性设置链接（${SET_UP_HOURS} 小时内有效，只显示这一次）：`)
  log.info(`\n  ${path}\n`)
  log.info('启动服务后，在浏览器里打开“服务地址 + 上面的链接”，由本人设置密码和认证器。不要转发给别人。')
}

await main().catch((error: unknown) => {
  const isPlain = error instanceof StartProblem || error instanceof Refusal
  log.error(isPlain ? error.message : error)
  process.exitCode = 1
})
