import { conflict, invalid, notFound } from '../../shared/errors.ts'
import { maskPhone, type Personal } from '../../shared/personal.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { muteOf } from './contacts.ts'
import { maskEmail, parseEmail } from './email-address.ts'
import { findNewestCode, issueEmailCode, useEmailCode } from './email-codes.ts'
import { formatMinute, type QuietHours, usualQuietHours } from './quiet-hours.ts'
import { media } from './template-text.ts'
import { type Topic, topics } from './templates.ts'

const choosable = (Object.keys(topics) as Topic[]).filter((topic) => topic !== 'account')

/** What may be switched off: each topic by each medium. */
export const mutes: readonly string[] = choosable.flatMap((topic) => media.map((medium) => muteOf(topic, medium)))

/** The caller's own row of personal data; 404 where it was erased. */
async function getOwn(tx: Tx, { scope, platform }: Ctx) {
  const found = await tx
    .selectFrom('person')
    .select(['party_id', 'division', 'wrapped_key', 'phone_cipher'])
    .where('party_id', '=', scope.party)
    .executeTakeFirst()
  if (!found?.wrapped_key) throw notFound('您的个人信息')
  return { ...found, key: platform.ciphers.unwrap(found.wrapped_key) }
}

const findSetting = (tx: Tx, partyId: string) =>
  tx.selectFrom('notice_setting').selectAll().where('party_id', '=', partyId)

type Setting = Awaited<ReturnType<typeof lockSetting>>

/** The caller's settings for a change, made when there are none yet. Throws a Refusal (409) when they were changed meanwhile. */
async function lockSetting(tx: Tx, { platform }: Ctx, partyId: string, seen: number) {
  await tx
    .insertInto('notice_setting')
    .values({
      party_id: partyId,
      quiet_from: usualQuietHours.from,
      quiet_until: usualQuietHours.until,
      version: 0,
      changed_at: platform.now(),
    })
    .onConflict((clash) => clash.column('party_id').doNothing())
    .execute()
  const row = await findSetting(tx, partyId).forUpdate().executeTakeFirstOrThrow()
  if (row.version === seen) return row
  throw conflict('stale', '通知设置刚刚有了变化', '可能是您在另一个页面改过。请刷新后看一看，再改一次。', {
    version: row.version,
  })
}

async function save(tx: Tx, ctx: Ctx, row: Setting, columns: Partial<Setting>): Promise<{ version: number }> {
  const version = row.version + 1
  await tx
    .updateTable('notice_setting')
    .set({ ...columns, version, changed_at: ctx.now })
    .where('party_id', '=', row.party_id)
    .execute()
  ctx.concerning({ kind: 'person', id: row.party_id })
  return { version }
}

function describeQuiet(row: Pick<Setting, 'quiet_from' | 'quiet_until'> | undefined) {
  const { quiet_from, quiet_until } = row ?? { quiet_from: usualQuietHours.from, quiet_until: usualQuietHours.until }
  if (quiet_from === null || quiet_until === null) return null
  return { from: formatMinute(quiet_from), until: formatMinute(quiet_until) }
}

/** An address that a code went to and that is not confirmed yet, while the code is good. */
async function findPending(tx: Tx, { platform, now }: Ctx, partyId: string, key: PersonKey): Promise<string | null> {
  const newest = await findNewestCode(tx, partyId).executeTakeFirst()
  if (!newest || newest.used_at || newest.expires_at <= now) return null
  return maskEmail(platform.ciphers.openText(key, 'email', newest.email_cipher))
}

/** How the caller is told of what, partly hidden. */
export const getSettings = (ctx: Ctx) =>
  ctx.guarded(async (tx) => {
    const { ciphers } = ctx.platform
    const { party_id, key, phone_cipher } = await getOwn(tx, ctx)
    const row = await findSetting(tx, party_id).executeTakeFirst()
    const open = (field: string, sealed: Buffer | null | undefined, mask: (value: Personal) => string) =>
      sealed ? mask(ciphers.openText(key, field, sealed)) : null
    return {
      version: row?.version ?? 0,
      phone: open('phone', phone_cipher, maskPhone),
      email: open('email', row?.email_cipher, maskEmail),
      pendingEmail: await findPending(tx, ctx, party_id, key),
      topics: choosable.map((topic) => ({
        topic,
        zh: topics[topic].zh,
        says: topics[topic].says,
        sms: !row?.muted.includes(muteOf(topic, 'sms')),
        email: !row?.muted.includes(muteOf(topic, 'email')),
      })),
      quiet: describeQuiet(row),
    }
  })

/** '22:00', '８：00' or '8:5' as a minute of the day. Throws a Refusal (422) that names `field`. */
function parseMinute(text: string, field: string): number {
  const [, hours, minutes] = /^(\d{1,2})[:.时点](\d{1,2})分?$/.exec(text.normalize('NFKC').replace(/\s/g, '')) ?? []
  const minute = Number(hours) * 60 + Number(minutes)
  if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60) return minute
  const what = field === 'quietFrom' ? '免打扰从' : '免打扰到'
  throw invalid([{ field, code: 'time', message: `${what}：时间要写成 22:00 的样子。` }])
}

export interface SettingsChange {
  version: number
  muted: readonly string[]
  /** Both, or neither for no quiet hours. */
  quietFrom?: string | undefined
  quietUntil?: string | undefined
}

function readQuiet({ quietFrom, quietUntil }: SettingsChange): QuietHours | null {
  if (quietFrom === undefined && quietUntil === undefined) return null
  const field = quietFrom ? 'quietUntil' : 'quietFrom'
  if (!quietFrom || !quietUntil)
    throw invalid([{ field, code: 'required', message: '免打扰：开始和结束的时间要一起填。' }])
  const quiet = { from: parseMinute(quietFrom, 'quietFrom'), until: parseMinute(quietUntil, 'quietUntil') }
  if (quiet.from !== quiet.until) return quiet
  throw invalid([{ field: 'quietUntil', code: 'same', message: '免打扰：结束的时间要和开始的不同。' }])
}

/** Saves by what the caller wants to be told, and when not. Throws a Refusal: 422 for times that are none, 409 when stale. */
export async function saveSettings(ctx: Ctx, input: SettingsChange) {
  const quiet = readQuiet(input)
  return ctx.guarded(async (tx) => {
    const { party_id } = await getOwn(tx, ctx)
    const row = await lockSetting(tx, ctx, party_id, input.version)
    const muted = mutes.filter((mute) => input.muted.includes(mute))
    return save(tx, ctx, row, { muted, quiet_from: quiet?.from ?? null, quiet_until: quiet?.until ?? null })
  })
}

/** Sends a code to an address that the caller wants to be told by. */
export async function requestEmail(ctx: Ctx, typed: string): Promise<void> {
  const email = parseEmail(typed)
  await ctx.guarded(async (tx) => {
    const { party_id, division, key } = await getOwn(tx, ctx)
    ctx.concerning({ kind: 'person', id: party_id })
    await issueEmailCode(tx, ctx.platform, { partyId: party_id, division, key, email })
  })
}

/** Takes the address that a code confirms. Throws a Refusal (422), one sentence whatever is wrong with the code. */
export async function confirmEmail(ctx: Ctx, code: string): Promise<void> {
  // A wrong code must commit, for its try to stay counted; so it is refused only afterwards.
  const confirmed = await ctx.guarded(async (tx) => {
    const { party_id } = await getOwn(tx, ctx)
    const sealed = await useEmailCode(tx, ctx.platform, party_id, code)
    if (!sealed) return false
    const { version = 0 } = (await findSetting(tx, party_id).executeTakeFirst()) ?? {}
    await save(tx, ctx, await lockSetting(tx, ctx, party_id, version), { email_cipher: sealed })
    return true
  })
  if (confirmed) return
  const message = '验证码不对或已失效（30 分钟内有效，最多试 5 次）。请核对最新一封邮件，或重新获取。'
  throw invalid([{ field: 'code', code: 'wrong', message }], '邮箱没有核对成功')
}

/** Gives up the caller's address: no more e-mail. */
export const removeEmail = (ctx: Ctx, version: number) =>
  ctx.guarded(async (tx) => {
    const { party_id } = await getOwn(tx, ctx)
    return save(tx, ctx, await lockSetting(tx, ctx, party_id, version), { email_cipher: null })
  })
