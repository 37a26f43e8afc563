import { spawnSync } from 'node:child_process'
import { readFileSync, rmdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type StartLog, StartProblem } from '../start-problem.ts'

/** How the server's process names the process that launched it, on its own command line. */
export const LAUNCHER_SETTING = 'qichuang.launcher'
export const SOCKET_FOLDER_PREFIX = 'qichuang-'
const FAST_STOP_MS = 20_000
const HARD_STOP_MS = 10_000

/** What postmaster.pid says. */
export interface PidFile {
  pid: number
  socketFolder: string
  ready: boolean
}

/** Reads the cluster's postmaster.pid; undefined when there is none, or when the server has not filled it in yet. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
    return { pid, socketFolder: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

interface Process {
  parent: number
  command: string
}

/** A running process by its id; undefined when there is none. The /proc way needs no `ps`, which slim images lack. */
function inspectProcess(pid: number): Process | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }
    }
    const listed = spawnSync('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
    const found = /^\s*(\d+)\s+(.*)$/m.exec(listed.stdout ?? '')
    return found ? { parent: Number(found[1]), command: `${found[2]} ` } : undefined
  } catch {
    return undefined
  }
}

const serves = (running: Process, cluster: string): boolean => running.command.includes(`/postgres -D ${cluster} `)

/**
 * Clears the way for a new server on the cluster: a server whose launcher died is stopped, the pid file of a process that
 * is gone is removed.
 * @throws StartProblem when a server with a living launcher is at work here, or an orphan will not stop.
 */
export async function clearCluster(cluster: string, log: StartLog): Promise<void> {
  const file = readPidFile(cluster)
  if (file === undefined) return
  const running = inspectProcess(file.pid)
  if (running !== undefined && serves(running, cluster)) {
    const launcher = Number(new RegExp(`${LAUNCHER_SETTING}=(\\d+)`).exec(running.command)?.[1])
    if (running.parent === launcher) throw alreadyRunning(cluster, launcher)
    log.info('上次运行没有正常结束，正在停止它留下的数据库……')
    await stopOrphan(file.pid, cluster)
    removeSocketFolder(file.socketFolder)
  } else if (!running?.command.includes('postgres')) {
    // Its id may since belong to any other process, which PostgreSQL alone would take for a living server.
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
    removeSocketFolder(file.socketFolder)
  }
}

/** A second start in the same folder. */
export const alreadyRunning = (cluster: string, launcher?: number) =>
  new StartProblem(
    `数据文件夹 ${dirname(cluster)} 正被另一个运行中的启创使用${launcher ? `（进程号 ${launcher}）` : ''}，请先停止它，或用 DATA_DIR 换一个文件夹。`,
  )

async function stopOrphan(pid: number, cluster: string): Promise<void> {
  for (const [signal, patience] of [['SIGINT', FAST_STOP_MS] as const, ['SIGQUIT', HARD_STOP_MS] as const]) {
    try {
      process.kill(pid, signal)
    } catch {
      // Gone meanwhile, or not ours to stop; the wait below tells which.
    }
    for (let waited = 0; waited < patience; waited += 50) {
      const running = inspectProcess(pid)
      if (running === undefined || !serves(running, cluster)) return
      await sleep(50)
    }
  }
  throw new StartProblem(
    `上次留下的数据库进程（进程号 ${pid}）停不下来，请用启动它的账号执行 kill -QUIT ${pid} 后再启动。`,
  )
}

/** Removes a socket folder with what a server leaves in it; a folder that holds anything else stays. */
export function removeSocketFolder(folder: string): void {
  if (!basename(folder).startsWith(SOCKET_FOLDER_PREFIX)) return
  try {
    for (const left of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(folder, left), { force: true })
    rmdirSync(folder)
  } catch {
    // Already gone, or not a folder of ours: nothing depends on it.
  }
}
