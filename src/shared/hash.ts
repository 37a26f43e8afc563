import { createHash } from 'node:crypto'

/** SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** An id that stands for a name, the same each time: a UUID version 8 from the name's hash, for what must not come twice. */
export function idFor(name: string): string {
  const hex = sha256Hex(name)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
