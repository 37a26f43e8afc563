import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

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

/** Written beside, synced and renamed into place, so that a crash leaves the old text or the new, never half. */
async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  await rename(draft, path)
}

async function loadPrivateKey(path: string): Promise<KeyObject> {
  const stored = await readText(path)
  if (stored) return createPrivateKey(stored)
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeText(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  return privateKey
}

/** Reads or makes the Ed25519 key in `keys/seal.pem` of the data folder; the head lies in `seal/head.json` beside it. */
export async function loadSealKey(folder: string): Promise<SealKey> {
  const privateKey = await loadPrivateKey(join(folder, 'keys', 'seal.pem'))
  const publicKey = createPublicKey(privateKey)
  const headPath = join(folder, 'seal', 'head.json')
  return {
    sign: (hash) => sign(null, Buffer.from(hash), privateKey).toString('base64url'),
    isSigned: (hash, signature) => verify(null, Buffer.from(hash), publicKey, Buffer.from(signature, 'base64url')),
    readHead: async () => {
      const text = await readText(headPath)
      return text ? (JSON.parse(text) as Head) : null
    },
    writeHead: (head) => writeText(headPath, `${JSON.stringify(head)}\n`),
  }
}
