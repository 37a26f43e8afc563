import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type StartLog, StartProblem } from '../start-problem.ts'
import type { Account } from './account.ts'
import { PROGRAM_ENVIRONMENT } from './cluster.ts'
import {
  alreadyRunning,
  LAUNCHER_SETTING,
  readPidFile,
  removeSocketFolder,
  SOCKET_FOLDER_PREFIX,
} from './postmaster.ts'
import type { Configuration } from './settings.ts'

/** How long a fast stop may take before an immediate one, which the next start recovers from. */
const STOP_PATIENCE_MS = 20_000
/** How long to wait before a server that ended by itself and does not come up is tried again; longer each time. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** A socket's path holds 107 bytes, on macOS 103. */
const SOCKET_PATH_LIMIT = 103

export interface ServerOptions {
  programs: string
  cluster: string
  configuration: Configuration
  /** The account to run under; ours if undefined. */
  account: Account | undefined
  log: StartLog
}

export interface Server {
  socketFolder: string
  /** Repeatable. */
  stop(): Promise<void>
}

/** Starts the server's process and answers when it takes connections. @throws StartProblem when it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { cluster, account, log } = options
  const socketFolder = makeSocketFolder(account)
  let child = launch(options, socketFolder)
  // When our process ends without stopping the server, on an error say, this at least asks it to stop.
  const stopAtExit = () => child.kill('SIGINT')
  process.on('exit', stopAtExit)
  let stopped: Promise<void> | undefined
  let reviving: Promise<unknown> = Promise.resolve()
  const stop = () => {
    process.off('exit', stopAtExit)
    stopped ??= reviving.then(() => end(child)).then(() => removeSocketFolder(socketFolder))
    return stopped
  }
  const keep = () => {
    // The server alone keeps no process of ours alive.
    child.unref()
    child.once('exit', (code, signal) => {
      if (stopped === undefined) reviving = bringBack(code, signal)
    })
  }
  const bringBack = async (code: number | null, signal: string | null) => {
    log.error(sayLoss(cluster, code, signal))
    // Whoever told it to stop does not want it back.
    if (code === 0) return
    for (let pause = FIRST_PAUSE_MS; stopped === undefined; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      clearAway(child, cluster, socketFolder)
      child = launch(options, socketFolder)
      const failure = await untilReady(child, cluster, log).catch((error: Error) => error)
      if (!failure) return keep()
      await end(child)
      log.error(failure.message)
      await sleep(pause)
    }
  }
  try {
    await untilReady(child, cluster, log)
  } catch (error) {
    await stop()
    throw error
  }
  keep()
  return { socketFolder, stop }
}

const sayLoss = (cluster: string, code: number | null, signal: string | null): string =>
  `数据库进程意外结束（${signal ?? `代码 ${code}`}），${code === 0 ? '请重新启动' : '正在重新启动它'}；原因见 ${cluster}/log 里的最新日志。`

/** Removes by what a server that is gone would be taken for a living one, should its process id belong to another process by now. */
function clearAway(gone: ChildProcess, cluster: string, socketFolder: string): void {
  if (readPidFile(cluster)?.pid === gone.pid) rmSync(join(cluster, 'postmaster.pid'), { force: true })
  rmSync(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true })
}

/** A new folder for the socket: short, and closed to other accounts. */
function makeSocketFolder(account: Account | undefined): string {
  const longest = join(tmpdir(), `${SOCKET_FOLDER_PREFIX}xxxxxx`, '.s.PGSQL.5432')
  const base = Buffer.byteLength(longest) <= SOCKET_PATH_LIMIT ? tmpdir() : '/tmp'
  const folder = mkdtempSync(join(base, SOCKET_FOLDER_PREFIX))
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  return folder
}

function launch({ programs, cluster, configuration, account }: ServerOptions, socketFolder: string): ChildProcess {
  const parameters = { ...configuration, unix_socket_directories: socketFolder, [LAUNCHER_SETTING]: process.pid }
  return spawn(
    join(programs, 'bin/postgres'),
    ['-D', cluster, ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A process group of its own: Ctrl-C reaches us alone, and we stop the database last.
    { ...account, cwd: '/', env: PROGRAM_ENVIRONMENT, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const gone = once(child, 'exit')
  child.ref()
  child.kill('SIGINT')
  const impatient = setTimeout(() => child.kill('SIGQUIT'), STOP_PATIENCE_MS)
  await gone
  clearTimeout(impatient)
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function untilReady(child: ChildProcess, cluster: string, log: StartLog): Promise<void> {
  let said = ''
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    said = (said + part).slice(-2000)
  })
  for (let waited = 0; ; waited += 20) {
    const file = readPidFile(cluster)
    if (file?.ready && file.pid === child.pid) break
    if (failure !== undefined || hasEnded(child)) throw notStarted(said, cluster, failure)
    if (waited === 2000) log.info('数据库正在恢复上次未写完的数据，请稍候……')
    await sleep(20)
  }
  // From here on the server writes to its own log.
  child.stderr?.destroy()
}

function notStarted(said: string, cluster: string, cause: Error | undefined): StartProblem {
  if (said.includes('lock file "postmaster.pid" already exists')) return alreadyRunning(cluster)
  const reason = /FATAL: +(.*)/.exec(said)?.[1] ?? cause?.message ?? '原因见日志'
  return new StartProblem(
    `数据库没有启动成功（${reason}），请查看 ${cluster}/log 里的最新日志，或设置 DATABASE_URL 使用外部 PostgreSQL。`,
    cause,
  )
}
