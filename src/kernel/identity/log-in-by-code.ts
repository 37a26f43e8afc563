import type { CalendarDate } from '../../shared/dates.ts'
import { forbidden, invalid } from '../../shared/errors.ts'
import type { Personal } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { openPersonAccount } from './accounts.ts'
import { findKnownDevice, markDevice } from './known-device.ts'
import { issueCode, useCode } from './login-codes.ts'
import { parsePhone } from './phone.ts'
import { openSession } from './sessions.ts'
import { countGuess, forgetTry } from './tries.ts'

/**
 * Gives the party of a phone; someone new becomes a person living in that division. It is handed in, because persons stand
 * above log-in.
 */
export type OpenParty = (
  tx: Tx,
  platform: Platform,
  phone: Personal,
  home: { division: string; today: CalendarDate },
) => Promise<string>

export interface CodeLogIn {
  phone: string
  code: string
  /** Where someone new lives, a division's code. */
  division: string
}

export interface LoggedIn {
  accountId: string
  /** What the browser keeps in its cookie. */
  token: string
  /** By which the device is known from now on; null on a kiosk, which is everybody's. */
  deviceMark: string | null
}

const nameOf = (phone: Personal) => `phone:${phone.reveal()}`

/** Sends a one-time code. Says the same, in the same time, whether anyone is registered by this phone. */
export async function requestCode({ platform, deviceMark }: Ctx, phone: string, root: string): Promise<void> {
  const known = parsePhone(phone)
  const knownDevice = findKnownDevice(platform.ciphers, deviceMark, nameOf(known))
  await platform.db.transaction().execute((tx) => issueCode(tx, platform, known, { root, knownDevice }))
}

/**
 * Logs a person in by phone and one-time code; the first time makes their party, person and account. Throws a Refusal: 422 for
 * a wrong code, one sentence whatever is wrong with it; 429 after ten tries; 403 where the account is disabled.
 */
export async function logInByCode(ctx: Ctx, input: CodeLogIn, openParty: OpenParty) {
  const { platform, now } = ctx
  const phone = parsePhone(input.phone)
  const name = nameOf(phone)
  const device = findKnownDevice(platform.ciphers, ctx.deviceMark, name)
  const tried = await countGuess(ctx, name)
  // A wrong code must commit, for its try to stay counted; so it is refused only afterwards.
  const loggedIn = await platform.db.transaction().execute(async (tx) => {
    if (!(await useCode(tx, platform, { phone, device }, input.code))) return null
    const partyId = await openParty(tx, platform, phone, { division: input.division, today: ctx.today })
    const account = await openPersonAccount(tx, partyId, now)
    if (account.state !== 'active') throw forbidden('这个账号已停用。如有疑问，请到服务窗口或致电窗口询问。')
    await forgetTry(tx, tried)
    const token = await openSession(tx, { id: account.id, kind: 'person', device: ctx.device }, now)
    return { accountId: account.id, token, firstTime: account.firstTime }
  })
  if (!loggedIn) throw wrongCode()
  ctx.concerning({ kind: 'account', id: loggedIn.accountId })
  const deviceMark = ctx.channel === 'kiosk' ? null : markDevice(platform.ciphers, ctx.deviceMark, name)
  return { ...loggedIn, deviceMark }
}

const wrongCode = () =>
  invalid(
    [
      {
        field: 'code',
        code: 'wrong',
        message: '验证码不对或已失效（5 分钟内有效，最多试 5 次）。请核对手机号和最新一条短信，或重新获取。',
      },
    ],
    '没有登录成功',
  )
