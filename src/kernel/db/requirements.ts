import type pg from 'pg'
import { withClient } from './client.ts'
import { DEFAULT_SCHEMA, parseUrl } from './connect.ts'
import { StartProblem } from './start-problem.ts'

/** The extensions the migrations use; all are trusted, so that a database's owner may create them. */
export const EXTENSIONS = ['pg_trgm', 'btree_gist', 'pgcrypto']

const OLDEST_VERSION = 150_000

/** What a connection says of its server and of its role. */
interface Facts {
  role: string
  /** Tells one database of one server from every other. */
  place: string
  version: number
  version_name: string
  standby: boolean
  fsync: string
  full_page_writes: string
  synchronous_commit: string
  encoding: string
  may_create: boolean
  /** Whether the role is, or may become, one that row-level security does not bind. */
  unbound: boolean
  /** Whether the role is, or may become, the owner. */
  owner: boolean
}

const FACTS = `
  select current_user as role,
    current_database() || ' ' || pg_postmaster_start_time() as place,
    current_setting('server_version_num')::integer as version,
    current_setting('server_version') as version_name,
    pg_is_in_recovery() as standby,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit,
    current_setting('server_encoding') as encoding,
    has_database_privilege(current_database(), 'CREATE') as may_create,
    exists (select from pg_roles where (rolsuper or rolbypassrls) and pg_has_role(oid, 'MEMBER')) as unbound,
    exists (select from pg_namespace where nspname = $1 and pg_has_role(nspowner, 'MEMBER'))
      or exists (select from pg_roles where rolname = $2 and pg_has_role(oid, 'MEMBER')) as owner`

/**
 * Checks that the database keeps what it is given, understands Chinese and binds the application by row-level security.
 * Changes nothing; to be called before the migrations.
 * @throws StartProblem naming the first thing that is wrong and what to do about it.
 */
export async function checkRequirements(ownerUrl: string, appUrl: string, schema = DEFAULT_SCHEMA): Promise<void> {
  const owner = await inspect('DATABASE_OWNER_URL', ownerUrl, async (client) => {
    const facts = await readFacts(client, schema, null)
    checkServer(facts)
    checkDurability(facts)
    await checkChinese(client)
    return facts
  })
  const app = await inspect('DATABASE_URL', appUrl, (client) => readFacts(client, schema, owner.role))
  // Some of these settings can be changed for a single role.
  checkDurability(app)
  checkRoles(owner, app)
}

async function readFacts(client: pg.Client, schema: string, owner: string | null): Promise<Facts> {
  const { rows } = await client.query<Facts>(FACTS, [schema, owner])
  return rows[0] as Facts
}

function checkServer({ version, version_name, standby, encoding, may_create, role }: Facts): void {
  if (version < OLDEST_VERSION) {
    throw new StartProblem(`数据库是 PostgreSQL ${version_name}，版本太旧，请升级到 15 或更高版本。`)
  }
  if (standby) throw new StartProblem('DATABASE_OWNER_URL 指向的是只读备库，请改为主库的地址。')
  if (encoding !== 'UTF8') {
    throw new StartProblem(`数据库的编码是 ${encoding}，存不下全部汉字，请另建一个 encoding 为 UTF8 的数据库。`)
  }
  if (!may_create) {
    throw new StartProblem(
      `DATABASE_OWNER_URL 的账号 ${role} 不能在数据库里建立模式，请让数据库管理员把该数据库的所有者改为 ${role}。`,
    )
  }
}

function checkDurability(facts: Facts): void {
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'] as const) {
    // Of synchronous_commit, every value but off waits for the local disk.
    if (facts[setting] === 'off') {
      throw new StartProblem(
        `数据库对账号 ${facts.role} 关闭了 ${setting}，断电时会丢失已提交的数据，请让数据库管理员把它设为 on 并重新加载配置。`,
      )
    }
  }
}

/** Tries a search on the database's own collation, in a transaction that is undone. */
async function checkChinese(client: pg.Client): Promise<void> {
  await client.query('begin')
  try {
    for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension} schema public`)
    const { rows } = await client.query<{ found: boolean }>(
      `select public.similarity('创业担保贷款', '创业贷款') > 0 as found`,
    )
    if (rows[0]?.found !== true) {
      throw new StartProblem(
        '数据库的字符分类（LC_CTYPE）不识汉字，中文检索会什么也找不到，请另建一个 LC_CTYPE 为 C.UTF-8 或 zh_CN.UTF-8 的数据库。',
      )
    }
  } catch (error) {
    if (error instanceof StartProblem) throw error
    throw new StartProblem(
      `数据库缺少所需的扩展，请让数据库管理员在该数据库里执行 ${EXTENSIONS.map((name) => `create extension ${name} schema public;`).join(' ')}`,
      error,
    )
  } finally {
    await client.query('rollback')
  }
}

function checkRoles(owner: Facts, app: Facts): void {
  if (owner.place !== app.place) {
    throw new StartProblem('DATABASE_URL 和 DATABASE_OWNER_URL 指向不同的数据库，请让两者只在账号上不同。')
  }
  if (app.role === owner.role) {
    throw new StartProblem(
      `DATABASE_URL 和 DATABASE_OWNER_URL 用了同一个账号 ${app.role}，行级安全会失效，请给 DATABASE_URL 另建一个普通账号。`,
    )
  }
  if (app.unbound) {
    throw new StartProblem(
      `DATABASE_URL 的账号 ${app.role} 是超级用户或带有 BYPASSRLS，行级安全会失效，请换一个普通账号，或取消它的这些权限。`,
    )
  }
  if (app.owner) {
    throw new StartProblem(
      `DATABASE_URL 的账号 ${app.role} 是数据模式的所有者或其成员，行级安全会失效，请换一个普通账号，或收回这个成员身份。`,
    )
  }
}

async function inspect<T>(variable: string, url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  if (!isConnectionString(url)) {
    throw new StartProblem(`${variable} 不是数据库地址，请写成 postgresql://账号：密码@主机：5432/数据库 的样子。`)
  }
  try {
    return await withClient(url, work)
  } catch (error) {
    if (error instanceof StartProblem) throw error
    throw unreachable(variable, url, error)
  }
}

function isConnectionString(url: string): boolean {
  try {
    return ['postgres:', 'postgresql:'].includes(parseUrl(url).protocol)
  } catch {
    return false
  }
}

/** Says why a connection failed; never the password. */
function unreachable(variable: string, url: string, error: unknown): StartProblem {
  const { host, pathname, searchParams, username } = parseUrl(url)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const place = searchParams.get('host') ?? host
  if (code.startsWith('28')) {
    return new StartProblem(
      `数据库 ${place} 拒绝 ${variable} 的账号 ${username} 登录，请检查账号、密码和数据库的 pg_hba.conf。`,
      error,
    )
  }
  if (code === '3D000') {
    return new StartProblem(
      `数据库服务器 ${place} 上没有名为 ${pathname.slice(1)} 的数据库，请先建立它，或改正 ${variable}。`,
      error,
    )
  }
  const reason = code || (error instanceof Error ? error.message : String(error))
  return new StartProblem(
    `连不上数据库 ${place}(${reason})，请确认它已启动，并检查 ${variable} 的主机和端口以及网络。`,
    error,
  )
}
