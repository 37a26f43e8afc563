import { sql } from 'kysely'
import { conflict, tooMany } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import type { AttachmentRef } from './attachments.ts'
import { findContact } from './contacts.ts'
import { maskEmail } from './email-address.ts'
import { sendTo, type TemplateValues } from './notify.ts'
import { defineTemplates, type NoticeTemplate } from './templates.ts'

const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE
/** Between two mails with the same file: the first may only be slow. */
const PAUSE_MINUTES = 5
const MOST_A_DAY = 10
const MEBIBYTE = 1024 * 1024
/** More than this many MiB no usual mailbox takes. */
const MOST_MEBIBYTES = 25

/** What goes with a file that somebody has sent to themselves, where it has no words of its own. */
export const copyTemplates = defineTemplates({
  fileCopy: {
    zh: '发到本人邮箱的文件',
    topic: 'account',
    urgent: true,
    variables: { title: { zh: '文件名称', kind: 'text', sample: '营业执照', personal: true, required: true } },
    texts: {
      emailSubject: '您要的文件',
      emailBody:
        '您好！\n\n您在启创公共创业服务平台要求把“{文件名称}”发到这个邮箱，文件在附件里。\n\n附件里有您的个人信息，请妥善保管。\n\n不是您本人操作的，请打开平台的“我的 › 登录设备”，退出不认识的设备。',
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

/** Where the asker can have files sent, partly hidden; null while they have confirmed no address. */
export const getCopyAddress = (ctx: Ctx): Promise<string | null> =>
  ctx.guarded(async (tx) => {
    const found = await findAddress(ctx, tx)
    return found && maskEmail(found.email)
  })

const noAddress = () =>
  conflict('no-email', '您还没有核对过的邮箱', '请先在“我的 › 通知设置”里填写邮箱，用收到的验证码核对，再回来发送。')

/** Refuses what no mailbox would take (409). */
function refuseTooLarge(bytes: number): void {
  if (bytes <= MOST_MEBIBYTES * MEBIBYTE) return
  throw conflict(
    'too-large',
    '文件太大，邮箱收不下',
    `发到邮箱的文件最大 ${MOST_MEBIBYTES} MB，这一份有 ${Math.ceil(bytes / MEBIBYTE)} MB。请用电脑或者手机浏览器打开本页下载。`,
  )
}

/** Locks the sender's tries, so that two at one moment are counted one after the other. */
async function refuseTooMany(tx: Tx, ctx: Ctx, partyId: string, { kind, id }: AttachmentRef): Promise<void> {
  const { now, scope } = ctx
  await sql`select pg_advisory_xact_lock(hashtextextended(${`copies ${partyId}`}, 0))`.execute(tx)
  // Whoever acts for an enterprise is counted as the person they are, whose messages the enterprise does not reach.
  await enterScope(tx, scope, partyId)
  const sent = await tx
    .selectFrom('outbound_message')
    .select(['attachment_kind', 'attachment_id', 'created_at'])
    .where('party_id', '=', partyId)
    .where('attachment_kind', 'is not', null)
    .where('created_at', '>', new Date(now.getTime() - DAY))
    .orderBy('created_at', 'desc')
    .limit(MOST_A_DAY)
    .execute()
  await enterScope(tx, scope)
  const secondsUntil = (instant: number) => Math.ceil((instant - now.getTime()) / 1000)
  const same = sent.find((one) => one.attachment_kind === kind && one.attachment_id === id)
  const wait = same ? secondsUntil(same.created_at.getTime() + PAUSE_MINUTES * MINUTE) : 0
  if (wait > 0) {
    const says = `这份文件刚刚发过，请先看一看收件箱和垃圾邮件；${Math.ceil(wait / 60)} 分钟后可以再发一次。`
    throw tooMany(says, wait)
  }
  const tenth = sent[MOST_A_DAY - 1]
  if (!tenth) return
  const seconds = Math.max(1, secondsUntil(tenth.created_at.getTime() + DAY))
  throw tooMany(
    `一天内最多发 ${MOST_A_DAY} 份，请 ${Math.ceil(seconds / 3600)} 小时后再发。文件可以在本页查看。`,
    seconds,
  )
}

export interface CopyDraft<Name extends string> {
  attachment: AttachmentRef
  /** How large it is, where that is known beforehand. */
  bytes?: number
  template: NoticeTemplate<Name>
  variables: TemplateValues<Name>
  caseId?: string | undefined
}

/**
 * Sends a file to the confirmed e-mail address of whoever asks for it (发到我的邮箱); the caller has let them have it. The queue holds
 * its id alone; it is made when the mail goes out. Throws a Refusal: 409 without a confirmed address or too large, 429 too soon or too many.
 */
export async function sendCopy<Name extends string>(ctx: Ctx, tx: Tx, draft: CopyDraft<Name>): Promise<void> {
  const { attachment, bytes = 0, template, variables, caseId } = draft
  refuseTooLarge(bytes)
  const to = await findAddress(ctx, tx)
  if (!to) throw noAddress()
  await refuseTooMany(tx, ctx, to.partyId, attachment)
  await sendTo(tx, ctx.platform, {
    template,
    medium: 'email',
    recipient: to.email,
    variables,
    partyId: to.partyId,
    division: to.division,
    attachment,
    ...(caseId ? { caseId } : {}),
  })
}
