import type { FastifyReply, FastifyRequest } from 'fastify'
import { knownDeviceSeconds } from '../../kernel/identity/known-device.ts'
import { sessionSeconds } from '../../kernel/identity/sessions.ts'
import { forbidden } from '../../shared/errors.ts'

/** The cookie with the session's token. */
export const SESSION_COOKIE = 'qichuang_session'

/** The cookie by which a device is known again, whoever is logged in on it now. */
const DEVICE_COOKIE = 'qichuang_device'

export const readToken = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] ?? null

export const readDeviceMark = (request: FastifyRequest): string | null => request.cookies?.[DEVICE_COOKIE] ?? null

/** A token as logging in gives it, with whose it is; empty when logging out. */
export interface IssuedToken {
  token: string
  kind?: keyof typeof sessionSeconds
  /** By which the device is known from now on. */
  deviceMark?: string | null
}

/** The session cookie as a header's text; it lasts as long as the session. An empty token ends it. */
export const sessionCookie = (
  { protocol }: Pick<FastifyRequest, 'protocol'>,
  { token, kind = 'person' }: IssuedToken,
): string => writeCookie(protocol, SESSION_COOKIE, token, token === '' ? 0 : sessionSeconds[kind])

const writeCookie = (protocol: string, name: string, value: string, seconds: number) =>
  [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${seconds}`,
    ...(protocol === 'https' ? ['Secure'] : []),
  ].join('; ')

/** The cookies of a log-in or log-out: the session's, and the device's where it is to be known again. */
export const cookiesOf = (request: Pick<FastifyRequest, 'protocol'>, issued: IssuedToken): string[] => [
  sessionCookie(request, issued),
  ...(issued.deviceMark ? [writeCookie(request.protocol, DEVICE_COOKIE, issued.deviceMark, knownDeviceSeconds)] : []),
]

export const setSession = (request: FastifyRequest, reply: FastifyReply, issued: IssuedToken) =>
  reply.header('set-cookie', cookiesOf(request, issued))

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
