import { isWrite, type Operation } from '../src/kernel/operations/operation.ts'
import { pdfFile } from './sample-files.ts'
import type { Answer, Sending, TestServer } from './server.ts'

const textOf = (value: unknown) =>
  encodeURIComponent((typeof value === 'object' ? JSON.stringify(value) : String(value)).toWellFormed())

/** An operation's route with these values in its path, what is over in its query where it reads, and else left for its body. */
export function addressed(operation: Operation, input: Readonly<Record<string, unknown>>) {
  const rest: Record<string, unknown> = { ...input }
  const path = operation.http.replaceAll(/:(\w+)/g, (_, name: string) => {
    const { [name]: value } = rest
    delete rest[name]
    return textOf(value)
  })
  if (isWrite(operation)) return { route: path, rest }
  const query = Object.entries(rest).map(([name, value]) => `${textOf(name)}=${textOf(value)}`)
  return { route: query.length > 0 ? `${path}?${query.join('&')}` : path, rest: {} }
}

function formOf(fields: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', new Blob([new Uint8Array(pdfFile())]), '材料.pdf')
  return form
}

/** Calls an operation over HTTP with whatever input, as a caller who trusts it; a file with what takes one in. */
export function callOver(
  { send }: Pick<TestServer, 'send'>,
  operation: Operation,
  cookie: string | null,
  input: Readonly<Record<string, unknown>>,
  options: Sending = {},
): Promise<Answer> {
  const { route, rest } = addressed(operation, input)
  const body = operation.receive ? formOf(rest) : rest
  return send(cookie, route, isWrite(operation) ? body : undefined, options)
}

/** An address for each call, so that no limit of a minute is met. */
export function addresses(): () => string {
  let given = 0
  return () => {
    given += 1
    return `10.${(given >> 16) & 255}.${(given >> 8) & 255}.${given & 255}`
  }
}
