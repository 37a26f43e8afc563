import { ownParties } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { type DossierWords, findSeals, getOwnFile, revealOwn } from './own-file.ts'
import { ALL, readConsents, readForms, readLetters, readRatings } from './own-records.ts'

/** The ending of a file's name, so that a click opens it; the name itself stands on the page. */
const endingOf = (name: string) => /\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? ''

const findNotices = (ctx: Ctx) =>
  ctx.db
    .selectFrom('notice')
    .select(['title', 'body', 'created_at'])
    .where('party_id', 'in', ownParties(ctx.scope))
    .orderBy('created_at', 'desc')
    .execute()

/** What a page of one's file leaves to other pages: forms, letters, ratings, consents. */
const readRecords = (ctx: Ctx, words: DossierWords, file: Awaited<ReturnType<typeof getOwnFile>>) =>
  ctx.guarded(async (tx) => {
    const ids = ownParties(ctx.scope)
    const seals = await findSeals(tx, ctx.platform, ids)
    return {
      forms: await readForms(ctx, tx, words.forms, file.cases),
      letters: await readLetters(ctx, tx, words),
      ratings: await readRatings(tx, ids, seals),
      consents: await readConsents({ ...ctx, db: tx }, file.id),
    }
  })

/** Reads all of it; `ctx` takes down one look. */
export async function readCopy(ctx: Ctx, words: DossierWords) {
  // The copy as a whole is what is looked at, and is taken down once: what it is made of is not.
  const quiet: Ctx = { ...ctx, concerning: () => {} }
  const file = await getOwnFile(ctx, words, ALL)
  const revealed = await revealOwn(quiet, words)
  const notices = await findNotices(ctx)
  const papers = file.papers.map((paper) => ({ ...paper, entry: `papers/${paper.id}${endingOf(paper.name)}` }))
  return {
    ...file,
    ...(await readRecords(quiet, words, file)),
    ...revealed,
    papers,
    notices: notices.map(({ title, body, created_at }) => ({ title, body, at: created_at.toISOString() })),
    copiedAt: ctx.now.toISOString(),
  }
}

/** All that is known of somebody, as the copy of their file holds it. */
export type Copy = Awaited<ReturnType<typeof readCopy>>
