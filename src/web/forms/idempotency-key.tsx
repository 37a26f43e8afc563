import { useState } from 'react'

/** 32 random hexadecimal digits; also where crypto.randomUUID is missing because the page came over plain HTTP. */
const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The hidden field that makes a form one submission however often it is sent; works without script. */
export function IdempotencyKey() {
  const [key] = useState(newIdempotencyKey)
  return <input type="hidden" name="idempotencyKey" value={key} suppressHydrationWarning />
}
