import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Refusal } from '../../shared/errors.ts'
import { toProblem } from './problem.ts'

const explain = (code: string): Refusal => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = '地址和请求头合起来不能超过 16 KiB。请缩短地址，或清除本站的 Cookie 后重试。'
    return new Refusal({ status: 431, code: 'address-too-long', title: '地址或请求头太长', detail })
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const detail = '等了太久也没有收完这次请求。请检查网络后重试。'
    return new Refusal({ status: 408, code: 'timeout', title: '请求没有传完', detail })
  }
  const detail = '收到的不是完整的 HTTP 请求。请检查客户端后重试。'
  return new Refusal({ status: 400, code: 'malformed', title: '请求无法识别', detail })
}

/** Answers what Node's parser refused before it was a request like every other refusal, and ends the connection. */
export function answerConnectionFault(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error)
    return
  }
  const { retryAfterSeconds: _, ...problem } = toProblem(explain(error.code ?? ''), randomUUID())
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Trace-Id: ${problem.traceId}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
