import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { selfSignedCertificate } from './certificate.ts'

export interface MailPeer {
  port: number
  /** What it was given, as it came: headers, an empty line, parts. */
  letters: string[]
  close(): void
}

export const peerCertificate = selfSignedCertificate()

/** A real SMTP server, which keeps what it is given. */
export async function startMailPeer(options: SMTPServerOptions = {}): Promise<MailPeer> {
  const letters: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    ...peerCertificate,
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (part) => {
        text += part
      })
      stream.on('end', () => {
        letters.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { port: (server.server.address() as AddressInfo).port, letters, close: () => server.close() }
}

/** The files that came with a mail: media type and bytes of each part that is an attachment. */
export function readAttachments(mail: string): { mediaType: string; head: string; bytes: Buffer }[] {
  const boundaries = [...mail.matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => boundary)
  const parts = boundaries.reduce((texts, boundary) => texts.flatMap((text) => text.split(`--${boundary}`)), [mail])
  return parts
    .filter((part) => /^content-disposition: attachment/im.test(part))
    .map((part) => {
      const [head = '', body = ''] = part.split(/\r?\n\r?\n/, 2)
      const mediaType = /^content-type: ([^;\s]+)/im.exec(head)?.[1] ?? ''
      return { mediaType, head, bytes: Buffer.from(body, 'base64') }
    })
}
