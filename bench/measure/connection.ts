import { connect, type Socket } from 'node:net'

/** One request, written out: what goes over the wire, prepared before the clock starts. */
export interface Request {
  method: 'GET' | 'POST'
  path: string
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  body?: object
}

export interface Reply {
  status: number
  /** Bytes of the body. */
  length: number
  body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** The request as HTTP/1.1 writes it. */
export function writeRequest({ method, path, headers = {}, body }: Request, host: string): Buffer {
  const payload = body === undefined ? '' : JSON.stringify(body)
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${host}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) {
    lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(payload)}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${payload}`)
}

/** A whole answer at the beginning of what has come, or null while some of it is still on its way. */
function readReply(data: Buffer): Reply | null {
  const headEnd = data.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = data.toString('latin1', 0, headEnd).toLowerCase()
  const status = Number(head.slice(9, 12))
  const start = headEnd + HEAD_END.length
  if (status === 304 || status === 204) return { status, length: 0, body: Buffer.alloc(0) }
  if (head.includes('transfer-encoding: chunked')) {
    if (!data.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) return null
    return { status, length: data.length - start, body: data.subarray(start) }
  }
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0)
  return data.length < start + length ? null : { status, length, body: data.subarray(start, start + length) }
}

/**
 * A kept-alive connection that asks one thing at a time and does no more than it must: what the client takes, on the same two
 * cores, is taken from both sides alike, and should be little.
 */
export class Connection {
  readonly #socket: Socket
  readonly host: string
  #received: Buffer[] = []
  #waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null

  constructor(address: string) {
    const { hostname, port, host } = new URL(address)
    this.host = host
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.#socket.on('data', (data) => this.#receive(data))
    this.#socket.on('error', (error) => this.#waiting?.reject(error))
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')))
  }

  #receive(data: Buffer): void {
    this.#received.push(data)
    const reply = readReply(this.#received.length === 1 ? data : Buffer.concat(this.#received))
    if (!reply) return
    this.#received = []
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(reply)
  }

  /** Sends a request written by `writeRequest` and waits for its answer. */
  ask(request: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }
}
