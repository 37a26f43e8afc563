import { pipeline, type Readable, type Transform } from 'node:stream'
import { malformed, Refusal } from '../../shared/errors.ts'
import type { IncomingFile, ReceivedFile } from '../operations/operation.ts'
import { cleanFileName } from './file-name.ts'
import { type FileLimits, Inspection, promisedType } from './inspection.ts'
import type { FileStorage } from './storage.ts'

/** 20 MiB a file, 100 million pixels a picture. */
export const fileLimits: FileLimits = { bytes: 20 * 1024 * 1024, pixels: 100_000_000 }

export interface Reception {
  storage: FileStorage
  /** A new id: where the file will lie. */
  storageKey: string
  /** Seals what flows through it, so that the plain file is never on disk. */
  seal: Transform
  file: IncomingFile
  limits: FileLimits
}

/**
 * Takes a file in as it comes: checked, sealed and laid down in quarantine in one flow; accepted once all of it has passed. A
 * Refusal names the field 'file' (422; 400 when the sender broke off, 503 when the disk is full) and leaves nothing behind;
 * reading stops at the first fault.
 */
export async function receiveFile({ storage, storageKey, seal, file, limits }: Reception): Promise<ReceivedFile> {
  const name = cleanFileName(file.name)
  const inspection = new Inspection(promisedType(name), limits)
  // A fault in this flow destroys `sealed`, so the storage throws it: everything is caught in one place.
  const sealed = pipeline(inspection.watch(arriving(file.stream)), seal, () => {})
  try {
    await storage.write(storageKey, sealed)
    await storage.accept(storageKey)
  } catch (error) {
    file.stream.destroy()
    await storage.remove(storageKey)
    throw explain(error)
  }
  return { storageKey, name, ...inspection.finish(), discard: () => storage.remove(storageKey) }
}

/** What arrives from the sender; that they break off is their fault, not ours. */
async function* arriving(stream: Readable): AsyncGenerator<Buffer> {
  // Once we have stopped reading nobody else listens, and an error without a listener ends the process.
  stream.on('error', () => {})
  try {
    yield* stream
  } catch {
    throw malformed('文件没有传完就断开了，没有收下。请检查网络后重新上传。', [
      { field: 'file', code: 'incomplete', message: '文件没有传完整' },
    ])
  }
}

function explain(error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new Refusal({
    status: 503,
    code: 'storage-full',
    title: '暂时存不下新的文件',
    detail: '存放材料的空间已满，我们正在处理。您填写的内容都在，请过一会儿再上传。',
    retryAfterSeconds: 300,
  })
}
