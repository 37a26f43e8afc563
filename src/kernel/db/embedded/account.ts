import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StartProblem } from '../start-problem.ts'

/** An operating-system account. PostgreSQL refuses to run as root, so root lends it another. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * The account the database runs under: undefined (our own) unless we are root; then the owner of the existing cluster,
 * so that a folder made by an ordinary account stays theirs, and `nobody` for a new one.
 */
export function findAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY
}

/** Makes the folder and answers its real path. @throws StartProblem when it can't. */
export function prepareFolder(folder: string): string {
  try {
    makeFolder(resolve(folder))
    return realpathSync(folder)
  } catch (error) {
    throw new StartProblem(
      `数据文件夹 ${folder} 无法建立（${reasonOf(error)}），请检查上级文件夹的权限和剩余空间，或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where a link leads nowhere, to a disk not mounted
 * say, nor below /proc.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (folder !== dirname(folder)) makeFolder(dirname(folder), mode)
  mkdirSync(folder, mode)
}

/** Makes a folder that only this account, ours if undefined, may enter. Answers its path. */
export function makeOwnFolder(folder: string, account: Account | undefined): string {
  makeFolder(folder, 0o700)
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  return folder
}

/** The first folder on the way to this one that the account cannot enter; null when it gets there. @throws StartProblem */
function findClosed(folder: string, { uid, gid }: Account): string | null {
  const way = [folder]
  for (let step = folder; step !== dirname(step); step = dirname(step)) way.unshift(dirname(step))
  const enter = 'for folder; do cd -- "$folder" 2>/dev/null || { printf %s "$folder"; exit 0; }; done'
  const probe = spawnSync('/bin/sh', ['-c', enter, 'sh', ...way], { uid, gid, cwd: '/', encoding: 'utf8' })
  if (probe.error !== undefined) {
    throw new StartProblem(
      `当前以 root 启动，但系统不允许改用其他账号运行数据库（${reasonOf(probe.error)}），请改用普通账号启动，或设置 DATABASE_URL 使用外部 PostgreSQL。`,
      probe.error,
    )
  }
  return probe.stdout === '' ? null : probe.stdout
}

/** Lets the account pass through the folder. @throws StartProblem when one of those above is closed to it. */
export function admitAccount(folder: string, account: Account): void {
  const { uid: owner, mode } = statSync(folder)
  if (owner === 0) chmodSync(folder, mode | 0o111)
  const closed = findClosed(folder, account)
  if (closed === null) return
  throw new StartProblem(
    `以 root 启动时数据库改用 nobody 账号运行，而它进不了文件夹 ${closed}，请用 DATA_DIR 把数据放到所有账号都能进入的位置（如 /var/lib/qichuang），或改用普通账号启动。`,
  )
}

/** Whether root would have to lend the database an account that cannot get to this folder. */
export const isOutOfReach = (folder: string): boolean =>
  process.getuid?.() === 0 && findClosed(dirname(resolve(folder)), NOBODY) !== null

/** The system's short code of an error (EACCES, ENOSPC), else its message. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
