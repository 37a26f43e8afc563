import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type StartLog, StartProblem } from '../start-problem.ts'
import { type Account, reasonOf } from './account.ts'
import { SUPERUSER } from './roles.ts'

/** The environment of every database program: ours would bring its locale and PG* variables along. */
export const PROGRAM_ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C' }

// The built-in C.UTF-8 sorts and compares alike on every system; the character classes that pg_trgm reads are the
// system's, which macOS has under another name. With plain C, pg_trgm finds nothing in Chinese.
const CHARACTER_CLASSES = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
const INITDB_OPTIONS = [
  `--username=${SUPERUSER}`,
  '--auth=trust',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  `--locale=${CHARACTER_CLASSES}`,
  '--data-checksums',
  '--no-instructions',
]

/** Begins the name of a cluster that is being made; one that is left over was never finished. */
export const DRAFT_PREFIX = 'cluster-draft-'

/**
 * Makes the cluster if there is none, in a draft folder that takes its place when whole, so that a start that is cut off
 * leaves no half of one.
 * @throws StartProblem when it can't be made, belongs to another account, or was made by another major version.
 */
export async function prepareCluster(programs: string, cluster: string, account: Account | undefined, log: StartLog) {
  if (!existsSync(cluster)) {
    log.info('第一次启动，正在建立数据库……')
    await makeCluster(programs, cluster, account)
  }
  refuseOtherVersion(programs, cluster)
}

async function makeCluster(programs: string, cluster: string, account: Account | undefined): Promise<void> {
  let draft: string | undefined
  try {
    draft = mkdtempSync(join(dirname(cluster), DRAFT_PREFIX))
    if (account !== undefined) chownSync(draft, account.uid, account.gid)
    await runInitdb(programs, draft, account)
    renameSync(draft, cluster)
  } catch (error) {
    // Another process may have been quicker; the server itself then settles which of the two goes on.
    if (existsSync(cluster)) return
    throw new StartProblem(
      `数据库建立失败（${reasonOf(error)}），请检查 ${dirname(cluster)} 的剩余空间和权限，或设置 DATABASE_URL 使用外部 PostgreSQL。`,
      error,
    )
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true })
  }
}

async function runInitdb(programs: string, draft: string, account: Account | undefined): Promise<void> {
  const initdb = spawn(join(programs, 'bin/initdb'), ['-D', draft, ...INITDB_OPTIONS], {
    ...account,
    cwd: '/',
    env: PROGRAM_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, code] = await Promise.all([
    text(initdb.stderr),
    new Promise<number | null>((resolve, reject) => initdb.once('error', reject).once('close', resolve)),
  ])
  if (code !== 0) throw new Error(said.trim().replaceAll('\n', ';') || `initdb: ${code}`)
}

function refuseOtherVersion(programs: string, cluster: string): void {
  const carried = /postgres-(\d+)/.exec(programs)?.[1]
  let found: string
  try {
    found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    throw new StartProblem(
      `无法读取数据文件夹 ${cluster} 里的数据库（${reasonOf(error)}），请用当初建立它的账号启动，或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
  if (found !== carried) {
    throw new StartProblem(
      `${cluster} 里的数据库由 PostgreSQL ${found} 建立，本程序内置的是 ${carried}，请先用原来的程序导出数据再导入，或用 DATA_DIR 换一个文件夹。`,
    )
  }
}
