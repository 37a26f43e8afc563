import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { notFound } from '../shared/errors.ts'
import type { Caller } from './caller.ts'
import { answerConnectionFault } from './http/connection-fault.ts'
import { describeProblem, securitySchemes } from './http/document.ts'
import { sendProblem, toProblem } from './http/problem.ts'
import { refuseUnknown, registerRoutes } from './http/routes.ts'
import { readTraceId } from './http/trace-id.ts'
import type { Metrics } from './metrics.ts'
import { plainPage } from './plain-page.ts'

export interface ServerOptions {
  caller: Caller
  /** Whether requests can be answered: true only between start and drain, and while the database answers. */
  isReady: () => Promise<boolean>
  /** The faces: portal and workbench; none in tests of the API alone. */
  faces?: readonly FastifyPluginAsync[]
  /** Where to log, standard output unless told otherwise, and from which level; `info` tells of every request. */
  logger?: { level: string; stream?: { write(line: string): void } }
  /** Reverse proxies whose word about address, host and protocol is taken. */
  trustedProxies?: readonly string[]
  /** Whether people reach it over https, which browsers are then told to keep to. */
  secure?: boolean
  metrics?: Metrics
}

const BODY_LIMIT = 1024 * 1024

/** Requests are logged by method, route and outcome; addresses, queries and bodies may hold personal data and are not. */
const serializers = {
  req: (request: { method: string; routeOptions?: { url?: string | undefined } }) => ({
    method: request.method,
    route: request.routeOptions?.url,
  }),
  res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
}

/** An address that cannot be read belongs to no route: answered in the manner of what it stands under. */
function refuseAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (request.url.startsWith('/api/')) return sendProblem(error, request, reply)
  const problem = toProblem(error, request.id)
  return reply.code(problem.status).type('text/html; charset=utf-8').send(plainPage(problem))
}

function createApp({ logger, trustedProxies = [] }: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: logger ? { ...logger, serializers } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => readTraceId(request.headers),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 300_000,
    forceCloseConnections: 'idle',
    frameworkErrors: refuseAddress,
    clientErrorHandler: answerConnectionFault,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  })
  // Input is checked by the operation, in process as over HTTP: the schemas of routes only document.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.addSchema(describeProblem)
  app.setErrorHandler(sendProblem)
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-trace-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, id } = request
    const milliseconds = Math.round(reply.elapsedTime)
    request.log.info(
      { traceId: id, method, route: routeOptions.url, status: reply.statusCode, milliseconds },
      'answered',
    )
  })
  // What a refusal left unread is read past: the next request on the connection would wait behind it for ever.
  app.addHook('onResponse', async ({ raw }) => {
    if (!raw.complete) raw.unpipe().resume()
  })
  return app
}

/** How often the stop looks for connections that have nothing more to say, in milliseconds. */
const LOOK_EVERY = 50

/**
 * Lets no connection without a request hold up the stop. Node takes one that has not spoken yet, as browsers open them in advance, for
 * busy, and keeps one open whose last answer began before the stop and ended after it: a minute of waiting, long enough for a
 * supervisor to kill us.
 */
function closeQuietConnections(app: FastifyInstance): void {
  const { server } = app
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const look = () => {
    server.closeIdleConnections()
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
  app.addHook('preClose', async () => {
    if (!server.listening) return
    const looking = setInterval(look, LOOK_EVERY)
    server.once('close', () => clearInterval(looking))
  })
}

async function registerApi(app: FastifyInstance, { caller, isReady }: ServerOptions): Promise<void> {
  await app.register(swagger, {
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '启创公共创业服务平台',
        version: '1',
        description: '写入请求带 Idempotency-Key，错误为 problem+json。',
      },
      components: { securitySchemes },
    },
  })
  await app.register(multipart)
  app.removeContentTypeParser('text/plain')
  registerRoutes(app, caller)
  refuseUnknown(app, caller)
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  // Alive is who answers at all; ready is who can also reach the database.
  app.get('/api/health/live', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  )
  app.get('/api/health', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await isReady()
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unavailable' })
  })
}

/** The HTTP server: the API by operations, the faces behind it, problem+json for everything that goes wrong. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = createApp(options)
  closeQuietConnections(app)
  options.metrics?.watch(app)
  await app.register(cookie)
  const strictTransportSecurity = options.secure ? { maxAge: 31_536_000 } : false
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity,
  })
  await app.register(rateLimit, { global: false })
  await app.register(async (api) => registerApi(api, options))
  for (const face of options.faces ?? []) await app.register(face)
  app.setNotFoundHandler((request, reply) => sendProblem(notFound('这个页面'), request, reply))
  return app
}
