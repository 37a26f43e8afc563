import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { Personal } from '../../shared/personal.ts'
import { anonymous } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import { ownParties, partyScope } from '../divisions/scope.ts'
import type { FileStorage } from '../documents/storage.ts'
import type { AttachmentSource } from '../notifications/attachments.ts'
import { copyTemplates, sendCopy } from '../notifications/copies.ts'
import type { Ctx } from '../operations/context.ts'
import { openContext } from '../operations/run.ts'
import { getPersonRow } from '../parties/store.ts'
import { copyOwnFile } from './copy-file.ts'
import type { DossierWords } from './own-file.ts'

/** The papers make up nearly all of a copy. */
async function sizeOfPapers(db: Db, parties: readonly string[]): Promise<number> {
  const { size } = await db
    .selectFrom('document')
    .select(sql<number>`coalesce(sum(size), 0)::bigint`.as('size'))
    .where('party_id', 'in', parties)
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return size
}

/**
 * Sends the copy of the asker's own file to their confirmed e-mail address; it is made when the mail goes out. Throws the Refusals of
 * sendCopy.
 */
export const sendOwnCopy = (ctx: Ctx): Promise<void> =>
  ctx.guarded(async (tx) => {
    const row = await getPersonRow(tx, ctx.scope, ctx.scope.party)
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    await sendCopy(ctx, tx, {
      template: copyTemplates.fileCopy,
      variables: { title: new Personal('我的档案') },
      bytes: await sizeOfPapers(tx, ownParties(ctx.scope)),
      attachment: { kind: 'ownFile', id: row.party_id },
    })
  })

/** Copies of people's own files as attachments of mails, made at the moment of sending with what is known then. */
export const ownFileAttachments =
  (words: DossierWords, storage: FileStorage): AttachmentSource =>
  async (platform, id) => {
    const { rows } = await sql<{ id: string }>`select merged_with(${id}) as id`.execute(platform.db)
    const mergedIds = rows.map((row) => row.id).filter((one) => one !== id)
    const actor = { ...anonymous, kind: 'person' as const, partyId: id, mergedIds }
    const call = { actor, input: {}, channel: 'online' as const, traceId: 'mail', origin: '' }
    const { ctx } = openContext(platform, call, partyScope(id, mergedIds), null)
    const { name, mediaType, stream } = await copyOwnFile(ctx, words, storage)
    return { name, mediaType, bytes: await buffer(stream) }
  }
