import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { listFiles, root } from './files.ts'
import { oneAtATime } from './one-at-a-time.ts'

interface Face {
  name: string
  /** What its progress line calls it. */
  zh: string
  config: string
  command: readonly string[]
  /** Files that a finished build leaves behind. */
  leaves: readonly string[]
  /** Folder whose files browsers load. */
  client: string
  /** The other face's own files: a change in them is none of this one. */
  foreign: RegExp
}

const faces: readonly Face[] = [
  {
    name: 'portal',
    zh: '门户',
    config: 'vite.portal.config.ts',
    command: ['node_modules/@react-router/dev/bin.cjs', 'build', '--config', 'vite.portal.config.ts'],
    leaves: ['build/portal/server/index.js'],
    client: 'build/portal/client',
    foreign: /\bworkbench\b/,
  },
  {
    name: 'workbench',
    zh: '工作台',
    config: 'vite.workbench.config.ts',
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.workbench.config.ts'],
    leaves: ['build/workbench/index.html'],
    client: 'build/workbench',
    foreign: /\bportal\b|^react-router\.config\.ts$/,
  },
]

/** Whatever a face may be made of. */
const sources =
  /^(?:src\/(?:web|shared|kernel|app\/(?:portal|workbench))\/.*|src\/modules\/[^/]+\/(?:pages\/.*|(?:schema|flow|terms)\.ts)|package-lock\.json|react-router\.config\.ts|vite\.[a-z]+\.config\.ts|scripts\/build\.ts)$/
const tests = /\.test\.tsx?$/
const compressible = /\.(?:js|css|svg|html)$/

const stampPath = join(root, 'build', 'stamp.json')

/** Everything that faces may be made of, read once for all of them. */
async function readSources(): Promise<[file: string, content: Buffer][]> {
  const files = (await listFiles(root, sources)).filter((path) => !tests.test(path))
  return Promise.all(files.map(async (file) => [file, await readFile(join(root, file))] as [string, Buffer]))
}

function hashSources({ foreign }: Face, read: readonly [file: string, content: Buffer][]): string {
  const hash = createHash('sha256')
  for (const [file, content] of read.filter(([path]) => !foreign.test(path))) {
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function readStamps(): Promise<Record<string, string>> {
  if (!existsSync(stampPath)) return {}
  return JSON.parse(await readFile(stampPath, 'utf8')) as Record<string, string>
}

/** Runs one build in a process of its own, so that its memory is given back; its output is shown only when it fails. */
function runBuild(face: Face): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, face.command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`Building the ${face.name} failed (exit code ${code}):\n${output}`)),
    )
  })
}

const squeeze = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
}

/** Lays a compressed copy beside each asset, so that serving it costs nothing. */
async function compressAssets(folder: string): Promise<void> {
  for (const file of await listFiles(join(root, folder), compressible)) {
    const path = join(root, folder, file)
    const content = await readFile(path)
    for (const [ending, compress] of Object.entries(squeeze))
      await writeFile(`${path}.${ending}`, await compress(content))
  }
}

/** The faces whose sources changed since their last build, each with the hash of what it is now to be built from. */
async function findStale(): Promise<{ face: Face; hash: string }[]> {
  const stamps = await readStamps()
  const there = faces.filter(({ config }) => existsSync(join(root, config)))
  const read = await readSources()
  const hashed = there.map((face) => ({ face, hash: hashSources(face, read) }))
  const isComplete = ({ leaves }: Face) => leaves.every((file) => existsSync(join(root, file)))
  return hashed.filter(({ face, hash }) => !isComplete(face) || stamps[face.name] !== hash)
}

async function buildFace({ face, hash }: { face: Face; hash: string }, log: (line: string) => void): Promise<void> {
  log(`正在构建${face.zh}……`)
  const begun = performance.now()
  await runBuild(face)
  await compressAssets(face.client)
  await writeFile(stampPath, `${JSON.stringify({ ...(await readStamps()), [face.name]: hash }, null, 2)}\n`)
  log(`${face.zh}已构建，用时 ${Math.round((performance.now() - begun) / 1000)} 秒`)
}

/**
 * Builds the faces whose sources changed since their last build (by hash, kept in build/stamp.json) and says so; a face whose
 * configuration is not there is left out. Several processes may ask at once: one builds, the others wait for it. Throws with
 * the build's own output when one fails.
 */
export async function buildFaces({ log }: { log: (line: string) => void }): Promise<void> {
  if ((await findStale()).length === 0) return
  await oneAtATime(join(root, 'build', 'lock'), async () => {
    for (const stale of await findStale()) await buildFace(stale, log)
  })
}

if (import.meta.main) await buildFaces({ log: console.log })
