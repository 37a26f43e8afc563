import type { Db } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { findTextFaults, type TemplateTexts } from './template-text.ts'
import { type NoticeTemplate, partsOf } from './templates.ts'

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

/**
 * The texts that hold now: what staff released, or the platform's own. An edited text that no longer fits the template, because a
 * later version of the platform has other variables, is passed over and reported.
 */
export async function currentTexts(db: Db, platform: Platform, template: NoticeTemplate): Promise<TemplateTexts> {
  const released = await findReleased(db, template.code)
  if (!released) return template.texts
  const faults = findTextFaults(released, template.variables, partsOf(template))
  if (faults.length === 0) return released
  const message = 'the released text does not fit the template any more; the platform’s own is used'
  platform.log({ level: 'error', job: 'templates', template: template.code, message })
  return template.texts
}
