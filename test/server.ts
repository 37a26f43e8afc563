import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { createCaller } from '../src/app/caller.ts'
import { createServer } from '../src/app/server.ts'
import type { Actor } from '../src/kernel/access/actor.ts'
import { openSession } from '../src/kernel/identity/sessions.ts'
import { type City, testCity } from './city.ts'

export type Answer = LightMyRequestResponse

export interface Sending extends Omit<InjectOptions, 'method' | 'url'> {
  /** A fresh one if not given; none with null. */
  key?: string | null
}

export interface TestServer {
  city: City
  app: FastifyInstance
  /** A cookie with a new session of this account. */
  cookieOf(actor: Actor): Promise<string>
  /** Sends `POST /loans` and the like below /api/v1, with the session of a cookie; null is a reader without an account. */
  send(cookie: string | null, route: string, body?: unknown, options?: Sending): Promise<Answer>
  close(): Promise<void>
}

/** The HTTP server of a test city, without the faces. Requests do not go over a network but through all of the server. */
export async function testServer(): Promise<TestServer> {
  const city = await testCity()
  const caller = createCaller(city.platform, city.operations)
  const app = await createServer({ caller, isReady: async () => true })
  return {
    city,
    app,
    async cookieOf({ accountId, kind }) {
      if (!accountId || (kind !== 'person' && kind !== 'staff')) throw new Error('this actor has no account')
      const token = await openSession(city.platform.db, { id: accountId, kind }, city.platform.now())
      return `qichuang_session=${token}`
    },
    send(cookie, route, body, { key = randomUUID(), headers, ...options } = {}) {
      const [method, path] = route.split(' ') as ['GET' | 'POST', string]
      return app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...(cookie ? { cookie } : {}), ...(key === null ? {} : { 'idempotency-key': key }), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
        ...options,
      })
    },
    async close() {
      await app.close()
      await city.close()
    },
  }
}
