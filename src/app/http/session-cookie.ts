import type { FastifyReply, FastifyRequest } from 'fastify'
import { forbidden } from '../../shared/errors.ts'

const NAME = 'qichuang_session'
const DAYS_30 = 30 * 24 * 60 * 60

export const readToken = (request: FastifyRequest): string | null => request.cookies[NAME] ?? null

const isSecure = (request: FastifyRequest) => request.protocol === 'https'

/** The session cookie as a header's text; an empty token ends it. */
export const sessionCookie = (request: FastifyRequest, token: string): string =>
  [
    `${NAME}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${token === '' ? 0 : DAYS_30}`,
    ...(isSecure(request) ? ['Secure'] : []),
  ].join('; ')

export const setSession = (request: FastifyRequest, reply: FastifyReply, token: string) =>
  reply.header('set-cookie', sessionCookie(request, token))

/**
 * Refuses a write that a browser sends from another site: by Sec-Fetch-Site where the browser says it, else by Origin. A
 * caller that is no browser sends neither, and carries no cookie it did not mean to.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin === undefined) return
  if (site === undefined && origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host)
    return
  throw forbidden('这次提交来自别的网站,已拒绝。请回到本平台的页面再办理。')
}
