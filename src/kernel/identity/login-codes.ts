import { randomInt, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { tooMany } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import type { Db, Tx } from '../db/connect.ts'
import { sendTo } from '../notifications/notify.ts'
import { defineTemplates } from '../notifications/templates.ts'
import type { Platform } from '../operations/context.ts'

export const CODE_MINUTES = 5
const CODE_DIGITS = 6
const MOST_TRIES = 5
const PAUSE = 60 * 1000
const DAY = 24 * 60 * 60 * 1000
const MOST_A_DAY = 10

/** What identity tells people of. */
export const identityTemplates = defineTemplates({
  loginCode: {
    zh: '登录验证码',
    topic: 'account',
    urgent: true,
    validMinutes: CODE_MINUTES,
    variables: {
      code: { zh: '验证码', kind: 'code', sample: '123456', personal: true, required: true },
      minutes: { zh: '有效分钟', kind: 'text', sample: String(CODE_MINUTES) },
    },
    texts: { sms: '验证码 {验证码}，{有效分钟} 分钟内有效，用于登录。请不要告诉任何人，工作人员不会向您索要。' },
  },
})

/**
 * Sends a new one-time code (验证码) to a phone, known or not; it replaces the one before. One that a known device asks for is
 * of that device alone. `root` is the platform's division: nobody else's staff see to whom it went. Throws a Refusal (429) within a
 * minute of the last one, and after ten in 24 hours, each counted by the known device, or by all others together.
 */
export async function issueCode(
  tx: Tx,
  platform: Platform,
  phone: Personal,
  { root, knownDevice = null }: { root: string; knownDevice?: string | null },
): Promise<void> {
  const now = platform.now()
  const phoneIndex = platform.ciphers.blindIndex('phone', phone.reveal())
  await sql`select pg_advisory_xact_lock(hashtextextended(${phoneIndex}, 1))`.execute(tx)
  const device = deviceIndex(platform, knownDevice)
  await refuseTooSoon(tx, { phoneIndex, device }, now)
  const id = newId(now)
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  await tx
    .insertInto('login_code')
    .values({
      id,
      phone_index: phoneIndex,
      device,
      code_hash: hashCode(platform, id, code),
      created_at: now,
      expires_at: new Date(now.getTime() + CODE_MINUTES * 60 * 1000),
    })
    .execute()
  await sendTo(tx, platform, {
    template: identityTemplates.loginCode,
    medium: 'sms',
    recipient: phone,
    variables: { code: new Personal(code), minutes: String(CODE_MINUTES) },
    division: root,
  })
}

const deviceIndex = ({ ciphers }: Platform, device: string | null) =>
  device === null ? null : ciphers.blindIndex('device', device)

interface Asked {
  phoneIndex: string
  /** Index of the known device that asks; null for all others together. */
  device: string | null
}

async function refuseTooSoon(tx: Tx, { phoneIndex, device }: Asked, now: Date): Promise<void> {
  const recent = await tx
    .selectFrom('login_code')
    .select('created_at')
    .where('phone_index', '=', phoneIndex)
    .where('device', 'is not distinct from', device)
    .where('created_at', '>', new Date(now.getTime() - DAY))
    .orderBy('created_at', 'desc')
    .limit(MOST_A_DAY)
    .execute()
  const secondsUntil = (instant: number) => Math.ceil((instant - now.getTime()) / 1000)
  const [last, tenth] = [recent[0], recent[MOST_A_DAY - 1]]
  if (tenth) {
    const seconds = Math.max(1, secondsUntil(tenth.created_at.getTime() + DAY))
    const hours = Math.ceil(seconds / 3600)
    throw tooMany(`这个手机号一天内已获取 ${MOST_A_DAY} 次验证码，请 ${hours} 小时后再试，或到窗口办理。`, seconds)
  }
  const seconds = last ? secondsUntil(last.created_at.getTime() + PAUSE) : 0
  if (seconds > 0) throw tooMany(`验证码刚刚发出，请 ${seconds} 秒后再获取。`, seconds)
}

/**
 * Uses the newest code of a phone, as the known device or as any other: true when it is this one, still valid, not used, and tried at most five times. Commit also
 * when it is false: the try is counted here.
 */
export async function useCode(
  tx: Tx,
  platform: Platform,
  { phone, device = null }: { phone: Personal; device?: string | null },
  code: string,
): Promise<boolean> {
  const now = platform.now()
  const newest = await tx
    .selectFrom('login_code')
    .select(['id', 'code_hash', 'expires_at', 'tries', 'used_at'])
    .where('phone_index', '=', platform.ciphers.blindIndex('phone', phone.reveal()))
    .where('device', 'is not distinct from', deviceIndex(platform, device))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!newest || newest.used_at || newest.expires_at <= now || newest.tries >= MOST_TRIES) return false
  const right = timingSafeEqual(Buffer.from(hashCode(platform, newest.id, code)), Buffer.from(newest.code_hash))
  await tx
    .updateTable('login_code')
    .set({ tries: newest.tries + 1, used_at: right ? now : null })
    .where('id', '=', newest.id)
    .execute()
  return right
}

/** Six digits are soon tried out, so the hash takes the index key, and the id makes two equal codes differ. */
const hashCode = ({ ciphers }: Platform, id: string, code: string) => ciphers.blindIndex('loginCode', `${id}:${code}`)

/** Removes codes that no limit counts any more, a day after they were sent; for the timed jobs. */
export async function forgetOldCodes(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('login_code')
    .where('created_at', '<=', new Date(now.getTime() - DAY))
    .execute()
}
