import type { FastifyRequest } from 'fastify'
import { isWeChatBrowser } from '../kernel/identity/device.ts'
import type { Channel } from '../kernel/operations/context.ts'

/** Says that this browser is a kiosk (自助终端): its pages are large, wiped when nobody is there, and kept nowhere. */
const KIOSK_COOKIE = 'qichuang_kiosk'

export const isKiosk = (request: FastifyRequest): boolean => request.cookies?.[KIOSK_COOKIE] === '1'

export const isWeChat = (request: FastifyRequest): boolean => isWeChatBrowser(request.headers['user-agent'])

/** By which channel somebody who is no staff comes. */
export function channelOf(request: FastifyRequest): Channel {
  if (isKiosk(request)) return 'kiosk'
  return isWeChat(request) ? 'wechat' : 'online'
}
