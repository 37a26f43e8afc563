import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import { conflict, notFound } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { anyone, only } from '../access/policy.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'

const MINUTES = 10
const DAY = 24 * 60 * 60 * 1000
const closed = { additionalProperties: false } as const

/** Makes a code for an address of the portal, good once and for ten minutes; whoever has it must still log in. */
async function openHandover(ctx: Ctx, path: string) {
  const code = randomBytes(16).toString('base64url')
  const expiresAt = new Date(ctx.now.getTime() + MINUTES * 60 * 1000)
  await ctx.db
    .deleteFrom('handover')
    .where('expires_at', '<', new Date(ctx.now.getTime() - DAY))
    .execute()
  await ctx.db
    .insertInto('handover')
    .values({ code_hash: sha256Hex(code), path, account_id: ctx.actor.accountId, expires_at: expiresAt })
    .execute()
  return { code, minutes: MINUTES }
}

const other = () =>
  conflict(
    'another-person',
    '这个二维码不是给您的',
    '自助终端上登录的是另一个人。请用同一个手机号登录，或者在自助终端上重新生成二维码。',
  )

const over = () =>
  conflict('handover-over', '这个二维码已经用过，或者过期了', '请在自助终端上再点一次“带到手机上继续”，重新扫码。')

/** Gives the address behind a code, once, to the person who was logged in at the kiosk, or to anyone where nobody was. */
async function useHandover(ctx: Ctx, code: string) {
  const hash = sha256Hex(code)
  const found = await ctx.db.selectFrom('handover').selectAll().where('code_hash', '=', hash).executeTakeFirst()
  if (!found) throw notFound('这个二维码')
  if (found.account_id !== null && found.account_id !== ctx.actor.accountId) throw other()
  const used = await ctx.db
    .updateTable('handover')
    .set({ used_at: ctx.now })
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .returning('path')
    .executeTakeFirst()
  if (!used) throw over()
  return { path: used.path }
}

/** From a kiosk to one's own phone (带到手机上继续); neither is stored with a key, for the code is a secret. */
export const handoverOperations = [
  defineOperation({
    name: 'handover.open',
    summary: '在自助终端上生成带到手机上继续的二维码',
    http: 'POST /handovers',
    policy: anyone,
    keyless: true,
    input: Type.Object(
      {
        path: Type.String({
          title: '要继续的页面',
          maxLength: 300,
          pattern: '^/(?:[\\w\\-.?=&%~][\\w\\-./?=&%~]*)?$',
          'x-pattern': '请从本平台的页面开始',
        }),
      },
      closed,
    ),
    output: Type.Object({ code: Type.String(), minutes: Type.Integer({ description: 'How long it is good' }) }),
    handle: (ctx, { path }) => openHandover(ctx, path),
  }),
  defineOperation({
    name: 'handover.use',
    summary: '扫码后在手机上继续：只能用一次，要先登录',
    http: 'POST /handovers/use',
    policy: only('entrepreneur', 'agent'),
    keyless: true,
    input: Type.Object({ code: Type.String({ title: '二维码', minLength: 10, maxLength: 40 }) }, closed),
    output: Type.Object({ path: Type.String() }),
    handle: (ctx, { code }) => useHandover(ctx, code),
  }),
] as const
