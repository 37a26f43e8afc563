import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import multipart from '@fastify/multipart'
import serveStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../shared/errors.ts'
import { describeFault } from '../shared/fault.ts'
import type { PortalApi, Upload, Visit } from '../web/api/portal-api.ts'
import { APPEARANCE_COOKIE, readAppearance } from '../web/portal/appearance.ts'
import { toProblem } from './http/problem.ts'
import { readToken, refuseForeignOrigin } from './http/session-cookie.ts'
import { type KeptPage, type KeptPages, keepPages, packPage } from './kept-pages.ts'
import { isKiosk, isWeChat } from './kiosk.ts'
import { plainPage } from './plain-page.ts'

type Handle = (request: Request, context: unknown) => Promise<Response>

/** The portal's server bundle; handler and contexts are made by its own copy of the router. */
export interface PortalBuild {
  entry: {
    module: {
      makeContext(visit: Visit): unknown
      createRequestHandler(build: unknown, mode: 'production'): Handle
    }
  }
}

export interface PortalOptions {
  /** Folder of the built client: hashed assets and the few files with fixed names. */
  clientFolder: string
  serverBuild: PortalBuild
  /** The operations for one request, with its session. */
  makeApi(request: FastifyRequest, nonce: string): Promise<PortalApi>
  /** Public pages that were rendered before; whoever changes what they show drops them. */
  keptPages?: KeptPages
  /** How long a kiosk waits for somebody before it is wiped. */
  kioskIdleSeconds?: number
}

const FORM_LIMIT = 256 * 1024
const FILE_LIMIT = 20 * 1024 * 1024
const UPLOAD_LIMIT = FILE_LIMIT + 1024 * 1024
const COMPRESS_FROM = 1024
const YEAR = 365 * 24 * 60 * 60

const compress = promisify(gzip)

/** Loads the portal as scripts/build.ts left it. */
export const loadPortalBuild = (buildFolder: string): Promise<PortalBuild> =>
  import(pathToFileURL(join(buildFolder, 'server', 'index.js')).href) as Promise<PortalBuild>

const contentPolicy = (nonce: string | null) =>
  [
    "default-src 'self'",
    `script-src ${nonce ? `'nonce-${nonce}'` : "'none'"}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ')

const tooLarge = () =>
  new Refusal({
    status: 413,
    code: 'too-large',
    title: '文件太大了',
    detail: '每个文件不超过 20 MB。可以把照片压缩一下，或分成几个文件上传。',
  })

function refuseOversize(request: FastifyRequest): void {
  if (Number(request.headers['content-length'] ?? 0) > UPLOAD_LIMIT) throw tooLarge()
}

/** The part with the file; a body that is no whole multipart form is the sender's fault, and is told as unreadable. */
const readFilePart = (request: FastifyRequest) =>
  request.file({ limits: { files: 1, fields: 10, fieldSize: 1000, fileSize: FILE_LIMIT + 1 } }).catch(() => null)

/** The file of a request: what nobody read of it is read past once the answer is out, not before, for it may be read late. */
const received = new WeakMap<FastifyRequest, Readable>()

/** Fields in front of the file, and the file as a stream cut off one byte past the limit, so that whoever counts refuses it. */
async function readUpload(request: FastifyRequest): Promise<Upload | null> {
  if (!request.isMultipart()) return null
  const part = await readFilePart(request)
  if (part === null) return null
  if (!part) return { fields: {}, file: null }
  const fields = Object.fromEntries(
    Object.entries(part.fields).flatMap(([name, field]) =>
      field && 'value' in field ? [[name, String(field.value)] as const] : [],
    ),
  )
  received.set(request, part.file)
  if (!part.filename) {
    part.file.resume()
    return { fields, file: null }
  }
  return { fields, file: { name: part.filename, stream: part.file } }
}

/** Where a post comes from has been looked at by then; browsers that hide their page send an origin that the router can't read. */
const passedOn = ['accept', 'content-type'] as const

/** The request as the Web describes it; of a HEAD the page is made all the same, for its ETag. Forms come as text; a multipart body is left to `Visit.upload`. */
function toWebRequest(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const name of passedOn) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const body = typeof request.body === 'string' ? request.body : null
  return new Request(`${request.protocol}://${request.host}${request.url}`, { method, headers, body })
}

const KIOSK_IDLE_SECONDS = 120

const visitOf = (request: FastifyRequest, api: PortalApi, { kioskIdleSeconds }: PortalOptions): Visit => ({
  api,
  appearance: readAppearance(request.cookies?.[APPEARANCE_COOKIE]),
  path: request.url,
  traceId: request.id,
  kiosk: isKiosk(request) ? { idleSeconds: kioskIdleSeconds ?? KIOSK_IDLE_SECONDS } : null,
  inWeChat: isWeChat(request),
  upload: () => readUpload(request),
  report: (error) => request.log.error({ traceId: request.id, ...describeFault(error) }),
})

const takesGzip = (request: FastifyRequest) => /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))

async function sendPage(request: FastifyRequest, reply: FastifyReply, page: string) {
  if (page.length < COMPRESS_FROM || !takesGzip(request)) return reply.send(page)
  return reply.header('content-encoding', 'gzip').send(await compress(page, { level: 4 }))
}

/** Headers of what the portal answered, with its content policy; what is not public is kept by nobody. */
function headersOf(answer: Response, isPublic: boolean): Record<string, string> {
  const { 'x-script-nonce': nonce = null, 'set-cookie': _, ...headers } = Object.fromEntries(answer.headers)
  return {
    ...headers,
    'content-security-policy': contentPolicy(nonce),
    'referrer-policy': 'same-origin',
    ...(isPublic ? { vary: 'Cookie, Accept-Encoding' } : { 'cache-control': 'private, no-store' }),
  }
}

/** Sends a public page: nothing where the reader has it, else compressed where the reader takes that. */
function sendPublic(request: FastifyRequest, reply: FastifyReply, { headers, etag, plain, gzipped }: KeptPage) {
  reply.headers(headers).header('etag', etag)
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send()
  if (!takesGzip(request)) return reply.send(plain)
  return reply.header('content-encoding', 'gzip').send(gzipped())
}

/** Sends what the portal answered: pages whole and compressed, public ones with an ETag; other answers as they come. */
async function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Response, page: KeptPage | null) {
  if (page) return sendPublic(request, reply, page)
  reply.code(answer.status).headers(headersOf(answer, false))
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  if (!answer.body) return reply.send(null)
  if (answer.headers.get('content-type')?.startsWith('text/html')) return sendPage(request, reply, await answer.text())
  return reply.send(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]))
}

/**
 * What a public page is kept by: all that its text depends on besides what is stored. Nothing for whoever has a session or stands at
 * a kiosk, and for everything but plain reading.
 */
function keyOf(request: FastifyRequest): string | null {
  const { method, protocol, host, url, cookies } = request
  if (method === 'POST' || readToken(request) !== null || isKiosk(request)) return null
  const { size, contrast, theme } = readAppearance(cookies?.[APPEARANCE_COOKIE])
  return [protocol, host, url, size, contrast, theme, isWeChat(request), request.headers.accept ?? ''].join(' ')
}

/** Has the portal make a page; a public one is packed and kept. */
async function render(options: PortalOptions, { handle, pages }: Rendering, request: FastifyRequest) {
  const key = keyOf(request)
  const keep = key === null ? null : pages.begin(key)
  const api = await options.makeApi(request, randomBytes(16).toString('base64'))
  const context = options.serverBuild.entry.module.makeContext(visitOf(request, api, options))
  const answer = await handle(toWebRequest(request), context)
  const isPublic =
    !isKiosk(request) &&
    answer.headers.getSetCookie().length === 0 &&
    api.cookies.length === 0 &&
    (answer.headers.get('cache-control')?.startsWith('public') ?? false)
  const page = isPublic && answer.status === 200 ? packPage(headersOf(answer, true), await answer.text()) : null
  if (page) keep?.(page)
  return { answer, page, cookies: api.cookies }
}

interface Rendering {
  handle: Handle
  pages: KeptPages
}

async function answer(options: PortalOptions, rendering: Rendering, request: FastifyRequest, reply: FastifyReply) {
  if (request.method === 'POST') refuseForeignOrigin(request)
  const key = keyOf(request)
  const kept = key === null ? undefined : rendering.pages.find(key)
  if (kept?.isStale) {
    render(options, rendering, request).catch((error) =>
      request.log.error({ traceId: request.id, ...describeFault(error) }),
    )
  }
  if (kept) return sendPublic(request, reply, kept.page)
  const { answer: made, page, cookies } = await render(options, rendering, request)
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return sendAnswer(request, reply, made, page)
}

/** What went wrong outside the pages, as a page: the portal itself may be what fails. */
function sendFault(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error, request.id)
  if (problem.status >= 500) request.log.error({ traceId: request.id, ...describeFault(error) })
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  return reply
    .code(problem.status)
    .headers({ 'content-security-policy': contentPolicy(null), 'cache-control': 'private, no-store' })
    .type('text/html; charset=utf-8')
    .send(plainPage(problem))
}

async function registerAssets(app: FastifyInstance, root: string): Promise<void> {
  await app.register(serveStatic, {
    root,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${root}/assets/`)
      reply.header('cache-control', hashed ? `public, max-age=${YEAR}, immutable` : 'public, max-age=3600')
    },
  })
}

function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_request, body, done) => done(null, body),
  )
  // Whatever else is posted stays unread: pages refuse it as a form they don't know.
  app.addContentTypeParser('*', (_request, _body, done) => done(null, undefined))
}

/**
 * The portal (门户) as a plugin: its assets, and for every other path a page rendered on the server. Posts from other sites are
 * refused; papers stream through to the operation that takes them and are nowhere held whole.
 */
export function portal(options: PortalOptions): FastifyPluginAsync {
  return async (app) => {
    const handle = options.serverBuild.entry.module.createRequestHandler(options.serverBuild, 'production')
    const rendering = { handle, pages: options.keptPages ?? keepPages() }
    readBodies(app)
    await app.register(multipart)
    await registerAssets(app, options.clientFolder)
    app.setErrorHandler(sendFault)
    app.addHook('onRequest', async (request) => refuseOversize(request))
    app.addHook('onResponse', async (request) => void received.get(request)?.resume())
    app.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '/*',
      handler: (request, reply) => answer(options, rendering, request, reply),
    })
  }
}
