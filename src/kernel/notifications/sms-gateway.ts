import { createHmac } from 'node:crypto'
import { SendFault, type SendFaultKind } from './send-fault.ts'
import type { MessagePort } from './sending.ts'

export interface SmsGateway {
  url: string
  /** Shared with the gateway: signs each request. */
  secret: string
  /** How long the gateway may take, in milliseconds; 10 s unless told. */
  patience?: number
}

/** `sha256=` and the HMAC-SHA-256, hexadecimal, of the time, a full stop and the body. */
export const signRequest = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

const faultOfStatus = (status: number): SendFaultKind => {
  if (status === 401 || status === 403) return 'credentials'
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'busy'
  return 'rejected'
}

const encryptionCodes = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/

function faultOf(error: unknown): SendFaultKind {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  if (name === 'TimeoutError' || cause?.code === 'UND_ERR_HEADERS_TIMEOUT') return 'timeout'
  return encryptionCodes.test(cause?.code ?? '') ? 'encryption' : 'unreachable'
}

/**
 * Sends SMS through an HTTP gateway: `POST` of `{ id, to, text }` as JSON, signed; any 2xx means taken. The same `id` never means a
 * second message. What the gateway writes back is not read.
 */
export const smsGateway = ({ url, secret, patience = 10_000 }: SmsGateway): MessagePort => ({
  async send({ id, recipient, body }) {
    const content = JSON.stringify({ id, to: recipient.reveal(), text: body.reveal() })
    const timestamp = String(Math.floor(Date.now() / 1000))
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': id,
        'x-timestamp': timestamp,
        'x-signature': signRequest(secret, timestamp, content),
      },
      body: content,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    }).catch((error: unknown) => {
      throw new SendFault(faultOf(error))
    })
    await answer.body?.cancel()
    if (!answer.ok) throw new SendFault(faultOfStatus(answer.status))
  },
})
