import { newId } from '../../shared/ids.ts'
import { routes } from './operations.generated.ts'
import type { Input, OperationName, Output, Problem } from './portal-api.ts'

const BASE = '/api/v1'

export interface CallOptions {
  /** Idempotency key of a POST that may be sent again; see intention.ts. */
  key?: string
  file?: File
  signal?: AbortSignal
}

/** A call that was refused or got no answer, in the words of the server (application/problem+json). */
export class CallRefused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'CallRefused'
    this.problem = problem
  }
}

/** Whether nobody can say if the call took effect: no answer came, or the server failed while giving it. */
export const isUnanswered = ({ problem }: CallRefused) => problem.status === 0 || problem.status >= 500

const noAnswer: Problem = {
  status: 0,
  code: 'no-answer',
  title: '没有连上服务器',
  detail: '请检查网络后再试一次。您填写的内容还在，重试不会重复提交。',
}

interface HttpCall {
  method: string
  url: string
  /** What is left of the input once the holes of the path are filled. */
  rest: Record<string, unknown>
}

/** Where a call goes: holes of the path are filled from the input, the rest is the query of a GET or the body of a POST. */
export function locateCall(name: OperationName, input: Record<string, unknown>): HttpCall {
  const [method = 'GET', path = '/'] = routes[name].split(' ')
  const rest = { ...input }
  const filled = path.replace(/:(\w+)/g, (_hole, key: string) => {
    const value = String(rest[key])
    delete rest[key]
    return encodeURIComponent(value)
  })
  const query = method === 'GET' ? queryOf(rest) : ''
  return { method, url: `${BASE}${filled}${query && `?${query}`}`, rest }
}

const queryOf = (values: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)] as [string, string]],
    ),
  ).toString()

/** The fields stand before the file, so that the server knows what is coming when the bytes begin. */
function multipartOf(fields: Record<string, unknown>, file: File): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', file, file.name)
  return form
}

function requestOf({ method, rest }: HttpCall, { key, file, signal }: CallOptions): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' }
  const request: RequestInit = { method, headers, credentials: 'same-origin', signal: signal ?? null }
  if (method === 'GET') return request
  headers['idempotency-key'] = key ?? newId(new Date())
  if (file) return { ...request, body: multipartOf(rest, file) }
  headers['content-type'] = 'application/json'
  return { ...request, body: JSON.stringify(rest) }
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const told = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {}
  return {
    code: 'unexplained',
    title: '服务器没有办成这件事',
    detail: '请稍后再试一次；一直不行的，请把时间和页面告诉管理员。',
    ...told,
    status: response.status,
  }
}

async function send(name: OperationName, input: Record<string, unknown>, options: CallOptions): Promise<Response> {
  const call = locateCall(name, input)
  const response = await fetch(call.url, requestOf(call, options)).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new CallRefused(noAnswer)
  })
  if (response.ok) return response
  throw new CallRefused(await problemOf(response))
}

/**
 * Calls an operation over HTTP with the session's cookie. Throws CallRefused for every answer that is not 2xx, and when
 * none came.
 */
export async function callApi<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options: CallOptions = {},
): Promise<Output<Name>> {
  const response = await send(name, input as Record<string, unknown>, options)
  return (response.status === 204 ? {} : await response.json()) as Output<Name>
}

/** The bytes of an operation that answers with a file. */
export async function callFile<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options: CallOptions = {},
): Promise<ArrayBuffer> {
  return (await send(name, input as Record<string, unknown>, options)).arrayBuffer()
}
