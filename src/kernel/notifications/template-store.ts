import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { findTextFaults, type TemplateTexts } from './template-text.ts'
import { type NoticeTemplate, partsOf } from './templates.ts'

export type TemplateState = 'draft' | 'released' | 'replaced' | 'discarded'

/** An edited wording, with the names of who wrote and who released it. */
export type EditRow = Omit<Selectable<Tables['notice_template']>, 'texts' | 'state'> & {
  /** Null: back to the platform's own. */
  texts: TemplateTexts | null
  state: TemplateState
  editorName: string | null
  releaserName: string | null
}

const selectEdits = (db: Db) =>
  db
    .selectFrom('notice_template')
    .leftJoin('account as editor', 'editor.id', 'notice_template.edited_by')
    .leftJoin('account as releaser', 'releaser.id', 'notice_template.released_by')
    .selectAll('notice_template')
    .select(['editor.name as editorName', 'releaser.name as releaserName'])

/** The edited wordings that hold, and those that wait for a second person, of every template. */
export const findStandingEdits = (db: Db): Promise<EditRow[]> =>
  selectEdits(db).where('notice_template.state', 'in', ['draft', 'released']).execute() as unknown as Promise<EditRow[]>

/** The newest edits of one template, newest first. */
export const findEdits = (db: Db, code: string, limit: number): Promise<EditRow[]> =>
  selectEdits(db).where('code', '=', code).orderBy('version', 'desc').limit(limit).execute() as unknown as Promise<
    EditRow[]
  >

/** Keeps anyone else from writing this template until the transaction ends, and gives its newest version; 0 where there is none. */
export async function lockTemplate(tx: Tx, code: string): Promise<number> {
  const rows = await tx
    .selectFrom('notice_template')
    .select('version')
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .forUpdate()
    .execute()
  return rows[0]?.version ?? 0
}

/** The wording that staff have released; none where the platform's own holds. */
async function findReleased(db: Db, code: string): Promise<TemplateTexts | null> {
  const found = await db
    .selectFrom('notice_template')
    .select('texts')
    .where('code', '=', code)
    .where('state', '=', 'released')
    .executeTakeFirst()
  return (found?.texts as TemplateTexts | null | undefined) ?? null
}

/** Whether texts can be used for a template as it is now. */
export const isFitting = (template: NoticeTemplate, texts: TemplateTexts): boolean =>
  findTextFaults(texts, template.variables, partsOf(template)).length === 0

/**
 * The texts that hold now: what staff released, or the platform's own. An edited text that no longer fits the template, because a
 * later version of the platform has other variables, is passed over and reported.
 */
export async function currentTexts(db: Db, platform: Platform, template: NoticeTemplate): Promise<TemplateTexts> {
  const released = await findReleased(db, template.code)
  if (!released) return template.texts
  if (isFitting(template, released)) return released
  const message = 'the released text does not fit the template any more; the platform’s own is used'
  platform.log({ level: 'error', job: 'templates', template: template.code, message })
  return template.texts
}
