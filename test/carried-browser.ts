import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface BrowserProgram {
  executablePath: string
  env: Record<string, string | undefined>
}

/**
 * The Chromium that the npm package @sparticuz/chromium carries compressed, unpacked into a private folder in the system's
 * temporary one, once for each account and version. Nothing else needs to be installed: libraries and a font that the system
 * lacks come with it.
 */
export async function unpackCarriedBrowser(): Promise<BrowserProgram> {
  const folder = await unpackOnce()
  const executablePath = join(folder, 'chromium')
  const env: BrowserProgram['env'] = { ...process.env }
  if (await lacksLibraries(executablePath)) env.LD_LIBRARY_PATH = join(folder, 'al2023/lib')
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = join(folder, 'fonts.conf')
  return { executablePath, env }
}

/** Several processes may want it at once: each that finds none unpacks its own, and the first to finish gives it its name. */
async function unpackOnce(): Promise<string> {
  const folder = join(tmpdir(), `qichuang-chromium-${await carriedVersion()}-${process.getuid?.() ?? 'user'}`)
  if (!existsSync(folder)) {
    const fresh = await mkdtemp(`${folder}-`)
    await unpackInto(fresh, folder)
    await rename(fresh, folder).catch(async (error: NodeJS.ErrnoException) => {
      await rm(fresh, { recursive: true })
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  const { uid } = await stat(folder)
  if (process.getuid && uid !== process.getuid()) throw new Error(`${folder} belongs to another account: remove it`)
  return folder
}

async function carriedVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8'))
  return version
}

/**
 * The package unpacks into whatever the temporary folder is, and its libraries only on the system it is made for; so a process
 * of its own is told that the fresh folder is the one and the system the other. The folder is then known by its final name.
 */
async function unpackInto(fresh: string, final: string): Promise<void> {
  const program = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
  await execute(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
  const fonts = `<fontconfig><dir>${final}/fonts/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${final}/fonts/cache</cachedir></fontconfig>`
  await writeFile(join(fresh, 'fonts.conf'), fonts)
}

async function lacksLibraries(executablePath: string): Promise<boolean> {
  const { stdout } = await execute('ldd', [executablePath]).catch(() => ({ stdout: 'not found' }))
  return stdout.includes('not found')
}
