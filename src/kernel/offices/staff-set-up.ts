import { randomBytes } from 'node:crypto'
import { Secret } from 'otpauth'
import { invalid, Refusal } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import type { Db, Tx } from '../db/connect.ts'
import { setCredentials } from '../identity/accounts.ts'
import { findStep } from '../identity/totp.ts'
import { countTry, forgetTry } from '../identity/tries.ts'
import type { Ctx, Platform } from '../operations/context.ts'

/** How long a link may be used. */
export const SET_UP_HOURS = 72

const SECRET_FIELD = 'staff_set_up.totp'
const ISSUER = '启创工作台'

/** What the link carries behind its number sign, so that no server ever logs it. */
export const setUpPath = (token: string): string => `/workbench/set-up#${token}`

/**
 * Makes a one-time link by which a staff member sets their own password and authenticator; links made before are void. Gives
 * its token, which is kept nowhere but in the answer.
 */
export async function makeSetUp(
  tx: Tx,
  { ciphers, now }: Pick<Platform, 'ciphers' | 'now'>,
  { accountId, madeBy }: { accountId: string; madeBy: string | null },
): Promise<string> {
  const at = now()
  const token = randomBytes(32).toString('base64url')
  await tx
    .updateTable('staff_set_up')
    .set({ expires_at: at })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .execute()
  await tx
    .insertInto('staff_set_up')
    .values({
      id: newId(at),
      account_id: accountId,
      token_hash: sha256Hex(token),
      totp_cipher: ciphers.sealOwn(SECRET_FIELD, new Personal(new Secret({ size: 20 }).base32)),
      made_by: madeBy,
      created_at: at,
      expires_at: new Date(at.getTime() + SET_UP_HOURS * 60 * 60 * 1000),
    })
    .execute()
  return token
}

const voidLink = () =>
  new Refusal({
    status: 422,
    code: 'set-up-void',
    title: '这个设置链接不能用',
    detail: '它已经用过、过了时限，或者有了更新的链接。请找管理员重新生成一个。',
    errors: [{ field: 'link', code: 'void', message: '设置链接已经失效，请找管理员重新生成' }],
  })

async function findSetUp(db: Db, token: string, now: Date) {
  const found = await db
    .selectFrom('staff_set_up')
    .innerJoin('account', 'account.id', 'staff_set_up.account_id')
    .select(['staff_set_up.id', 'account.id as accountId', 'account.login', 'account.name', 'staff_set_up.totp_cipher'])
    .where('token_hash', '=', sha256Hex(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('account.state', '=', 'active')
    .executeTakeFirst()
  if (!found) throw voidLink()
  return found
}

/** What the member needs to set up their authenticator. Counts as a try, so that links are not guessed. Errors: 422, 429. */
export async function beginSetUp(ctx: Ctx, token: string) {
  const tried = await countTry(ctx.platform, [`set-up:${ctx.origin}`])
  const found = await findSetUp(ctx.db, token, ctx.now)
  await forgetTry(ctx.db, tried)
  const login = found.login ?? ''
  const secret = ctx.platform.ciphers.openOwn(SECRET_FIELD, found.totp_cipher).reveal()
  const label = encodeURIComponent(`${ISSUER}:${login}`)
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(ISSUER)}&digits=6&period=30`
  return { login, name: found.name ?? '', secret, uri }
}

const refuseWeak = (password: string, login: string) => {
  if (!password.toLowerCase().includes(login.toLowerCase()) && new Set(password).size >= 6) return
  const message = '密码：太容易猜。不能含有登录名，也不能只用几个字反复'
  throw invalid([{ field: 'password', code: 'weak', message }])
}

/**
 * Sets the password and the authenticator whose code is given; the link is used up and all sessions end. Errors: 422 for a void
 * link, a weak password or a wrong code; 429.
 */
export async function finishSetUp(ctx: Ctx, input: { link: string; password: string; code: string }): Promise<void> {
  const { platform, now } = ctx
  const tried = await countTry(platform, [`set-up:${ctx.origin}`])
  const found = await findSetUp(ctx.db, input.link, now)
  refuseWeak(input.password, found.login ?? '')
  const totpSecret = platform.ciphers.openOwn(SECRET_FIELD, found.totp_cipher).reveal()
  const step = findStep(totpSecret, input.code, now)
  if (step === null) {
    const message = '动态码：不对。请确认认证器里加的是这个账号，手机时间是准的，再输入最新的 6 位数字'
    throw invalid([{ field: 'code', code: 'wrong', message }])
  }
  await platform.db.transaction().execute(async (tx) => {
    const used = await tx
      .updateTable('staff_set_up')
      .set({ used_at: now })
      .where('id', '=', found.id)
      .where('used_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!used) throw voidLink()
    await setCredentials(tx, platform, found.accountId, { password: input.password, totpSecret, step })
  })
  await forgetTry(ctx.db, tried)
  ctx.concerning({ kind: 'account', id: found.accountId })
}
