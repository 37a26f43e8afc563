import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** W3C Trace Context, version 00: the trace's 16 bytes, of which not all may be zero, the caller's span, flags. */
const TRACE_PARENT =
  /^00-(?!0{32})([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The caller's trace id where `traceparent` brings one, else a new one; written as a UUID either way. */
export function readTraceId({ traceparent }: IncomingHttpHeaders): string {
  const parts = typeof traceparent === 'string' ? TRACE_PARENT.exec(traceparent)?.slice(1) : undefined
  return parts?.join('-') ?? randomUUID()
}
