import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { reportProblems, root } from './files.ts'

interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

interface Lock {
  packages: Record<string, LockEntry>
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']

const among = (names: readonly string[], parts: readonly string[]) => names.filter((name) => parts.includes(name))

/** What a platform package says of itself by its name, as napi packages are named: cli-linux-x64-musl. */
function describePlatform(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const parts = name.split('-')
  const os = among(systems, parts)
  const cpu = among(processors, parts)
  const libc = /musl/.test(name) ? ['musl'] : os.includes('linux') && /gnu/.test(name) ? ['glibc'] : []
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }) }
}

/** Optional packages that others name but the lock lacks. npm leaves out what a registry does not carry, and `npm ci` then refuses. */
function findMissing({ packages }: Lock): [path: string, entry: LockEntry][] {
  return Object.entries(packages).flatMap(([where, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`${where}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map(([name, version]): [string, LockEntry] => [
        `node_modules/${name}`,
        { version: version.replace(/^[~^]/, ''), ...(dev && { dev }), optional: true, ...describePlatform(name) },
      ]),
  )
}

async function completeLock(check: boolean): Promise<void> {
  const path = join(root, 'package-lock.json')
  const lock = JSON.parse(await readFile(path, 'utf8')) as Lock
  const missing = findMissing(lock)
  if (check) {
    const problems = missing.map(([name]) => ({
      file: 'package-lock.json',
      message: `${name} is missing: run npm run lock`,
    }))
    return reportProblems(problems, 'the lock is complete')
  }
  const entries = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) })
  const packages = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en')))
  await writeFile(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
  console.log(`${missing.length} entries added`)
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
await completeLock(values.check)
