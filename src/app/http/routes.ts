import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { describePolicy } from '../../kernel/access/policy.ts'
import { type FileAnswer, isWrite, type Operation } from '../../kernel/operations/operation.ts'
import type { Caller } from '../caller.ts'
import { readInput } from './read-input.ts'
import { refuseForeignOrigin, setSession } from './session-cookie.ts'

export const API = '/api/v1'

const splitRoute = (operation: Operation) => {
  const [method, path] = operation.http.split(' ') as ['GET' | 'POST', string]
  return { method, path }
}

const pathParameters = (path: string) => Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name)

interface ObjectSchema {
  properties?: Record<string, TSchema>
  required?: string[]
}

/** The input divided as HTTP divides it, for the API document alone; checking is the operation's. */
function documentInput(operation: Operation, path: string) {
  const { properties = {}, required = [] } = operation.input as ObjectSchema
  const inPath = pathParameters(path)
  const part = (keep: (name: string) => boolean) => {
    const entries = Object.entries(properties).filter(([name]) => keep(name))
    const optional = entries.map(([name, schema]) => [name, required.includes(name) ? schema : Type.Optional(schema)])
    return entries.length > 0 ? Type.Object(Object.fromEntries(optional)) : undefined
  }
  const params = part((name) => inPath.includes(name))
  const rest = part((name) => !inPath.includes(name))
  if (operation.receive) return { ...(params ? { params } : {}), consumes: ['multipart/form-data'] }
  return { ...(params ? { params } : {}), ...(rest ? { [isWrite(operation) ? 'body' : 'querystring']: rest } : {}) }
}

const keyHeader = Type.Object({
  'idempotency-key': Type.String({
    description: '同一件事重试时保持不变;8 到 200 个可见字符',
    minLength: 8,
    maxLength: 200,
  }),
})

const documentRoute = (operation: Operation, path: string) => ({
  operationId: operation.name,
  summary: operation.summary,
  description: `可以办理:${describePolicy(operation.policy)}`,
  tags: [operation.name.split('.')[0] ?? ''],
  ...documentInput(operation, path),
  ...(isWrite(operation) && !operation.keyless ? { headers: keyHeader } : {}),
  response: { 200: operation.output },
})

function sendFile(reply: FastifyReply, file: FileAnswer) {
  return reply
    .header('content-type', file.mediaType)
    .header('content-length', file.size)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(file.stream)
}

const isFile = (output: unknown): output is FileAnswer =>
  typeof output === 'object' && output !== null && 'stream' in output && 'mediaType' in output

const carriesToken = (output: unknown): output is { token: string } =>
  typeof output === 'object' && output !== null && 'token' in output && typeof output.token === 'string'

/** A session's token goes into its cookie and never into a body. */
function sendOutput(request: FastifyRequest, reply: FastifyReply, output: unknown) {
  if (isFile(output)) return sendFile(reply, output)
  reply.header('cache-control', 'private, no-store')
  if (!carriesToken(output)) return reply.send(output)
  const { token, ...rest } = output
  setSession(request, reply, token)
  return reply.send(rest)
}

async function handle(caller: Caller, operation: Operation, request: FastifyRequest, reply: FastifyReply) {
  if (isWrite(operation)) refuseForeignOrigin(request)
  const visitor = await caller.recognise(request)
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
