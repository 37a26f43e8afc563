import type { LoaderFunctionArgs } from 'react-router'
import { callOperation, visitOf } from './visit.ts'

/** What a page needs to know to lead to a file by other ways than downloading it here. */
export interface Elsewhere {
  /** The reader's confirmed address, partly hidden. */
  email: string | null
  inWeChat: boolean
  /** QR code of the page. */
  elsewhere: { size: number; path: string }
}

/** For the page at the request's own address. */
export async function findElsewhere({
  request,
  context,
}: Pick<LoaderFunctionArgs, 'request' | 'context'>): Promise<Elsewhere> {
  const { email } = await callOperation(context, 'noticeSetting.getCopyAddress', {})
  const { api, inWeChat } = visitOf(context)
  const { origin, pathname } = new URL(request.url)
  return { email, inWeChat, elsewhere: api.drawQr(`${origin}${pathname}`) }
}
