import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionSeconds } from '../../kernel/identity/sessions.ts'
import { forbidden } from '../../shared/errors.ts'

/** The cookie with the session's token. */
export const SESSION_COOKIE = 'qichuang_session'

export const readToken = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] ?? null

/** A token as logging in gives it, with whose it is; empty when logging out. */
export interface IssuedToken {
  token: string
  kind?: keyof typeof sessionSeconds
}

/** The session cookie as a header's text; it lasts as long as the session. An empty token ends it. */
export const sessionCookie = (
  { protocol }: Pick<FastifyRequest, 'protocol'>,
  { token, kind = 'person' }: IssuedToken,
): string =>
  [
    `${SESSION_COOKIE}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${token === '' ? 0 : sessionSeconds[kind]}`,
    ...(protocol === 'https' ? ['Secure'] : []),
  ].join('; ')

export const setSession = (request: FastifyRequest, reply: FastifyReply, issued: IssuedToken) =>
  reply.header('set-cookie', sessionCookie(request, issued))

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
  throw forbidden('这次提交来自别的网站，已拒绝。请回到本平台的页面再办理。')
}
