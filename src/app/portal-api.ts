import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { drawQr } from '../kernel/letters/qr.ts'
import { describeFault } from '../shared/fault.ts'
import type { Outcome, PortalApi, Problem, RunOptions, SessionView, UploadedFile } from '../web/api/portal-api.ts'
import type { Caller, Visitor } from './caller.ts'
import { toProblem } from './http/problem.ts'
import { cookiesOf, type IssuedToken } from './http/session-cookie.ts'

const toIncoming = ({ name, stream }: UploadedFile) => ({ name, stream: Readable.from(stream) })

/** What an operation refused, as the portal shows it; faults of ours go to the log with their trace id. */
function refuse(request: FastifyRequest, error: unknown): { ok: false; status: number; problem: Problem } {
  const { retryAfterSeconds: _, type: __, ...problem } = toProblem(error, request.id)
  if (problem.status >= 500) request.log.error({ traceId: request.id, ...describeFault(error) })
  return { ok: false, status: problem.status, problem }
}

const takeToken = (output: unknown): [issued: IssuedToken | null, rest: unknown] => {
  if (typeof output !== 'object' || output === null || !('token' in output)) return [null, output]
  const { token: _, deviceMark: __, ...rest } = output as IssuedToken
  return [output as IssuedToken, rest]
}

async function run(
  caller: Caller,
  request: FastifyRequest,
  visitor: Visitor,
  cookies: string[],
  [name, input, { key, file }]: [string, unknown, RunOptions],
): Promise<Outcome<unknown>> {
  try {
    const operation = caller.find(name)
    if (!operation) throw new Error(`No operation ${name}`)
    const given = { key, file: file ? toIncoming(file) : undefined }
    const [issued, output] = takeToken(await caller.call(operation, visitor, input, given))
    if (issued) cookies.push(...cookiesOf(request, issued))
    return { ok: true, output }
  } catch (error) {
    return refuse(request, error)
  }
}

/** The operations for the pages of one request: the same policies, checks and audit as over HTTP. */
export async function createPortalApi(caller: Caller, request: FastifyRequest, nonce: string): Promise<PortalApi> {
  const visitor = await caller.recognise(request)
  const cookies: string[] = []
  const call = (name: string, input: unknown, options: RunOptions = {}) =>
    run(caller, request, visitor, cookies, [name, input, options])
  const session = await call('session.get', {})
  if (!session.ok) throw new Error(`The session cannot be read: ${session.problem.code}`)
  return {
    run: call as PortalApi['run'],
    session: session.output as SessionView,
    nonce,
    cookies,
    drawQr,
    demo: caller.find('demo.getMailbox') !== undefined,
  }
}
