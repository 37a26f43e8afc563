import { sql } from 'kysely'
import { conflict, tooMany } from '../../shared/errors.ts'
import type { Flow } from '../cases/flow.ts'
import type { Tx } from '../db/connect.ts'
import { findContact } from '../notifications/contacts.ts'
import { maskEmail } from '../notifications/email-address.ts'
import { sendTo } from '../notifications/notify.ts'
import { defineTemplates } from '../notifications/templates.ts'
import type { Ctx } from '../operations/context.ts'
import { openLetter } from './letters.ts'

const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE
/** Between two mails with the same letter: the first may only be slow. */
const PAUSE_MINUTES = 5
const MOST_A_DAY = 10
const ATTACHMENT_KIND = 'letter'

/** What goes with a letter that somebody has sent to themselves. */
export const letterTemplates = defineTemplates({
  letterCopy: {
    zh: '发到本人邮箱的文书',
    topic: 'case',
    urgent: true,
    variables: {
      title: { zh: '文书名称', kind: 'text', sample: '受理通知书', required: true },
      number: { zh: '文书编号', kind: 'text', sample: '西陵创贷受〔2026〕第000123号' },
      verify: { zh: '核验网址', kind: 'link', sample: 'https://example.cn/letters/verify' },
    },
    texts: {
      emailSubject: '您的文书：{文书名称}',
      emailBody:
        '您好！\n\n您在启创公共创业服务平台要求把《{文书名称}》（{文书编号}）发到这个邮箱，文书的 PDF 在附件里。\n\n附件里有您的个人信息，请妥善保管。核验真伪：{核验网址}\n\n不是您本人操作的，请打开平台的“我的 › 登录设备”，退出不认识的设备。',
    },
  },
})

/** The person who is asking, whomever they act for. */
const askerOf = ({ actor }: Ctx): string | null => actor.actingFor?.ownPartyId ?? actor.partyId

async function findAddress(ctx: Ctx, tx: Tx) {
  const partyId = askerOf(ctx)
  const contact = partyId ? await findContact(tx, ctx.platform, partyId) : null
  return contact?.email ? { ...contact, email: contact.email } : null
}

/** Where the asker can have documents sent, partly hidden; null while they have confirmed no address. */
export const getCopyAddress = (ctx: Ctx): Promise<string | null> =>
  ctx.guarded(async (tx) => {
    const found = await findAddress(ctx, tx)
    return found && maskEmail(found.email)
  })

const noAddress = () =>
  conflict(
    'no-email',
    '您还没有核对过的邮箱',
    '请先在“我的 › 通知设置”里填写邮箱，用收到的验证码核对，再回来发送。文书全文也可以一直在本页查看。',
  )

/** Locks the sender's tries, so that two at one moment are counted one after the other. */
async function refuseTooMany(tx: Tx, { now }: Ctx, partyId: string, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`letter copies ${partyId}`}, 0))`.execute(tx)
  const sent = await tx
    .selectFrom('outbound_message')
    .select(['attachment_id', 'created_at'])
    .where('party_id', '=', partyId)
    .where('attachment_kind', '=', ATTACHMENT_KIND)
    .where('created_at', '>', new Date(now.getTime() - DAY))
    .orderBy('created_at', 'desc')
    .limit(MOST_A_DAY)
    .execute()
  const secondsUntil = (instant: number) => Math.ceil((instant - now.getTime()) / 1000)
  const same = sent.find((one) => one.attachment_id === id)
  const wait = same ? secondsUntil(same.created_at.getTime() + PAUSE_MINUTES * MINUTE) : 0
  if (wait > 0) {
    const says = `这份文书刚刚发过，请先看一看收件箱和垃圾邮件；${Math.ceil(wait / 60)} 分钟后可以再发一次。`
    throw tooMany(says, wait)
  }
  const tenth = sent[MOST_A_DAY - 1]
  if (!tenth) return
  const seconds = Math.max(1, secondsUntil(tenth.created_at.getTime() + DAY))
  throw tooMany(
    `一天内最多发 ${MOST_A_DAY} 份，请 ${Math.ceil(seconds / 3600)} 小时后再发。文书可以在本页查看。`,
    seconds,
  )
}

/**
 * Sends a letter as PDF to the confirmed e-mail address of whoever asks for it (发到我的邮箱). The queue holds the letter's id alone; it is
 * printed when the mail goes out. Throws a Refusal: 404 out of reach, 409 without a confirmed address, 410 erased, 429 too soon or too many.
 */
export const sendCopy = (ctx: Ctx, flows: readonly Flow[], id: string): Promise<void> =>
  ctx.guarded(async (tx) => {
    const letter = await openLetter(ctx, tx, flows, id)
    ctx.concerning({ kind: 'letter', id, division: letter.division })
    const to = await findAddress(ctx, tx)
    if (!to) throw noAddress()
    await refuseTooMany(tx, ctx, to.partyId, id)
    await sendTo(tx, ctx.platform, {
      template: letterTemplates.letterCopy,
      medium: 'email',
      recipient: to.email,
      variables: { title: letter.title, number: letter.number, verify: letter.verifyHref },
      partyId: to.partyId,
      caseId: letter.caseId,
      division: to.division,
      attachment: { kind: ATTACHMENT_KIND, id },
    })
  })
