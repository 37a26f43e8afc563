import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withClient } from '../src/kernel/db/client.ts'
import { type Embedded, startEmbedded } from '../src/kernel/db/embedded.ts'
import { load, type Size } from './load/load.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const log = (line: string) => console.log(line)

/** A process of ours that prints where it listens. */
export interface Served {
  child: ChildProcess
  address: string
  /** Milliseconds from being started to listening. */
  startedIn: number
  output: string
  stop(): Promise<void>
}

/** Starts a program and waits until its output says where it listens. */
async function serve(
  file: string,
  environment: Record<string, string>,
  listens: RegExp,
  profileFolder: string | null = null,
): Promise<Served> {
  const begun = performance.now()
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`]
  const child = spawn(process.execPath, [...profiling, '--import', here('../scripts/require-node.js'), here(file)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const [, found] = listens.exec(output) ?? []
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${output}`)))
  })
  const startedIn = performance.now() - begun
  child.removeAllListeners('exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { child, address, startedIn, output, stop }
}

export interface House {
  cluster: Embedded
  startPlatform(profileFolder?: string | null): Promise<Served>
  startLimit(): Promise<Served & { still: string }>
  stop(): Promise<void>
}

/** What the loaded rows depend on: another loader loads anew, a newer schema is reached by migrating them as anyone's are. */
async function stampOf(size: Size): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(size))
  for (const folder of ['./load/', './limit/']) {
    for (const name of (await readdir(here(folder))).sort()) hash.update(await readFile(here(folder + name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Settings for a database that has the machine's second half; both sides share them. Nothing that makes a commit last is off. */
const tuning = { shared_buffers: '2GB', effective_cache_size: '8GB', max_wal_size: '8GB', max_connections: '100' }

/**
 * One database for both sides, filled once for each size and kept in BENCH_FOLDER (the system's temporary folder if not given), with
 * the platform and the limit to be started on it. `anew` fills it again.
 */
export async function openHouse(size: Size, { anew = false } = {}): Promise<House> {
  const folder = join(process.env.BENCH_FOLDER ?? join(tmpdir(), 'qichuang-bench'), await stampOf(size))
  if (anew) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  const dataFolder = join(folder, 'data')
  const cluster = await startEmbedded({ folder: join(folder, 'database'), log: { info: log, error: log }, tuning })
  const startPlatform = (profileFolder: string | null = null) =>
    serve(
      '../src/main.ts',
      {
        DATABASE_URL: cluster.appUrl,
        DATABASE_OWNER_URL: cluster.ownerUrl,
        DATA_DIR: dataFolder,
        DEMO: 'off',
        PORT: '0',
      },
      /(http:\S+?)\/api\/openapi\.json/,
      profileFolder,
    )
  const startLimit = async () => {
    const limitUrl = cluster.superuserUrl
    const served = await serve('./limit/server.ts', { LIMIT_DATABASE_URL: limitUrl }, /"address":"([^"]+)"/)
    return { ...served, still: String(/"still":"([^"]+)"/.exec(served.output)?.[1]) }
  }
  const isLoaded = await readFile(join(folder, 'loaded'), 'utf8').then(
    () => true,
    () => false,
  )
  if (!isLoaded) {
    log(`Loading ${size.cases} cases and ${size.texts} texts into ${folder}`)
    const schema = await readFile(here('./limit/schema.sql'), 'utf8')
    await (await startPlatform()).stop()
    await withClient(cluster.superuserUrl, (client) => client.query(schema))
    await load({ ...size, superuserUrl: cluster.superuserUrl, dataFolder, now: new Date(), log })
    await writeFile(join(folder, 'loaded'), new Date().toISOString())
  }
  await withClient(cluster.superuserUrl, async (client) => {
    // A kept set is older than a session may lie unused.
    await client.query(
      "update qichuang.session set seen_at = now(), expires_at = greatest(expires_at, now() + interval '1 day')",
    )
  })
  await warmUp(join(folder, 'database'))
  return { cluster, startPlatform, startLimit, stop: () => cluster.stop() }
}

/** Reads all files once, so that neither side pays for the first look at a cold disk. */
async function warmUp(folder: string): Promise<void> {
  const begun = performance.now()
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.parentPath.includes('base')) continue
    for await (const chunk of createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 1 << 20 })) {
      bytes += (chunk as Buffer).length
    }
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  log(`Read ${(bytes / 1e9).toFixed(1)} GB of the database once, in ${seconds} s`)
}
