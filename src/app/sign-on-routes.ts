import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { failureOf } from '../kernel/sign-on/failures.ts'
import type { SignedOn } from '../kernel/sign-on/sign-on.ts'
import { TICKET_SECONDS } from '../kernel/sign-on/ticket.ts'
import { Refusal } from '../shared/errors.ts'
import { describeFault } from '../shared/fault.ts'
import type { Caller } from './caller.ts'
import { toProblem } from './http/problem.ts'
import { sessionCookie } from './http/session-cookie.ts'
import { plainPage } from './plain-page.ts'

type Params = { provider: string }

const BASE = '/login/sso'
const PROOF = 'qichuang_sign_on_proof'
const cookieOf = (provider: string) => `qichuang_sign_on_${provider}`

/** A cookie for the way to the provider and back; it comes along only below the addresses of signing on. */
const passingCookie = ({ protocol }: FastifyRequest, name: string, value: string) =>
  [
    `${name}=${value}`,
    `Path=${BASE}`,
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${value === '' ? 0 : TICKET_SECONDS}`,
    ...(protocol === 'https' ? ['Secure'] : []),
  ].join('; ')

/** A path of ours to go on to; an address elsewhere is never followed. */
const pathOf = (text: unknown, otherwise: string) =>
  typeof text === 'string' && /^\/(?![/\\])[^\\\s]{0,499}$/.test(text) ? text : otherwise

const withQuery = (path: string, query: Record<string, string>) =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`

interface Desk {
  caller: Caller
  call<Output>(request: FastifyRequest, name: string, input: unknown): Promise<Output>
}

const openDesk = (caller: Caller): Desk => ({
  caller,
  async call<Output>(request: FastifyRequest, name: string, input: unknown) {
    const operation = caller.find(name)
    if (!operation) throw new Error(`No operation ${name}`)
    const visitor = await caller.recognise(request)
    return (await caller.call(operation, visitor, input, { key: randomUUID() })) as Output
  },
})

/** Whom a provider serves; persons where there is no such provider. */
async function findServed({ call }: Desk, request: FastifyRequest, id: string): Promise<'person' | 'staff'> {
  const { items } = await call<{ items: { id: string; serves: 'person' | 'staff' }[] }>(request, 'signOn.find', {})
  return items.find((one) => one.id === id)?.serves ?? 'person'
}

const logInPages = { person: '/login', staff: '/workbench/login' } as const
const settingsPages = { person: '/me/sessions', staff: '/workbench/sessions' } as const
const firstPages = { person: '/me', staff: '/workbench/inbox' } as const

/** Whoever is logged in already was linking, and goes back to where they did so; others to the log-in page. */
async function findPageToTell(desk: Desk, request: FastifyRequest, provider: string): Promise<string> {
  const served = await findServed(desk, request, provider)
  const { actor } = await desk.caller.recognise(request)
  return actor.kind === served ? settingsPages[served] : logInPages[served]
}

/** Back to a page of ours with the code of what went wrong, which has the words for it; other refusals as a page of their own. */
async function leadBack(desk: Desk, request: FastifyRequest, reply: FastifyReply, error: unknown) {
  const { provider } = request.params as Params
  const failure = failureOf(error)
  const limited = error instanceof Refusal && error.parts.status === 429
  if (!failure && !limited) throw error
  const page = await findPageToTell(desk, request, provider)
  return reply.redirect(withQuery(page, { sso: provider, failed: failure ?? 'tooMany' }), 303)
}

async function begin(desk: Desk, request: FastifyRequest, reply: FastifyReply) {
  const { provider } = request.params as Params
  const { next, link } = request.query as { next?: unknown; link?: unknown }
  const first = firstPages[await findServed(desk, request, provider)]
  const input = { provider, next: pathOf(next, first), link: link === '1' }
  const { location, ticket } = await desk.call<{ location: string; ticket: string }>(request, 'signOn.begin', input)
  reply.header('set-cookie', passingCookie(request, cookieOf(provider), ticket))
  return reply.redirect(location, 303)
}

/** Where a person goes to prove their phone, and comes back from. */
const proofPage = (provider: string, next: string) =>
  withQuery('/login', { sso: provider, next: withQuery(`${BASE}/${provider}/complete`, { next }) })

async function finish(desk: Desk, request: FastifyRequest, reply: FastifyReply) {
  const { provider } = request.params as Params
  const cookie = cookieOf(provider)
  const [, answer = ''] = request.url.split('?', 2)
  const ticket = request.cookies[cookie]
  // Without a ticket there is nothing to finish; the operation says so in its own words.
  const input = { provider, ticket: ticket || '-', answer: answer.slice(0, 4000) }
  reply.header('set-cookie', passingCookie(request, cookie, ''))
  const done = await desk.call<SignedOn>(request, 'signOn.finish', input)
  if (done.token !== undefined) {
    reply.header('set-cookie', sessionCookie(request, { token: done.token, kind: done.kind }))
  }
  if (done.pending !== null) reply.header('set-cookie', passingCookie(request, PROOF, done.pending))
  return reply.redirect(done.outcome === 'proof' ? proofPage(provider, done.next) : done.next, 303)
}

async function complete(desk: Desk, request: FastifyRequest, reply: FastifyReply) {
  const { next } = request.query as { next?: unknown }
  reply.header('set-cookie', passingCookie(request, PROOF, ''))
  await desk.call(request, 'signOn.complete', { pending: request.cookies[PROOF] || '-' })
  return reply.redirect(pathOf(next, '/me'), 303)
}

/** On to the provider's own log-out, or home where it has none or can't be reached. */
async function end(desk: Desk, request: FastifyRequest, reply: FastifyReply) {
  const { provider } = request.params as Params
  const { location } = await desk.call<{ location: string | null }>(request, 'signOn.findEnd', { provider })
  return reply.redirect(location ?? '/', 303)
}

type Handler = (desk: Desk, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

function register(app: FastifyInstance, desk: Desk): void {
  const routes: readonly [path: string, handler: Handler][] = [
    [`${BASE}/:provider`, begin],
    [`${BASE}/:provider/callback`, finish],
    [`${BASE}/:provider/complete`, complete],
    [`${BASE}/:provider/end`, end],
  ]
  for (const [url, handler] of routes) {
    app.get(url, {
      schema: { hide: true },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      handler: (request, reply) =>
        handler(desk, request, reply).catch((error) => leadBack(desk, request, reply, error)),
    })
  }
}

function sendFault(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error, request.id)
  if (problem.status >= 500) request.log.error({ traceId: request.id, ...describeFault(error) })
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  return reply.code(problem.status).type('text/html; charset=utf-8').send(plainPage(problem))
}

/**
 * The addresses of single sign-on (单点登录), for both faces and without script: to the provider, back from it, and out again.
 * What goes along is sealed in cookies of ten minutes; what went wrong is told on the log-in page.
 */
export const signOnRoutes =
  (caller: Caller): FastifyPluginAsync =>
  async (app) => {
    app.setErrorHandler(sendFault)
    app.addHook('onSend', async (_request, reply) => {
      reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' })
    })
    register(app, openDesk(caller))
  }
