import { randomInt, timingSafeEqual } from 'node:crypto'
import { tooMany } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { sendTo } from './notify.ts'
import { defineTemplates } from './templates.ts'

export const EMAIL_CODE_MINUTES = 30
const CODE_DIGITS = 6
const MOST_TRIES = 5
const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE
const MOST_A_DAY = 10

/** What this folder itself tells people of. */
export const notificationTemplates = defineTemplates({
  emailCode: {
    zh: '核对邮箱的验证码',
    topic: 'account',
    urgent: true,
    validMinutes: EMAIL_CODE_MINUTES,
    variables: {
      code: { zh: '验证码', kind: 'code', sample: '123456', personal: true, required: true },
      minutes: { zh: '有效分钟', kind: 'text', sample: String(EMAIL_CODE_MINUTES) },
    },
    texts: {
      emailSubject: '核对您的邮箱',
      emailBody:
        '您好！\n\n您在启创公共创业服务平台填写了这个邮箱。验证码是 {验证码}，{有效分钟} 分钟内有效。\n\n不是您本人填写的，不用理会这封邮件，这个邮箱不会被使用。',
    },
  },
})

/** The party's own address, with the key that it is sealed by. */
export interface OwnEmail {
  partyId: string
  division: string
  key: PersonKey
  email: Personal
}

async function refuseTooSoon(tx: Tx, partyId: string, now: Date): Promise<void> {
  const recent = await tx
    .selectFrom('email_code')
    .select('created_at')
    .where('party_id', '=', partyId)
    .where('created_at', '>', new Date(now.getTime() - DAY))
    .orderBy('created_at', 'desc')
    .limit(MOST_A_DAY)
    .execute()
  const secondsUntil = (instant: number) => Math.ceil((instant - now.getTime()) / 1000)
  const [last, tenth] = [recent[0], recent[MOST_A_DAY - 1]]
  if (tenth) {
    const seconds = Math.max(1, secondsUntil(tenth.created_at.getTime() + DAY))
    throw tooMany(`一天内最多获取 ${MOST_A_DAY} 次验证码，请 ${Math.ceil(seconds / 3600)} 小时后再试。`, seconds)
  }
  const seconds = last ? secondsUntil(last.created_at.getTime() + MINUTE) : 0
  if (seconds > 0) throw tooMany(`验证码刚刚发出，请 ${seconds} 秒后再获取。`, seconds)
}

/**
 * Sends a code to an address that someone says is theirs; it replaces the one before. In a transaction that reaches the party.
 * Throws a Refusal (429) within a minute of the last one, and after ten in 24 hours.
 */
export async function issueEmailCode(tx: Tx, platform: Platform, own: OwnEmail): Promise<void> {
  const { partyId, division, key, email } = own
  const now = platform.now()
  await refuseTooSoon(tx, partyId, now)
  const id = newId(now)
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  await tx
    .insertInto('email_code')
    .values({
      id,
      party_id: partyId,
      email_cipher: platform.ciphers.sealText(key, 'email', email),
      code_hash: hashCode(platform, id, code),
      created_at: now,
      expires_at: new Date(now.getTime() + EMAIL_CODE_MINUTES * MINUTE),
    })
    .execute()
  await sendTo(tx, platform, {
    template: notificationTemplates.emailCode,
    medium: 'email',
    recipient: email,
    variables: { code: new Personal(code), minutes: String(EMAIL_CODE_MINUTES) },
    partyId,
    division,
  })
}

/** The newest code of a party that can still be used, or was: its address sealed. */
export const findNewestCode = (tx: Tx, partyId: string) =>
  tx
    .selectFrom('email_code')
    .select(['id', 'email_cipher', 'code_hash', 'expires_at', 'tries', 'used_at'])
    .where('party_id', '=', partyId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)

/**
 * Uses the newest code of a party: gives the sealed address that it confirms, null when it is not this one, no longer valid, used, or
 * tried five times. Commit also when it is null: the try is counted here.
 */
export async function useEmailCode(tx: Tx, platform: Platform, partyId: string, code: string): Promise<Buffer | null> {
  const now = platform.now()
  const newest = await findNewestCode(tx, partyId).forUpdate().executeTakeFirst()
  if (!newest || newest.used_at || newest.expires_at <= now || newest.tries >= MOST_TRIES) return null
  const right = timingSafeEqual(Buffer.from(hashCode(platform, newest.id, code)), Buffer.from(newest.code_hash))
  await tx
    .updateTable('email_code')
    .set({ tries: newest.tries + 1, used_at: right ? now : null })
    .where('id', '=', newest.id)
    .execute()
  return right ? newest.email_cipher : null
}

/** Six digits are soon tried out, so the hash takes the index key, and the id makes two equal codes differ. */
const hashCode = ({ ciphers }: Platform, id: string, code: string) => ciphers.blindIndex('emailCode', `${id}:${code}`)
