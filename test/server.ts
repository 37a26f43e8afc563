import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Caller, createCaller } from '../src/app/caller.ts'
import type { Problem } from '../src/app/http/problem.ts'
import { SESSION_COOKIE } from '../src/app/http/session-cookie.ts'
import { createServer, type ServerOptions } from '../src/app/server.ts'
import type { Actor } from '../src/kernel/access/actor.ts'
import { openSession } from '../src/kernel/identity/sessions.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { type City, testCity } from './city.ts'

export type Answer = LightMyRequestResponse

export interface Sending extends Omit<InjectOptions, 'method' | 'url' | 'payload' | 'body'> {
  /** A fresh one if not given; none with null. */
  key?: string | null
}

export interface TestServer {
  city: City
  app: FastifyInstance
  /** A cookie with a new session of this account; none for a reader without an account. */
  cookieOf(actor: Actor): Promise<string | null>
  /** Sends `POST /loans` and the like below /api/v1, with a session's cookie or without. */
  send(cookie: string | null, route: string, body?: InjectOptions['payload'], options?: Sending): Promise<Answer>
  close(): Promise<void>
}

export interface TestServerOptions {
  /** One that is there already, which whoever made it closes; one of its own if not given. */
  city?: City
  /** The city's operations as they are to be served, where not as they are. */
  serve?: (operations: readonly Operation[]) => readonly Operation[]
  logger?: ServerOptions['logger']
  trustedProxies?: readonly string[]
  /** None unless given. */
  faces?: (caller: Caller) => Promise<NonNullable<ServerOptions['faces']>>
}

/** The HTTP server of a test city, without the faces unless given. Requests go through all of the server, but over no network. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { city: given, serve, faces, ...rest } = options
  const city = given ?? (await testCity())
  const caller = createCaller(city.platform, serve?.(city.operations) ?? city.operations)
  const app = await createServer({
    caller,
    isReady: async () => true,
    ...(faces && { faces: await faces(caller) }),
    ...rest,
  })
  return {
    city,
    app,
    async cookieOf({ accountId, kind }) {
      if (!accountId || (kind !== 'person' && kind !== 'staff')) return null
      const token = await openSession(city.platform.db, { id: accountId, kind }, city.platform.now())
      return `${SESSION_COOKIE}=${token}`
    },
    send(cookie, route, body, { key = randomUUID(), headers, ...options } = {}) {
      const [method, path] = route.split(' ') as ['GET' | 'POST', string]
      return app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...(cookie ? { cookie } : {}), ...(key === null ? {} : { 'idempotency-key': key }), ...headers },
        ...(body === undefined ? {} : { payload: body }),
        ...options,
      })
    },
    async close() {
      await app.close()
      if (!given) await city.close()
    },
  }
}

const stackOfOurs = /\bat .+:\d+:\d+|node_modules|\.tsx?\b/
const wordsOfOurs = /\bError\b|\bselect\b|\binsert\b/

/** The traces of a stack in a text. */
export const findStack = (text: string): string | null => stackOfOurs.exec(text)?.[0] ?? null

/** What an answer shows of how the server is made inside; null when it shows nothing. */
export const findLeak = (body: string): string | null => findStack(body) ?? wordsOfOurs.exec(body)?.[0] ?? null

/** That an answer is a refusal as every refusal should be: problem+json, in Chinese, traceable, and nothing of our inside. */
export function assertProblem(answer: Answer, status: number): Problem {
  assert.equal(answer.statusCode, status, answer.body)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.match(String(answer.headers['cache-control']), /no-store/)
  const problem = answer.json<Problem>()
  assert.equal(problem.status, status)
  assert.equal(problem.type, `urn:qichuang:problem:${problem.code}`)
  assert.match(problem.title, /\p{Script=Han}{2}/u)
  assert.match(problem.detail ?? '', /\p{Script=Han}{2}/u)
  for (const { field, code, message } of problem.errors ?? []) {
    assert.ok(field !== '' && code !== '', answer.body)
    assert.match(message, /\p{Script=Han}{2}/u)
  }
  assert.match(problem.traceId, /^[0-9a-f-]{36}$/)
  assert.equal(answer.headers['x-trace-id'], problem.traceId)
  assert.equal(findLeak(answer.body), null)
  return problem
}

/** The fields that a refusal names. */
export const fieldsOf = ({ errors = [] }: Problem): string[] => errors.map(({ field }) => field)
