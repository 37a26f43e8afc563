import { type CalendarDate, dateIn, formatDay, isDate } from '../../shared/dates.ts'
import { Personal } from '../../shared/personal.ts'
import { findStanding } from '../consents/store.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import type { AttachmentRef } from './attachments.ts'
import { type Contact, findContacts, muteOf } from './contacts.ts'
import { queueMessage } from './messages.ts'
import { addNotice } from './store.ts'
import { currentTexts } from './template-store.ts'
import { fillText, type Medium, media, signSms, type TemplateTexts, type TemplateVariable } from './template-text.ts'
import type { NoticeTemplate } from './templates.ts'

/** A value for each variable: personal data as Personal, dates as CalendarDate, all else as text. */
export type TemplateValues<Name extends string> = Readonly<Record<Name, string | Personal>>

function textOf(
  code: string,
  name: string,
  { kind, personal }: TemplateVariable,
  value: string | Personal | undefined,
) {
  if (value === undefined) throw new Error(`Template ${code} lacks its variable ${name}`)
  if (value instanceof Personal !== (personal === true))
    throw new Error(`Variable ${name} of template ${code} ${personal ? 'is' : 'is not'} personal`)
  const text = value instanceof Personal ? value.reveal() : value
  if (kind === 'date') {
    if (!isDate(text)) throw new Error(`Variable ${name} of template ${code} is no date`)
    return formatDay(text as CalendarDate)
  }
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}

/** The values by the names they have in the texts. Throws for what is missing, too much, or of another kind: a fault of ours. */
function fillable<Name extends string>(template: NoticeTemplate<Name>, values: TemplateValues<Name>) {
  const { code, variables } = template as NoticeTemplate
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(variables, name))
  if (unknown) throw new Error(`Template ${code} has no variable ${unknown}`)
  const given = values as Readonly<Record<string, string | Personal>>
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [variable.zh, textOf(code, name, variable, given[name])]),
  )
}

/** What a medium says, as it goes out; null where the template has nothing for it. */
function write(texts: TemplateTexts, medium: Medium, values: Record<string, string>) {
  if (medium === 'sms') {
    return texts.sms ? { subject: null, body: new Personal(signSms(fillText(texts.sms, values))) } : null
  }
  if (!texts.emailSubject || !texts.emailBody) return null
  const subject = new Personal(fillText(texts.emailSubject, values))
  return { subject, body: new Personal(fillText(texts.emailBody, values)) }
}

const MINUTE = 60 * 1000

const expiryOf = ({ validMinutes }: NoticeTemplate, at: Date) =>
  validMinutes ? new Date(at.getTime() + validMinutes * MINUTE) : null

/** One message to one address: a code, which proves that the address is someone's, or a document that was asked for. */
export async function sendTo<Name extends string>(
  tx: Tx,
  platform: Platform,
  to: {
    template: NoticeTemplate<Name>
    medium: Medium
    recipient: Personal
    variables: TemplateValues<Name>
    partyId?: string
    caseId?: string
    division: string
    attachment?: AttachmentRef
  },
): Promise<void> {
  const { template, medium, recipient, variables, partyId, caseId, division, attachment } = to
  const at = platform.now()
  const values = fillable(template, variables)
  const written = write(await currentTexts(tx, platform, template as NoticeTemplate), medium, values)
  if (!written) throw new Error(`Template ${template.code} has nothing for ${medium}`)
  const { code: purpose, urgent = false } = template
  const expiresAt = expiryOf(template as NoticeTemplate, at)
  await queueMessage(tx, platform, {
    medium,
    purpose,
    recipient,
    ...written,
    urgent,
    expiresAt,
    at,
    partyId: partyId ?? null,
    caseId: caseId ?? null,
    division,
    attachment: attachment ?? null,
  })
}

export interface Notification<Name extends string> {
  /** Given by whoever may come twice (a subscriber): the second time changes nothing. */
  id?: string
  template: NoticeTemplate<Name>
  partyId: string
  caseId?: string | null
  variables: TemplateValues<Name>
  /** When what it tells of happened; now unless told. */
  at?: Date
}

const addressOf = (contact: Contact, medium: Medium) => (medium === 'sms' ? contact.phone : contact.email)

const isWanted = ({ topic, urgent }: NoticeTemplate, contact: Contact, medium: Medium) =>
  urgent === true || !contact.muted.includes(muteOf(topic, medium))

/** Whoever has taken back their consent to messages (同意) is told in the inbox alone. */
const hasDeclined = async (tx: Tx, partyId: string) =>
  (await findStanding(tx, { partyId, purpose: 'messages' })) === 'withdrawn'

/**
 * Tells a party of something: a notice in their inbox, and a message by each medium that the template speaks in, they can be
 * reached by and have not switched off; SMS that can wait stays out of their quiet hours. Once for each `id`; gives whether it
 * was new. Throws for variables that the template does not have or that are missing.
 */
export async function notify<Name extends string>(
  tx: Tx,
  platform: Platform,
  { id, template, partyId, caseId = null, variables, at = platform.now() }: Notification<Name>,
): Promise<boolean> {
  const kind = template as NoticeTemplate
  const values = fillable(template, variables)
  const [texts, contacts] = await Promise.all([
    currentTexts(tx, platform, kind),
    findContacts(tx, platform, partyId, dateIn(at)),
  ])
  const said = texts.noticeTitle &&
    texts.noticeBody && { title: fillText(texts.noticeTitle, values), body: fillText(texts.noticeBody, values) }
  const [isNew, ...declined] = await Promise.all([
    said ? addNotice(tx, { ...(id && { id }), partyId, caseId, ...said, at }) : true,
    ...contacts.map((contact) => !kind.urgent && hasDeclined(tx, contact.partyId)),
  ])
  if (!isNew) return false
  for (const contact of contacts.filter((_, index) => !declined[index])) {
    for (const medium of media) {
      const recipient = addressOf(contact, medium)
      const written = write(texts, medium, values)
      if (!recipient || !written || !isWanted(kind, contact, medium)) continue
      await queueMessage(tx, platform, {
        medium,
        purpose: kind.code,
        recipient,
        ...written,
        partyId,
        caseId,
        division: contact.division,
        urgent: kind.urgent ?? false,
        quiet: medium === 'sms' && !kind.urgent ? contact.quiet : null,
        expiresAt: expiryOf(kind, at),
        at,
      })
    }
  }
  return true
}
