import type { Static } from 'typebox'
import type { Refusal } from '../cases/schema.ts'
import { type CaseRow, getCase } from '../cases/store.ts'
import { viewCase } from '../cases/view.ts'
import type { Tx } from '../db/connect.ts'
import { findPapers } from '../documents/papers.ts'
import type { Ctx } from '../operations/context.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { correctionFlow } from './flow.ts'
import { readForm } from './form.ts'
import { findFormer } from './former.ts'
import { type Known, readKnown, sayNow, sayPaper, targetsOf } from './known.ts'
import { findCorrectionGaps, needsProof, sayRight } from './read-right.ts'
import { type CorrectionForm, type CorrectionView, correctionProof } from './schema.ts'
import { targetNamed } from './targets.ts'

type History = Awaited<ReturnType<typeof viewCase>>['history']

/** What the newest entry of an action says; null when there is none. */
function detailOf<T>(history: History, action: string): T | null {
  const entry = history.findLast((one) => one.action === action)
  return entry ? (entry.detail as T) : null
}

function viewParty(known: Known): CorrectionView['party'] {
  const { partyId: id, person, enterprise } = known
  if (enterprise) {
    const { name, credit_code: identity, verification } = enterprise
    return { id, kind: 'enterprise', name, identity, verification }
  }
  const identity = person?.opened.identity
  return {
    id,
    kind: 'person',
    name: person?.opened.name?.reveal() ?? null,
    identity: identity ? sayPaper(person.row.identity_kind, identity.reveal()) : null,
    verification: person?.row.verification ?? 'none',
  }
}

async function viewItems(
  ctx: Ctx,
  tx: Tx,
  given: { row: CaseRow; form: CorrectionForm; known: Known },
  facts: FactDictionary,
) {
  const { row, form, known } = given
  const former = row.state === 'corrected' ? await findFormer(tx, ctx.platform, facts, { caseId: row.id }) : []
  return form.items.map((item) => {
    const target = targetNamed(facts, item.target)
    return {
      target: item.target,
      zh: target?.zh ?? item.target,
      now: sayNow(known, item.target, facts),
      right: sayRight(item, facts),
      wrong: item.wrong ?? null,
      before: former.find((one) => one.target === item.target)?.before ?? null,
      fields: target?.fields ?? {},
      typed: item.right ?? {},
    }
  })
}

/** Everything the pages of one correction show, read in one go within the asker's reach. Errors: 404. */
export const getCorrectionView = (ctx: Ctx, facts: FactDictionary, id: string): Promise<CorrectionView> =>
  ctx.guarded(async (tx) => {
    const row = await getCase(tx, ctx.scope, id)
    const form = await readForm(ctx, tx, id)
    ctx.concerning({ kind: 'case', id, division: row.division })
    const spine = await viewCase({ ...ctx, db: tx }, correctionFlow, row)
    const known = await readKnown(ctx, tx, row.party_id)
    const files = await findPapers(tx, ctx.platform, id)
    const given = { known, targets: targetsOf(known, facts), facts, papers: files.length, today: ctx.today }
    return {
      ...spine,
      party: viewParty(known),
      items: await viewItems(ctx, tx, { row, form, known }, facts),
      papers: [
        {
          kind: correctionProof,
          zh: '证明材料',
          why: '能说明正确内容的：身份证件、户口簿、营业执照、公安或登记机关的证明等，拍清楚有关的那一页。',
          required: needsProof(form),
          files,
        },
      ],
      gaps: row.holder === 'applicant' ? findCorrectionGaps(form, given) : [],
      asked:
        row.state === 'supplement'
          ? (detailOf<{ gaps: CorrectionView['asked'] }>(spine.history, 'askOnce')?.gaps ?? [])
          : [],
      refusal: detailOf<Static<typeof Refusal>>(spine.history, 'refuse'),
      finding: detailOf<{ finding: string }>(spine.history, 'correct')?.finding ?? null,
    }
  })
