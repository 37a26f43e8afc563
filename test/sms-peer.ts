import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SmsPeer {
  url: string
  /** What it was given, in order. */
  received: { headers: IncomingMessage['headers']; body: string }[]
  close(): void
}

/** A real HTTP gateway for SMS, which answers as it is told. */
export async function startSmsPeer(answer: (response: ServerResponse) => void): Promise<SmsPeer> {
  const received: SmsPeer['received'] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    received.push({ headers: request.headers, body })
    answer(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`, received, close }
}
