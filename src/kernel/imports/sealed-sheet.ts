import { notFound } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import type { Sheet } from '../sheets/sheet.ts'
import { getSheetCipher } from './store.ts'

/** The content of a file on its way in, sealed: it holds names and numbers of people who are nobody's party yet. */
export const sealSheet = ({ ciphers }: Platform, sheet: Sheet): Buffer =>
  ciphers.sealOwn('import.sheet', new Personal(JSON.stringify(sheet)))

/** Opens an import's content; 404 once it has been forgotten. */
export async function openSheet(tx: Tx, { ciphers }: Platform, batchId: string): Promise<Sheet> {
  const sealed = await getSheetCipher(tx, batchId)
  if (!sealed) throw notFound('这次导入的表格（只保留七天）')
  return JSON.parse(ciphers.openOwn('import.sheet', sealed).reveal()) as Sheet
}

export const sealFileName = ({ ciphers }: Platform, name: string): Buffer =>
  ciphers.sealOwn('import.file', new Personal(name))

export const openFileName = ({ ciphers }: Platform, sealed: Buffer | null): string | null =>
  sealed && ciphers.openOwn('import.file', sealed).reveal()
