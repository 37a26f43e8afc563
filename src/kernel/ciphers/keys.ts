import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StartProblem } from '../db/start-problem.ts'
import { type SealingKey, sealingKey } from './envelope.ts'

/** The keys of an installation. They are kept outside the database, so that who has only the one reads nothing. */
export interface KeyRing {
  /** The first wraps new person keys, the others still unwrap theirs. */
  readonly masterKeys: readonly [SealingKey, ...SealingKey[]]
  /** Key of the blind indexes. */
  readonly indexKey: KeyObject
}

interface KeyFile {
  version: 1
  masterKeys: { id: string; key: string }[]
  indexKey: string
}

const KEY_LENGTH = 32
const OTHERS = 0o077

/**
 * Reads `keys/master.json` in a folder, and makes it when there is none (mode 0600, in a folder of mode 0700, on disk before it
 * is used). Pass `mayMake: false` where the database already holds sealed data: new keys would open none of it.
 * Throws StartProblem when the file is missing, open to other accounts, or damaged.
 */
export async function loadKeys(folder: string, { mayMake = true } = {}): Promise<KeyRing> {
  const path = join(folder, 'keys', 'master.json')
  if (!(await isThere(path))) {
    if (!mayMake)
      throw new StartProblem(
        `找不到密钥文件 ${path}：数据库里的个人信息要用它才能打开，请从备份中恢复这个文件后再启动。`,
      )
    await makeKeys(folder, path)
  }
  const { mode } = await stat(path)
  if (mode & OTHERS) throw new StartProblem(`密钥文件 ${path} 对其他账户开放，请执行 chmod 600 '${path}' 后再启动。`)
  return parseKeys(path, await readFile(path, 'utf8'))
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Writes new keys beside their place, then links them into it: a crash leaves no half file, and of two processes one wins. */
async function makeKeys(folder: string, path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await mkdir(join(folder, 'keys'), { recursive: true, mode: 0o700 })
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(newKeys(), null, 2)}\n`)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
  await syncFolder(join(folder, 'keys'))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

function newKeys(): KeyFile {
  const key = () => randomBytes(KEY_LENGTH).toString('base64')
  return { version: 1, masterKeys: [{ id: randomBytes(8).toString('hex'), key: key() }], indexKey: key() }
}

function parseKeys(path: string, text: string): KeyRing {
  try {
    const { version, masterKeys, indexKey } = JSON.parse(text) as KeyFile
    const [current, ...earlier] = masterKeys.map(({ id, key }) => parseMasterKey(id, key))
    if (version === 1 && current)
      return { masterKeys: [current, ...earlier], indexKey: createSecretKey(parseKey(indexKey)) }
  } catch {
    // Falls through: what JSON or Buffer has to say about a key file might quote it.
  }
  throw new StartProblem(`密钥文件 ${path} 已损坏，请从备份中恢复这个文件后再启动。`)
}

function parseMasterKey(id: string, key: string): SealingKey {
  if (!/^[0-9a-f]{16}$/.test(id)) throw new TypeError('bad key id')
  return sealingKey(id, parseKey(key))
}

function parseKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== KEY_LENGTH) throw new TypeError('bad key length')
  return key
}
