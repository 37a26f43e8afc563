import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readPidFile, removeSocketFolder } from '../src/kernel/db/embedded/postmaster.ts'
import { DATABASE, OWNER_ROLE, socketUrl } from '../src/kernel/db/embedded/roles.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** `node src/main.ts` in a process of its own. */
export interface Program {
  output: { out: string; error: string }
  /** Where it listens; fails when it ends before. */
  address(): Promise<string>
  /** Waits until its output holds this text. */
  says(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>
}

const begun = new Set<ChildProcess>()

/** Starts it with this environment and nothing of ours but the path; on a free port unless told otherwise. */
export function startProgram(environment: Record<string, string>, cwd = tmpdir()): Program {
  const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, PORT: '0', ...environment }
  const child = spawn(process.execPath, [MAIN], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  begun.add(child)
  const output = { out: '', error: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text))
  const ended = once(child, 'close').then(([code]) => {
    begun.delete(child)
    return code as number | null
  })
  const says = async (text: string) => {
    while (!output.out.includes(text)) {
      const over = await Promise.race([sleep(20), ended.then(() => true)])
      assert.ok(!over || output.out.includes(text), `ended before it said ${text}: ${output.out}${output.error}`)
    }
  }
  return {
    output,
    ended,
    says,
    signal: (name) => child.kill(name),
    async address() {
      await says('/api/openapi.json')
      return /http:\/\/\S+?(?=\/\s)/.exec(output.out)?.[0] ?? ''
    },
  }
}

/** Runs one of the commands beside the server to its end, with this environment and nothing of ours but the path. */
export async function runProgram(file: string, given: readonly string[], environment: Record<string, string>) {
  const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...environment }
  const path = fileURLToPath(new URL(`../src/app/${file}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...given], { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { out: '', error: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

/** Stops it as an operator does; fails unless it drains and ends well. */
export async function stopProgram({ signal, ended, output }: Program): Promise<void> {
  signal('SIGTERM')
  assert.equal(await ended, 0, output.error)
}

/** That it does not start, says why in one plain sentence, and leaves no process behind. */
export async function assertNoStart(program: Program, sentence: RegExp, dataFolder?: string): Promise<void> {
  const code = await program.ended
  const { error } = program.output
  assert.match(error, sentence)
  assert.match(error, /^[^\n]*\p{Script=Han}[^\n]*。\n$/u)
  assert.doesNotMatch(error, /\bat .+:\d+/)
  assert.equal(code, 1)
  if (dataFolder) assert.equal(readPidFile(clusterOf(dataFolder)), undefined)
}

const clusterOf = (dataFolder: string) => join(dataFolder, 'database', 'cluster')

/** The embedded database of a running program: its process, and how its owner connects. */
export function findDatabase(cluster: string): { pid: number; ownerUrl: string } {
  const file = readPidFile(cluster)
  assert.ok(file, 'the database runs')
  return { pid: file.pid, ownerUrl: socketUrl(OWNER_ROLE, DATABASE, file.socketFolder) }
}

export const databaseOf = (dataFolder: string) => findDatabase(clusterOf(dataFolder))

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A new folder that the account of the database can get to, also when we are root. */
export function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'qichuang-start-'))
  chmodSync(folder, mode)
  return folder
}

/** Ends whatever a failed test left running, its database too, and removes the folders. */
export async function clearAway(folders: readonly string[]): Promise<void> {
  for (const child of begun) {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  for (const folder of folders) {
    const left = [clusterOf(folder), clusterOf(join(folder, 'data')), join(folder, 'cluster')].map(readPidFile)
    for (const file of left) {
      if (!file) continue
      if (isRunning(file.pid)) process.kill(file.pid, 'SIGQUIT')
      while (isRunning(file.pid)) await sleep(20)
      removeSocketFolder(file.socketFolder)
    }
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}
