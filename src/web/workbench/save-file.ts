import { callFile } from '../api/http-client.ts'
import type { Input, OperationName } from '../api/portal-api.ts'

/** Hands bytes over as a file of this name. */
export function saveBytes(bytes: BlobPart, name: string, type: string): void {
  const href = URL.createObjectURL(new Blob([bytes], { type }))
  const link = Object.assign(document.createElement('a'), { href, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), 1_000)
}

/** Fetches what an operation answers with as a file, and hands it over. Throws CallRefused. */
export async function saveAnswer<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  fileName: string,
): Promise<void> {
  saveBytes(await callFile(name, input), fileName, 'application/octet-stream')
}
