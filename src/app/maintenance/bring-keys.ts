import { resolve } from 'node:path'
import { copyKeys, unpackKeys } from './carry-keys.ts'
import { need, readPassphrase } from './command.ts'
import { carryErasedList } from './erased-list.ts'

/** How a command says where the keys come from. */
export const keyOptions = {
  'keys-from': { type: 'string' },
  keys: { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const

type KeyOptions = { [Name in keyof typeof keyOptions]?: string | undefined }

/**
 * Lays the keys into a new data folder: from another one, with its newest head of the seals and its list of the erased, or
 * from a file that a passphrase opens.
 */
export async function bringKeys(options: KeyOptions, usage: string, dataFolder: string): Promise<void> {
  const old = options['keys-from']
  if (old === undefined) {
    await unpackKeys(
      need(options.keys, usage),
      await readPassphrase(need(options['passphrase-file'], usage)),
      dataFolder,
    )
    return
  }
  await copyKeys(resolve(old), dataFolder)
  await carryErasedList(resolve(old), dataFolder)
}
