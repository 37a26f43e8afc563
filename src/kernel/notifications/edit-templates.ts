import { conflict, forbidden, invalid, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { covers } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { type EditRow, findEdits, findStandingEdits, isFitting, lockTemplate } from './template-store.ts'
import { findTextFaults, media, type TemplateTexts, textParts } from './template-text.ts'
import { type NoticeTemplate, partsOf, topics } from './templates.ts'

/** The templates that there are, and whose they are: of the platform's root division, since one wording serves all below it. */
export interface TemplateHouse {
  templates: ReadonlyMap<string, NoticeTemplate>
  root: DivisionCode
}

const HISTORY = 20

/** Throws a Refusal (403) for staff whose reach ends below the root. */
function refuseBelowRoot({ scope }: Ctx, { root }: TemplateHouse): void {
  if (covers(scope, root)) return
  throw forbidden('通知的文字全平台共用，由平台所在地区的信息员或管理员修改。请把修改意见告诉他们。')
}

function getTemplate({ templates }: TemplateHouse, code: string): NoticeTemplate {
  const template = templates.get(code)
  if (!template) throw notFound('这个通知模板')
  return template
}

const mediaOf = (template: NoticeTemplate) => {
  const parts = partsOf(template)
  return media.filter((medium) => parts.includes(medium === 'sms' ? 'sms' : 'emailBody'))
}

const summarise = (template: NoticeTemplate) => ({
  code: template.code,
  zh: template.zh,
  topic: topics[template.topic].zh,
  urgent: template.urgent ?? false,
  notice: template.texts.noticeTitle !== undefined,
  media: mediaOf(template),
})

/** Every template, with how its wording stands. */
export async function findTemplates(ctx: Ctx, house: TemplateHouse) {
  refuseBelowRoot(ctx, house)
  const edits = await findStandingEdits(ctx.db)
  const edit = (code: string, state: EditRow['state']) => edits.find((row) => row.code === code && row.state === state)
  return [...house.templates.values()].map((template) => {
    const released = edit(template.code, 'released')
    const edited = released?.texts ? released : undefined
    return {
      ...summarise(template),
      edited: edited !== undefined,
      outdated: edited?.texts ? !isFitting(template, edited.texts) : false,
      releasedAt: released?.released_at?.toISOString() ?? null,
      waiting: edit(template.code, 'draft') !== undefined,
    }
  })
}

const describeEdit = (ctx: Ctx, row: EditRow) => ({
  version: row.version,
  state: row.state,
  texts: row.texts,
  remark: row.remark,
  editor: row.editorName,
  editedAt: row.edited_at.toISOString(),
  releaser: row.releaserName,
  releasedAt: row.released_at?.toISOString() ?? null,
  own: row.edited_by === ctx.actor.accountId,
})

/** One template with its variables, the platform's wording, what holds, what waits, and the edits so far. */
export async function getTemplateView(ctx: Ctx, house: TemplateHouse, code: string) {
  refuseBelowRoot(ctx, house)
  const template = getTemplate(house, code)
  const edits = await findEdits(ctx.db, code, HISTORY)
  const released = edits.find(({ state, texts }) => state === 'released' && texts !== null)
  return {
    ...summarise(template),
    version: edits[0]?.version ?? 0,
    variables: Object.entries(template.variables).map(([name, variable]) => ({
      name,
      zh: variable.zh,
      kind: variable.kind,
      sample: variable.sample,
      personal: variable.personal ?? false,
      required: variable.required ?? false,
    })),
    parts: partsOf(template),
    ownTexts: template.texts,
    texts: released?.texts ?? template.texts,
    edits: edits.map((row) => describeEdit(ctx, row)),
  }
}

/** Locks the template and refuses (409) whoever has not seen its newest edit. */
async function lockSeen(tx: Tx, code: string, seen: number): Promise<void> {
  const version = await lockTemplate(tx, code)
  if (version === seen) return
  throw conflict('stale', '这个模板刚刚有了变化', '同事可能改过它。请刷新后看一看，再决定怎么改。', { version })
}

const setState = (tx: Tx, code: string, from: EditRow['state'], to: EditRow['state']) =>
  tx.updateTable('notice_template').set({ state: to }).where('code', '=', code).where('state', '=', from).execute()

export interface TemplateEdit {
  code: string
  /** The newest edit that the editor has seen; 0 where there was none. */
  version: number
  /** The whole wording; left out: back to the platform's own. */
  texts?: TemplateTexts | undefined
  remark?: string | undefined
}

function checkTexts(template: NoticeTemplate, texts: TemplateTexts): void {
  const faults = findTextFaults(texts, template.variables, partsOf(template))
  if (faults.length === 0) return
  throw invalid(faults.map(({ part, code, message }) => ({ field: `texts.${part}`, code, message })))
}

const sameTexts = (one: TemplateTexts, other: TemplateTexts) =>
  textParts.every((part) => (one[part] ?? '') === (other[part] ?? ''))

/**
 * Lays down an edited wording, to be released by someone else; it takes the place of one that still waits. Throws a Refusal: 422 with
 * every fault of the texts by its part, 409 when stale or when nothing would change.
 */
export async function editTemplate(ctx: Ctx, house: TemplateHouse, edit: TemplateEdit) {
  refuseBelowRoot(ctx, house)
  const template = getTemplate(house, edit.code)
  if (edit.texts) checkTexts(template, edit.texts)
  return ctx.guarded(async (tx) => {
    await lockSeen(tx, edit.code, edit.version)
    const { texts } = await getTemplateView({ ...ctx, db: tx }, house, edit.code)
    if (sameTexts(edit.texts ?? template.texts, texts)) {
      throw conflict('unchanged', '文字没有变化', '写的和现在用的一样，不用提交。要改的请先改文字。')
    }
    await setState(tx, edit.code, 'draft', 'discarded')
    const version = edit.version + 1
    await tx
      .insertInto('notice_template')
      .values({
        id: newId(ctx.now),
        code: edit.code,
        version,
        texts: edit.texts ? JSON.stringify(edit.texts) : null,
        state: 'draft',
        remark: edit.remark?.trim() ?? '',
        edited_by: ctx.actor.accountId ?? '',
        edited_at: ctx.now,
      })
      .execute()
    ctx.concerning({ kind: 'noticeTemplate', id: edit.code })
    return { version }
  })
}

/** The draft that waits, locked. Throws a Refusal (409) when none does. */
async function lockDraft(tx: Tx, code: string, seen: number) {
  await lockSeen(tx, code, seen)
  const draft = await tx
    .selectFrom('notice_template')
    .select(['id', 'version', 'edited_by', 'texts'])
    .where('code', '=', code)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  if (draft) return draft
  throw conflict('nothing-waits', '没有等待发布的修改', '可能已经发布或作废。请刷新后看一看。')
}

/** A second person lets an edited wording hold. Throws a Refusal: 403 for its own editor, 409 when stale or when none waits. */
export async function releaseTemplate(ctx: Ctx, house: TemplateHouse, { code, version }: TemplateEdit) {
  refuseBelowRoot(ctx, house)
  const template = getTemplate(house, code)
  return ctx.guarded(async (tx) => {
    const draft = await lockDraft(tx, code, version)
    if (draft.edited_by === ctx.actor.accountId) {
      throw forbidden('修改要由另一个人发布：自己写的不能自己发布。请让另一位信息员或管理员核对后发布。')
    }
    if (draft.texts) checkTexts(template, draft.texts as TemplateTexts)
    await setState(tx, code, 'released', 'replaced')
    await tx
      .updateTable('notice_template')
      .set({ state: 'released', released_by: ctx.actor.accountId, released_at: ctx.now })
      .where('id', '=', draft.id)
      .execute()
    ctx.concerning({ kind: 'noticeTemplate', id: code })
    return { version: draft.version }
  })
}

/** Drops an edited wording that waits: its editor, or whoever would have released it. */
export async function discardTemplate(ctx: Ctx, house: TemplateHouse, { code, version }: TemplateEdit) {
  refuseBelowRoot(ctx, house)
  getTemplate(house, code)
  return ctx.guarded(async (tx) => {
    const draft = await lockDraft(tx, code, version)
    await setState(tx, code, 'draft', 'discarded')
    ctx.concerning({ kind: 'noticeTemplate', id: code })
    return { version: draft.version }
  })
}
