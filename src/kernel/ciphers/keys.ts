import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
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

/** Where the keys of a data folder lie. */
export const keyPath = (folder: string): string => join(folder, 'keys', 'master.json')

/**
 * Reads `keys/master.json` in a folder, and makes it when there is none (mode 0600, in a folder of mode 0700, on disk before it
 * is used). Pass `mayMake: false` where the database already holds sealed data: new keys would open none of it.
 * Throws StartProblem when the file is missing, open to other accounts, or damaged.
 */
export async function loadKeys(folder: string, { mayMake = true } = {}): Promise<KeyRing> {
  const path = keyPath(folder)
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

const newKey = () => randomBytes(KEY_LENGTH).toString('base64')
const newMasterKey = () => ({ id: randomBytes(8).toString('hex'), key: newKey() })
const newKeys = (): KeyFile => ({ version: 1, masterKeys: [newMasterKey()], indexKey: newKey() })

/** Changes the key file: on disk before it takes the place of the other, with its owner; nobody else changes it meanwhile. */
async function changeKeys(folder: string, change: (keys: KeyFile) => KeyFile): Promise<void> {
  await loadKeys(folder, { mayMake: false })
  const path = keyPath(folder)
  const draft = `${path}.next`
  const file = await open(draft, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw new StartProblem(`密钥正在更换，或上次更换中断了：确认没有别的命令在更换后，请删除 ${draft} 再试。`)
  })
  try {
    const keys = change(JSON.parse(await readFile(path, 'utf8')) as KeyFile)
    const { uid, gid } = await stat(path)
    await file.chown(uid, gid)
    await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`)
    await file.sync()
  } catch (error) {
    await unlink(draft)
    throw error
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(join(folder, 'keys'))
}

/** Puts a new master key before the others, which still open what they sealed. Throws StartProblem. */
export const addMasterKey = (folder: string): Promise<void> =>
  changeKeys(folder, (keys) => ({ ...keys, masterKeys: [newMasterKey(), ...keys.masterKeys] }))

/** Leaves the current master key alone in the file: what another sealed can never be opened again. Throws StartProblem. */
export const dropEarlierKeys = (folder: string): Promise<void> =>
  changeKeys(folder, (keys) => ({ ...keys, masterKeys: keys.masterKeys.slice(0, 1) }))

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
