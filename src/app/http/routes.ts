import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { authorise } from '../../kernel/access/policy.ts'
import { type FileAnswer, isWrite, type Operation } from '../../kernel/operations/operation.ts'
import { notFound, Refusal } from '../../shared/errors.ts'
import type { Caller } from '../caller.ts'
import { documentRoute } from './document.ts'
import { readInput } from './read-input.ts'
import { type IssuedToken, refuseForeignOrigin, setSession } from './session-cookie.ts'

const API = '/api/v1'

const splitRoute = (operation: Operation) => {
  const [method, path] = operation.http.split(' ') as ['GET' | 'POST', string]
  return { method, path }
}

/** RFC 8187: what encodeURIComponent leaves as it is and a header's value may not hold. */
const encodeName = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

function sendFile(reply: FastifyReply, file: FileAnswer) {
  return reply
    .header('content-type', file.mediaType)
    .header('content-length', file.size)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeName(file.name)}`)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(file.stream)
}

const isFile = (output: unknown): output is FileAnswer =>
  typeof output === 'object' && output !== null && 'stream' in output && 'mediaType' in output

const carriesToken = (output: unknown): output is IssuedToken =>
  typeof output === 'object' && output !== null && 'token' in output && typeof output.token === 'string'

/** A session's token goes into its cookie and never into a body. */
function sendOutput(request: FastifyRequest, reply: FastifyReply, output: unknown) {
  if (isFile(output)) return sendFile(reply, output)
  reply.header('cache-control', 'private, no-store')
  if (!carriesToken(output)) return reply.send(output)
  const { token: _, deviceMark: __, ...rest } = output
  setSession(request, reply, output)
  return reply.send(rest)
}

async function handle(caller: Caller, operation: Operation, request: FastifyRequest, reply: FastifyReply) {
  if (isWrite(operation)) refuseForeignOrigin(request)
  const visitor = await caller.recognise(request)
  // Whoever may not call is told so before anything of theirs is read, a file least of all.
  authorise(operation.policy, visitor.actor)
  const { values, file } = await readInput(request, operation)
  const key = request.headers['idempotency-key']
  const output = await caller.call(operation, visitor, values, { file, key: Array.isArray(key) ? key[0] : key })
  return sendOutput(request, reply, output)
}

/** One route for each operation, all under /api/v1. */
export function registerRoutes(app: FastifyInstance, caller: Caller): void {
  for (const operation of caller.operations) {
    const { method, path } = splitRoute(operation)
    app.route({
      method,
      url: `${API}${path}`,
      schema: documentRoute(operation, path),
      ...(operation.keyless ? { config: { rateLimit: { max: 120, timeWindow: '1 minute' } } } : {}),
      handler: (request, reply) => handle(caller, operation, request, reply),
    })
  }
}

const patternOf = (path: string) => new RegExp(`^${API}${path.replaceAll(/:\w+/g, '[^/]+')}/?$`)

/** Addresses below /api that nothing else answers: 405 with the methods that are, where there are any, else 404. */
export function refuseUnknown(app: FastifyInstance, { operations }: Caller): void {
  const routes = operations
    .map(splitRoute)
    .map(({ method, path }) => ({ method: String(method), pattern: patternOf(path) }))
  app.all('/api/*', { schema: { hide: true } }, async (request, reply) => {
    const [path = ''] = request.url.split('?')
    const methods = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))]
    if (methods.length === 0) throw notFound('这个接口')
    // Its own route did not take it: a parameter goes beyond the server's limit.
    if (methods.includes(request.method)) throw new errorCodes.FST_ERR_MAX_PARAM_LENGTH(path)
    const allowed = methods.join(', ')
    reply.header('allow', allowed)
    throw new Refusal({
      status: 405,
      code: 'method',
      title: '这个接口不能这样用',
      detail: `这个地址只接受 ${allowed} 请求。`,
    })
  })
}
