import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartProblem } from '../start-problem.ts'

/** An operating-system account. PostgreSQL refuses to run as root, so root lends it this one. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * The account the database runs under: undefined (our own) unless we are root; then the owner of the existing cluster,
 * so that a folder made by an ordinary account stays theirs, and `nobody` for a new one.
 */
export function serverAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY
}

/**
 * Makes the folder, lets the lent account pass through it, and answers its real path.
 * @throws StartProblem when it can't be made or written, or when a folder above it is closed to the account.
 */
export function prepareFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true })
    const real = realpathSync(folder)
    if (process.getuid?.() === 0) {
      chmodSync(real, statSync(real).mode | 0o111)
      refuseClosedParent(real)
    }
    return real
  } catch (error) {
    if (error instanceof StartProblem) throw error
    throw new StartProblem(
      `数据文件夹 ${folder} 无法建立或写入(${reasonOf(error)}),请检查它的权限和剩余空间,或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
}

function refuseClosedParent(folder: string): void {
  const way: string[] = []
  for (let step = folder; step !== dirname(step); step = dirname(step)) way.unshift(step)
  const enter = 'for folder; do cd -- "$folder" 2>/dev/null || { printf %s "$folder"; exit 0; }; done'
  const probe = spawnSync('/bin/sh', ['-c', enter, 'sh', ...way], { ...NOBODY, cwd: '/', encoding: 'utf8' })
  if (probe.error !== undefined) {
    throw new StartProblem(
      `当前以 root 启动,但系统不允许改用 nobody 账号运行数据库(${reasonOf(probe.error)}),请改用普通账号启动,或设置 DATABASE_URL 使用外部数据库。`,
      probe.error,
    )
  }
  if (probe.stdout !== '') {
    throw new StartProblem(
      `以 root 启动时数据库以 nobody 账号运行,而它进不了文件夹 ${probe.stdout},请用 DATA_DIR 把数据放到所有账号都能进入的位置(如 /var/lib/qichuang),或改用普通账号启动。`,
    )
  }
}

/** The system's short code of an error (EACCES, ENOSPC), else its message. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
