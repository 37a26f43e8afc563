import { invalid } from '../../shared/errors.ts'
import type { Ctx } from '../operations/context.ts'
import { findStaff, normaliseLogin } from './accounts.ts'
import { markDevice } from './known-device.ts'
import type { LoggedIn } from './log-in-by-code.ts'
import { verifyPassword } from './passwords.ts'
import { openSession } from './sessions.ts'
import { acceptStep, findStep } from './totp.ts'
import { countGuess, forgetTry } from './tries.ts'

export interface StaffLogIn {
  login: string
  password: string
  /** The six digits that the authenticator shows now. */
  code: string
}

/** Nobody's, so that checking a code takes as long where there is no account. */
const NOBODYS_SECRET = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/**
 * Logs a member of staff in by password and authenticator code together. Throws a Refusal: 422 with one sentence whichever is
 * wrong, and also when there is no such account or it is disabled; 429 after ten tries.
 */
export async function logInStaff(ctx: Ctx, { login, password, code }: StaffLogIn): Promise<LoggedIn> {
  const { platform, now } = ctx
  const name = `login:${normaliseLogin(login)}`
  const tried = await countGuess(ctx, name)
  const account = await findStaff(platform, login)
  const passwordRight = await verifyPassword(password, account?.password_hash ?? null)
  const step = findStep(account?.totpSecret ?? NOBODYS_SECRET, code, now)
  if (account?.state !== 'active' || !passwordRight || step === null) throw wrongCredentials()
  const token = await platform.db.transaction().execute(async (tx) => {
    if (!(await acceptStep(tx, account.id, step))) return null
    await forgetTry(tx, tried)
    return openSession(tx, { id: account.id, kind: 'staff', device: ctx.device }, now)
  })
  if (token === null) throw wrongCredentials()
  ctx.concerning({ kind: 'account', id: account.id })
  return { accountId: account.id, token, deviceMark: markDevice(platform.ciphers, ctx.deviceMark, name) }
}

const wrongCredentials = () =>
  invalid(
    [
      {
        field: 'login',
        code: 'wrong',
        message: '登录名、密码或动态码不对。请核对后重试；动态码每个只能用一次，请等下一个出现。忘记密码请联系管理员。',
      },
    ],
    '没有登录成功',
  )
