import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync } from 'node:fs'
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

const STOP_PATIENCE_MS = 20_000
const SOCKET_PATH_LIMIT = 100

export interface Server {
  socketFolder: string
  stop(): Promise<void>
}

/** A new folder for the socket: short, as a socket's path holds 107 bytes (103 on macOS), and closed to other accounts. */
function makeSocketFolder(account: Account | undefined): string {
  const name = join(tmpdir(), `${SOCKET_FOLDER_PREFIX}xxxxxx`, '.s.PGSQL.5432')
  const base = Buffer.byteLength(name) < SOCKET_PATH_LIMIT ? tmpdir() : '/tmp'
  const folder = mkdtempSync(join(base, SOCKET_FOLDER_PREFIX))
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Starts the server's process and answers when it takes connections. */
export async function startServer(
  programs: string,
  cluster: string,
  account: Account | undefined,
  log: StartLog,
): Promise<Server> {
  const socketFolder = makeSocketFolder(account)
  const child = spawn(
    join(programs, 'bin/postgres'),
    ['-D', cluster, '-c', `unix_socket_directories=${socketFolder}`, '-c', `${LAUNCHER_SETTING}=${process.pid}`],
    // A process group of its own: Ctrl-C reaches us alone, and we stop the database last.
    { ...account, cwd: '/', env: PROGRAM_ENVIRONMENT, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const stop = stopper(child, socketFolder)
  try {
    await untilReady(child, cluster, log)
  } catch (error) {
    await stop()
    throw error
  }
  child.once('exit', (code, signal) =>
    log.error(`数据库进程意外结束(${signal ?? code}),请查看 ${cluster}/log 后重新启动。`),
  )
  // A process with nothing else to do may end; it then takes the server along by its `exit` listener.
  child.unref()
  return { socketFolder, stop }
}

function stopper(child: ChildProcess, socketFolder: string): () => Promise<void> {
  const stopAtExit = () => child.kill('SIGINT')
  process.on('exit', stopAtExit)
  const stop = async () => {
    process.off('exit', stopAtExit)
    child.removeAllListeners('exit')
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.ref()
      child.kill('SIGINT')
      const tired = setTimeout(() => child.kill('SIGQUIT'), STOP_PATIENCE_MS)
      await gone
      clearTimeout(tired)
    }
    removeSocketFolder(socketFolder)
  }
  let stopped: Promise<void> | undefined
  return () => {
    stopped ??= stop()
    return stopped
  }
}

async function untilReady(child: ChildProcess, cluster: string, log: StartLog): Promise<void> {
  let said = ''
  let failed: Error | undefined
  child.once('error', (error) => {
    failed = error
  })
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    said = (said + part).slice(-2000)
  })
  for (let waited = 0; ; waited += 20) {
    const file = readPidFile(cluster)
    if (file?.ready && file.pid === child.pid) break
    if (failed || child.exitCode !== null || child.signalCode !== null) throw notStarted(said, cluster, failed)
    if (waited === 2000) log.info('数据库正在恢复上次未写完的数据,请稍候……')
    await sleep(20)
  }
  child.stderr?.destroy()
}

function notStarted(said: string, cluster: string, cause: Error | undefined): StartProblem {
  if (said.includes('lock file "postmaster.pid" already exists')) return alreadyRunning(cluster)
  const reason = /FATAL: +(.*)/.exec(said)?.[1] ?? cause?.message ?? '原因见日志'
  return new StartProblem(
    `数据库没有启动成功(${reason}),请查看 ${cluster}/log 里的最新日志,或设置 DATABASE_URL 使用外部 PostgreSQL。`,
    cause,
  )
}
