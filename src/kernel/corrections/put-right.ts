import { conflict } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import type { CaseRow } from '../cases/store.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import type { Tx } from '../db/connect.ts'
import { endSessions } from '../identity/sessions.ts'
import { sendTo } from '../notifications/notify.ts'
import { usualQuietHours } from '../notifications/quiet-hours.ts'
import type { Ctx } from '../operations/context.ts'
import { findEnterpriseByCode, lockEnterprise } from '../parties/enterprise.ts'
import { recordFacts } from '../parties/facts.ts'
import type { IdentityKind } from '../parties/identity-kinds.ts'
import { identityIndexText } from '../parties/identity-paper.ts'
import { refuseTaken, sealRealName } from '../parties/person.ts'
import { personSeal } from '../parties/seal.ts'
import { findByIndex, lockPersonRow, lockPhone } from '../parties/store.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { type Known, sayNow } from './known.ts'
import { type Right, readRight } from './read-right.ts'
import type { CorrectionForm } from './schema.ts'
import { insertFormerValue } from './store.ts'
import { correctionTemplates } from './templates.ts'

interface PuttingRight {
  row: CaseRow
  known: Known
  form: CorrectionForm
  facts: FactDictionary
}

interface Work {
  ctx: Ctx
  tx: Tx
  caseId: string
  caseNumber: string
  known: Known
  key: PersonKey
  form: CorrectionForm
  facts: FactDictionary
}

const isAsked = ({ form }: Work, target: string) => form.items.some((item) => item.target === target)

/** By which a person was found before; null for what nobody is found by. */
function indexOf({ ctx, known }: Work, field: string, value: string): string | null {
  const { ciphers } = ctx.platform
  if (field === 'name' || field === 'phone') return ciphers.blindIndex(field, value)
  const [kind, number] = [known.person?.row.identity_kind, known.person?.opened.identity]
  if (field !== 'identity' || !kind || !number) return null
  return ciphers.blindIndex('identity', identityIndexText({ kind: kind as IdentityKind, number }))
}

/** What is about to be replaced, sealed: identity numbers as they are written, all else in words. Nothing where nothing was. */
async function keepFormer(work: Work, field: string): Promise<void> {
  const { ctx, tx, caseId, known, key, facts } = work
  const value = field === 'identity' ? known.person?.opened.identity?.reveal() : sayNow(known, field, facts)
  if (!value) return
  await insertFormerValue(tx, {
    partyId: known.partyId,
    field,
    valueCipher: ctx.platform.ciphers.sealText(key, 'formerValue', new Personal(value)),
    valueIndex: indexOf(work, field, value),
    identityKind: field === 'identity' ? (known.person?.row.identity_kind ?? null) : null,
    caseId,
    replacedAt: ctx.now,
  })
}

async function refuseTakenPhone({ tx, known }: Work, index: string): Promise<void> {
  await lockPhone(tx, index)
  const others = (await findByIndex(tx, 'phone', index)).filter(({ partyId }) => partyId !== known.partyId)
  if (others.length === 0) return
  throw conflict(
    'phone-taken',
    '这个手机号已在另一份档案名下',
    '同一个人登记了两次的，请先合并两份档案；不是同一个人的，请申请人换一个自己的手机号，或写明理由不予更正。',
  )
}

/** Whoever has the former number could log in by it: those log-ins end, and that number is told. */
async function endLogIns({ ctx, tx, known, caseNumber }: Work): Promise<void> {
  const former = known.person?.opened.phone
  if (former) {
    await sendTo(tx, ctx.platform, {
      template: correctionTemplates['correction.phoneReplaced'],
      medium: 'sms',
      recipient: former,
      variables: { number: caseNumber },
      partyId: known.partyId,
      division: known.division,
    })
  }
  const accounts = await tx.selectFrom('account').select('id').where('party_id', '=', known.partyId).execute()
  for (const { id } of accounts) await endSessions(tx, { accountId: id }, ctx.now)
}

async function putPersonRight(work: Work, { realName, phone }: Right): Promise<void> {
  const { ctx, tx, known, key } = work
  if (!realName && !phone) return
  const { ciphers } = ctx.platform
  const row = await lockPersonRow(tx, ctx.scope, known.partyId)
  if (!row.wrapped_key) throw new Error('the caller has seen that the person has a key')
  const phoneIndex = phone && ciphers.blindIndex('phone', phone.reveal())
  if (phoneIndex) await refuseTakenPhone(work, phoneIndex)
  for (const field of ['name', 'identity', 'phone']) if (isAsked(work, field)) await keepFormer(work, field)
  const columns = {
    ...(realName && {
      ...sealRealName(ctx.platform, row.wrapped_key, realName),
      verification: 'verified',
      verified_by: ctx.actor.accountId,
      verified_at: ctx.now,
    }),
    ...(phone && { phone_cipher: ciphers.sealText(key, 'phone', phone), phone_index: phoneIndex ?? null }),
    version: row.version + 1,
  }
  await refuseTaken(tx.updateTable('person').set(columns).where('party_id', '=', row.party_id).execute())
  if (phone) await endLogIns(work)
}

async function putEmailRight(work: Work, { email }: Right): Promise<void> {
  if (!email) return
  const { ctx, tx, known, key } = work
  await keepFormer(work, 'email')
  const email_cipher = ctx.platform.ciphers.sealText(key, 'email', email)
  await tx
    .insertInto('notice_setting')
    .values({
      party_id: known.partyId,
      email_cipher,
      quiet_from: usualQuietHours.from,
      quiet_until: usualQuietHours.until,
      changed_at: ctx.now,
    })
    .onConflict((clash) =>
      clash.column('party_id').doUpdateSet((set) => ({
        email_cipher,
        version: set('notice_setting.version', '+', 1),
        changed_at: ctx.now,
      })),
    )
    .execute()
}

async function putEnterpriseRight(work: Work, { register }: Right): Promise<void> {
  if (!register) return
  const { ctx, tx, known, form } = work
  const row = await lockEnterprise(tx, ctx.scope, known.partyId)
  const owner = await findEnterpriseByCode(tx, register.creditCode)
  if (owner && owner.party_id !== known.partyId) {
    throw conflict(
      'code-taken',
      '这个统一社会信用代码已在另一家企业名下',
      '请对照营业执照核对：登记了两次的，请在已有的那份里办理，并写明理由不予更正。',
    )
  }
  for (const { target } of form.items) if (!target.startsWith('fact:')) await keepFormer(work, target)
  await tx
    .updateTable('enterprise')
    .set({
      name: register.name,
      credit_code: register.creditCode,
      legal_form: register.legalForm,
      industry: register.industry,
      registered_on: register.registeredOn,
      verification: 'verified',
      verified_by: ctx.actor.accountId,
      verified_at: ctx.now,
      version: row.version + 1,
    })
    .where('party_id', '=', known.partyId)
    .execute()
}

/**
 * Writes what is right, as checked against the paper, into the file of the party (of a merged one into the survivor's), and what was
 * there before beside it; facts keep what was before by themselves. All in the caller's transaction.
 */
export async function putRight(ctx: Ctx, tx: Tx, { row, known, form, facts }: PuttingRight): Promise<void> {
  const right = readRight(known, form, facts, ctx.today)
  const { key } = await personSeal(tx, ctx.platform, known.partyId)
  const work: Work = { ctx, tx, caseId: row.id, caseNumber: row.number, known, key, form, facts }
  await putPersonRight(work, right)
  await putEmailRight(work, right)
  await putEnterpriseRight(work, right)
  await recordFacts(tx, {
    partyId: known.partyId,
    facts: right.facts,
    source: 'paper',
    sourceRef: row.id,
    by: ctx.actor.accountId,
    today: ctx.today,
    at: ctx.now,
  })
}
