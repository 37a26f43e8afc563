import { Refusal } from '../../shared/errors.ts'
import type { Answer, ServiceForm } from '../cases/service-form.ts'
import { viewConsents } from '../consents/consents.ts'
import type { Tx } from '../db/connect.ts'
import { openLetter } from '../letters/letters.ts'
import type { LetterView } from '../letters/schema.ts'
import { findLetterRows } from '../letters/store.ts'
import type { Ctx } from '../operations/context.ts'
import type { PersonSeal } from '../parties/seal.ts'
import { WORDS_FIELD } from '../ratings/give-rating.ts'
import { tagWord } from '../ratings/schema.ts'
import type { DossierWords } from './own-file.ts'

/** Nobody has so many of anything. */
export const ALL = 100_000

/** What was erased, or is of no form, is left out of a copy rather than ending it. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (error instanceof Refusal && [404, 410].includes(error.parts.status)) return null
    throw error
  })
}

interface OwnCase {
  id: string
  number: string
  service: string
  serviceLabel: string
}

/** What the asker filled in, case by case, in words. */
export async function readForms(ctx: Ctx, tx: Tx, forms: readonly ServiceForm[], cases: readonly OwnCase[]) {
  const read: { caseNumber: string; serviceLabel: string; answers: readonly Answer[] }[] = []
  for (const { id, number, service, serviceLabel } of cases) {
    const form = forms.find((one) => one.service === service)
    const answers = form && (await unlessGone(form.readAnswers(ctx, tx, id)))
    if (answers) read.push({ caseNumber: number, serviceLabel, answers })
  }
  return read
}

/** Every letter (文书) that was issued to the asker, with its whole text. */
export async function readLetters(ctx: Ctx, tx: Tx, { flows }: DossierWords): Promise<LetterView[]> {
  const letters: LetterView[] = []
  for (const { id } of await findLetterRows(tx, ctx.scope, { limit: ALL })) {
    const letter = await unlessGone(openLetter(ctx, tx, flows, id))
    if (letter) letters.push(letter)
  }
  return letters
}

/** What the asker thought of the service, with their words and what was replied. */
export async function readRatings(tx: Tx, ids: readonly string[], seals: ReadonlyMap<string, PersonSeal>) {
  const rows = await tx
    .selectFrom('rating')
    .innerJoin('rating_invitation', (join) =>
      join
        .onRef('rating_invitation.case_id', '=', 'rating.case_id')
        .onRef('rating_invitation.round', '=', 'rating.round'),
    )
    .innerJoin('service_case', 'service_case.id', 'rating.case_id')
    .leftJoin('rating_answer', 'rating_answer.rating_id', 'rating.id')
    .select(['rating.id', 'rating.stars', 'rating.tags', 'rating.words_cipher', 'rating.given_at'])
    .select(['rating_invitation.party_id', 'service_case.number', 'rating_answer.reply'])
    .where('rating_invitation.party_id', 'in', ids)
    .orderBy('rating.given_at', 'desc')
    .execute()
  if (rows.length === 0) return []
  const additions = await tx
    .selectFrom('rating_addition')
    .select(['rating_id', 'words_cipher'])
    .where(
      'rating_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('added_at')
    .execute()
  return rows.map((row) => {
    const open = (sealed: Buffer | null) =>
      (sealed && seals.get(row.party_id)?.open(WORDS_FIELD, sealed).reveal()) ?? null
    return {
      caseNumber: row.number,
      stars: row.stars,
      tags: row.tags.map(tagWord),
      words: open(row.words_cipher),
      added: additions.filter((one) => one.rating_id === row.id).map((one) => open(one.words_cipher) ?? ''),
      reply: row.reply,
      givenAt: row.given_at.toISOString(),
    }
  })
}

/** Everything the asker has agreed to and taken back. */
export async function readConsents(ctx: Ctx, partyId: string) {
  const { history } = await viewConsents(ctx, partyId)
  return history.map(({ title, version, given, form, byClerk, at }) => ({ title, version, given, form, byClerk, at }))
}
