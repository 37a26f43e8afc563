import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { copyDurably, writeText } from './durable-files.ts'

/** What is kept apart from everything else; both are needed for a restore. */
const KEY_FILES = ['master.json', 'seal.pem'] as const

/** scrypt with 128 MiB: a passphrase is guessed slowly. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }
const SHORTEST = 12

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt)

interface Package {
  format: 1
  salt: string
  nonce: string
  tag: string
  content: string
}

/** Seals the keys of a data folder by a passphrase of at least 12 characters (scrypt, AES-256-GCM) into one file. */
export async function packKeys(dataFolder: string, passphrase: string, to: string): Promise<void> {
  if (passphrase.length < SHORTEST) throw new StartProblem(`口令太短，请用至少 ${SHORTEST} 个字符的口令。`)
  const texts = await Promise.all(
    KEY_FILES.map(async (name) => [name, await readFile(join(dataFolder, 'keys', name), 'utf8')]),
  )
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, 32, COST), nonce)
  const content = Buffer.concat([cipher.update(JSON.stringify(Object.fromEntries(texts))), cipher.final()])
  const parts = { salt, nonce, tag: cipher.getAuthTag(), content }
  const texted = Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])
  await writeText(to, `${JSON.stringify({ format: 1, ...Object.fromEntries(texted) }, null, 2)}\n`)
}

async function open(path: string, passphrase: string): Promise<Record<string, string>> {
  try {
    const { salt, nonce, tag, content } = JSON.parse(await readFile(path, 'utf8')) as Package
    const bytes = (text: string) => Buffer.from(text, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', await derive(passphrase, bytes(salt), 32, COST), bytes(nonce))
    decipher.setAuthTag(bytes(tag))
    return JSON.parse(Buffer.concat([decipher.update(bytes(content)), decipher.final()]).toString()) as Record<
      string,
      string
    >
  } catch (error) {
    throw new StartProblem(`密钥文件 ${path} 打不开：口令不对，或文件已损坏。`, error)
  }
}

/** Lays the keys that a passphrase opens into a data folder. @throws StartProblem when it does not, or the file is damaged. */
export async function unpackKeys(path: string, passphrase: string, dataFolder: string): Promise<void> {
  const texts = await open(path, passphrase)
  await mkdir(join(dataFolder, 'keys'), { recursive: true, mode: 0o700 })
  for (const name of KEY_FILES) await writeText(join(dataFolder, 'keys', name), texts[name] ?? '')
}

/** Copies keys and the newest seal's head from another data folder. @throws StartProblem when the keys are not there. */
export async function copyKeys(from: string, dataFolder: string): Promise<void> {
  await mkdir(join(dataFolder, 'keys'), { recursive: true, mode: 0o700 })
  for (const name of KEY_FILES) {
    await copyDurably(join(from, 'keys', name), join(dataFolder, 'keys', name)).catch((error: unknown) => {
      throw new StartProblem(`${join(from, 'keys', name)} 读不出来，请检查密钥所在的数据文件夹。`, error)
    })
  }
  await copyDurably(join(from, 'seal', 'head.json'), join(dataFolder, 'seal', 'head.json')).catch(() => null)
}
