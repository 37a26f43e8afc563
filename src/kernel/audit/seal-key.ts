import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartProblem } from '../db/start-problem.ts'

/** The newest seal as kept outside the database, so that a cut tail shows. */
export interface Head {
  id: number
  hash: string
  signature: string
}

/** Signs seals and keeps their head, both outside the database. */
export interface SealKey {
  sign(hash: string): string
  isSigned(hash: string, signature: string): boolean
  readHead(): Promise<Head | null>
  writeHead(head: Head): Promise<void>
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes a text beside its place, synced, so that it can take it whole. */
async function writeDraft(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  return draft
}

/** Makes the key; of two processes that do so at once one wins, and both take what it wrote. */
async function makePrivateKey(path: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = await writeDraft(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
}

async function loadPrivateKey(path: string, mayMake: boolean): Promise<KeyObject> {
  if (mayMake && (await readText(path)) === null) await makePrivateKey(path)
  const stored = await readText(path)
  if (stored) return createPrivateKey(stored)
  throw new StartProblem(`找不到封印的签名密钥 ${path}，请检查 DATA_DIR，或从备份中恢复这个文件。`)
}

/**
 * Reads the Ed25519 key in `keys/seal.pem` of the data folder, and makes it when there is none; the head lies in
 * `seal/head.json` beside it. Throws StartProblem when the key is missing and may not be made.
 */
export async function loadSealKey(folder: string, { mayMake = true } = {}): Promise<SealKey> {
  const privateKey = await loadPrivateKey(join(folder, 'keys', 'seal.pem'), mayMake)
  const publicKey = createPublicKey(privateKey)
  const headPath = join(folder, 'seal', 'head.json')
  return {
    sign: (hash) => sign(null, Buffer.from(hash), privateKey).toString('base64url'),
    isSigned: (hash, signature) => verify(null, Buffer.from(hash), publicKey, Buffer.from(signature, 'base64url')),
    readHead: async () => {
      const text = await readText(headPath)
      return text ? (JSON.parse(text) as Head) : null
    },
    writeHead: async (head) => rename(await writeDraft(headPath, `${JSON.stringify(head)}\n`), headPath),
  }
}
