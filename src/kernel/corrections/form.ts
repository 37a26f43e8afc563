import { canonicalJson } from '../../shared/canonical.ts'
import { invalid } from '../../shared/errors.ts'
import type { ServiceForm } from '../cases/service-form.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { personSeal } from '../parties/seal.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { correctionFlow } from './flow.ts'
import { type Known, targetsOf } from './known.ts'
import { sayRight } from './read-right.ts'
import type { CorrectionForm } from './schema.ts'
import { getCorrection, saveCorrection } from './store.ts'
import { targetNamed } from './targets.ts'

const FIELD = 'correction.form'

/** The form sealed by the party's key: what it says is personal. */
export async function sealForm(ctx: Ctx, tx: Tx, partyId: string, form: CorrectionForm): Promise<Buffer> {
  return (await personSeal(tx, ctx.platform, partyId)).seal(FIELD, canonicalJson(form))
}

/** The form of a correction in reach. Throws a Refusal (404). */
export async function readForm(ctx: Ctx, tx: Tx, caseId: string): Promise<CorrectionForm> {
  const row = await getCorrection(tx, ctx.scope, caseId)
  const seal = await personSeal(tx, ctx.platform, row.party_id)
  return JSON.parse(seal.open(FIELD, row.form_cipher).reveal()) as CorrectionForm
}

/** Keeps the form, and beside it in the clear only what it is about. */
export async function writeForm(
  ctx: Ctx,
  tx: Tx,
  { id, partyId }: { id: string; partyId: string },
  form: CorrectionForm,
) {
  await saveCorrection(tx, id, {
    targets: form.items.map(({ target }) => target),
    formCipher: await sealForm(ctx, tx, partyId, form),
    savedAt: ctx.now,
  })
}

/** Name and paper are put right by a case once a clerk has verified them; until then by the person themselves. */
export const isByCase = ({ person }: Known, target: string): boolean =>
  person === null || !['name', 'identity'].includes(target) || person.row.verification === 'verified'

/** Refuses (422) what is not in the file, what is named twice, and what they change by themselves. */
export function refuseForeign(known: Known, facts: FactDictionary, names: readonly string[]): void {
  const there = targetsOf(known, facts).map(({ target }) => target)
  const faults = names.flatMap((name, index) => {
    if (!there.includes(name)) return ['有一项不在档案里，请从列表里选']
    if (names.indexOf(name) !== index) return ['同一项选了两次']
    return isByCase(known, name) ? [] : ['姓名和证件号码还没有核验，可以在“实名信息”里直接改，不用申请更正']
  })
  const messages = [...new Set(faults)]
  if (messages.length > 0)
    throw invalid(
      messages.map((message) => ({ field: 'targets', code: 'target', message: `要更正的项目：${message}` })),
    )
}

/** What a correction says, read out. */
export const correctionForm = (facts: FactDictionary): ServiceForm => ({
  service: correctionFlow.service,
  async readAnswers(ctx, tx, caseId) {
    const { items } = await readForm(ctx, tx, caseId)
    return items.flatMap((item) => {
      const zh = targetNamed(facts, item.target)?.zh ?? item.target
      return [
        { term: `${zh}：要求改成`, value: sayRight(item, facts) ?? '' },
        { term: `${zh}：错在哪里`, value: item.wrong ?? '' },
      ].filter(({ value }) => value !== '')
    })
  },
})
