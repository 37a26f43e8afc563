import { conflict, forbidden, invalid, notFound } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { covers } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { type ConsentPurpose, consentPurposes } from './purposes.ts'
import {
  type ConsentRow,
  findConsents,
  findCurrentTexts,
  findDuePurposes,
  findOwnParty,
  findText,
  recordConsent,
} from './store.ts'

/** A text that someone says yes or no to, in the version they have read. */
export interface Said {
  purpose: ConsentPurpose
  version: number
}

async function getOwnParty(ctx: Ctx): Promise<string> {
  const partyId = await findOwnParty(ctx.db, ctx.actor.accountId)
  if (partyId === null) throw forbidden('同意由本人表示；替别人办理的，请在窗口登记。')
  return partyId
}

/** The newest version of a text; refuses (409) an older one, which nobody agrees to any more. */
async function getCurrent(tx: Tx, { purpose, version }: Said) {
  const text = await findText(tx, purpose)
  if (!text) throw notFound('这份说明')
  if (text.version === version) return text
  throw conflict('stale', `《${text.title}》刚刚有了新的版本`, '请刷新看一看新的内容，再决定怎么办。', {
    version: text.version,
  })
}

/** The required texts that the caller has not agreed to in their newest version. */
export async function findDueTexts(ctx: Ctx) {
  const due = await findDuePurposes(ctx.db, ctx.actor.accountId ?? '')
  return (await findCurrentTexts(ctx.db)).filter(({ purpose }) => due.includes(purpose))
}

/** The caller agrees, online. Throws a Refusal: 409 when a text has a newer version, 422 for one that is asked with a case. */
export async function giveConsents(ctx: Ctx, said: readonly Said[]): Promise<void> {
  const partyId = await getOwnParty(ctx)
  const withCase = said.find(({ purpose }) => consentPurposes[purpose].withCase)
  if (withCase) {
    const message = '这项同意在提交申请时一并表示，不能单独给出。'
    throw invalid([{ field: 'items', code: 'with-case', message }])
  }
  await ctx.guarded(async (tx) => {
    for (const one of said) {
      await getCurrent(tx, one)
      const { channel, now: at } = ctx
      await recordConsent(tx, { ...one, partyId, given: true, form: 'online', channel, by: null, at })
    }
  })
  ctx.concerning({ kind: 'person', id: partyId })
}

const isGiven = (rows: readonly ConsentRow[], purpose: ConsentPurpose) =>
  rows.find((row) => row.purpose === purpose)?.given

/** The caller takes back what they agreed to. Messages, which nobody is asked about beforehand, are declined the same way. */
export async function withdrawConsent(ctx: Ctx, purpose: ConsentPurpose): Promise<void> {
  const partyId = await getOwnParty(ctx)
  const given = isGiven(await findConsents(ctx.db, partyId), purpose)
  if (given === false || (given === undefined && purpose !== 'messages')) {
    throw conflict('not-given', '没有可以撤回的同意', '可能已经撤回过。请刷新页面看现在的情况。')
  }
  await ctx.guarded(async (tx) => {
    const text = await findText(tx, purpose)
    if (!text) throw notFound('这份说明')
    const { channel, now: at } = ctx
    const { version } = text
    await recordConsent(tx, { partyId, purpose, version, given: false, form: 'online', channel, by: null, at })
  })
  ctx.concerning({ kind: 'person', id: partyId })
}

/** Where a person stands with each purpose, and all they have said. */
export async function viewConsents(ctx: Ctx, partyId: string) {
  const [texts, rows] = await Promise.all([findCurrentTexts(ctx.db), findConsents(ctx.db, partyId)])
  const titles = new Map(texts.map(({ purpose, title }) => [purpose, title]))
  return {
    purposes: texts.map(({ purpose, title, version }) => {
      const newest = rows.find((row) => row.purpose === purpose)
      return {
        purpose,
        title,
        current: version,
        ...consentPurposes[purpose],
        standing: newest ? (newest.given ? ('given' as const) : ('withdrawn' as const)) : null,
        version: newest?.version ?? null,
        at: newest?.at.toISOString() ?? null,
      }
    }),
    history: rows.map(({ at, ...row }) => ({
      ...row,
      title: titles.get(row.purpose) ?? row.purpose,
      at: at.toISOString(),
    })),
  }
}

export const viewOwnConsents = async (ctx: Ctx) => {
  const partyId = await getOwnParty(ctx)
  ctx.concerning({ kind: 'person', id: partyId })
  return viewConsents(ctx, partyId)
}

export interface Heard {
  partyId: string
  given: boolean
  form: 'paper' | 'spoken'
  said: readonly Said[]
}

/** A clerk takes down what the person at the window has signed or said; the caller has made sure that they reach this person. */
export async function takeDownConsents(ctx: Ctx, tx: Tx, { partyId, given, form, said }: Heard): Promise<void> {
  for (const one of said) {
    await getCurrent(tx, one)
    const { channel, actor, now: at } = ctx
    await recordConsent(tx, { ...one, partyId, given, form, channel, by: actor.accountId, at })
  }
}

/** The required texts in their newest version, for a clerk who registers someone. */
export async function findRequired(tx: Tx): Promise<Said[]> {
  const texts = await findCurrentTexts(tx)
  return texts.filter(({ purpose }) => consentPurposes[purpose].required)
}

/**
 * Says with an application that its data may be shared with those who handle it on (担保机构、经办银行、财政部门): by the
 * applicant online, or before the clerk who sends it for them.
 */
export async function consentToSharing(ctx: Ctx, tx: Tx, { partyId, caseId }: { partyId: string; caseId: string }) {
  const text = await findText(tx, 'sharing')
  if (!text) return
  const byClerk = ctx.actor.kind === 'staff'
  await recordConsent(tx, {
    partyId,
    purpose: 'sharing',
    version: text.version,
    given: true,
    form: byClerk ? 'spoken' : 'online',
    channel: ctx.channel,
    caseId,
    by: byClerk ? ctx.actor.accountId : null,
    at: ctx.now,
  })
}

export interface NewText extends Said {
  title: string
  body: string
}

/**
 * An administrator of the whole platform publishes a new version in place of the one they have seen; whoever agreed to an older
 * one is asked again. Throws a Refusal: 403 for those of a part of it, 409 when stale or unchanged.
 */
export async function publishText(ctx: Ctx, root: DivisionCode, { title, body, ...seen }: NewText) {
  if (!covers(ctx.scope, root)) throw forbidden('条款和说明由全平台的管理员发布。')
  return ctx.guarded(async (tx) => {
    const current = await getCurrent(tx, seen)
    if (current.title === title && current.body === body) {
      throw conflict('unchanged', '内容和现在的版本一样', '没有改动的不用再发布。', { version: current.version })
    }
    const { purpose } = seen
    const version = current.version + 1
    await tx
      .insertInto('consent_text')
      .values({ purpose, version, title, body, published_at: ctx.now, published_by: ctx.actor.accountId })
      .execute()
    ctx.concerning({ kind: 'consentText', id: `${purpose}.${version}` })
    return { purpose, version }
  })
}
