import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { actorWithin } from '../../../kernel/access/actor.ts'
import { refuseStale } from '../../../kernel/cases/guard.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { conflict, forbidden, invalid } from '../../../shared/errors.ts'
import { newId } from '../../../shared/ids.ts'
import { policyFlow } from '../flow.ts'
import { findContentGaps, findFaults } from '../rules/policy-content.ts'
import { readBlocks } from '../schema/body-text.ts'
import type { AlikePolicies, Collecting, PolicyContent, PolicyReceipt, Seen } from '../schema/desk.ts'
import { findAlikeRows } from '../store/desk.ts'
import {
  findEditions,
  findLinks,
  getVersion,
  insertPolicy,
  insertVersion,
  lockVersion,
  openStates,
  saveContent,
} from '../store/versions.ts'
import { informationTerms } from '../terms.ts'
import { contentOf, emptyContent, refuseFaults, ruleFor, tidyContent, writeLinks } from './content.ts'
import { actOnVersion, editorOf, receiptOf, recordStep, standingOf } from './move-version.ts'

/** The division that keeps what this editor collects: the first in which they hold the role. */
function keeperOf(ctx: Ctx): string {
  const grant = ctx.actor.grants.find(({ role }) => role === 'editor')
  if (!grant) throw forbidden('政策由信息员收集。')
  return grant.division
}

/** Policies in reach that are like one about to be collected: the same number, or much the same title. */
export async function findAlike(ctx: Ctx, asked: { title?: string; number?: string }): Promise<AlikePolicies> {
  const rows = await findAlikeRows(ctx.db, ctx.scope, { title: asked.title?.trim() ?? '', number: asked.number ?? '' })
  return {
    items: rows.map(({ slug, title, number, state, same }) => ({
      slug,
      title,
      number,
      stateLabel: informationTerms[state as 'published'].zh,
      why: same ? ('number' as const) : ('title' as const),
    })),
  }
}

async function nextSlug(tx: Tx, today: string): Promise<string> {
  const { rows } = await sql<{ next: number }>`select nextval('policy_number_sequence')::int as next`.execute(tx)
  return `policy-${today.slice(0, 4)}-${rows[0]?.next ?? randomInt(1_000_000)}`
}

/** 收集: a text comes in with its source. One that is like another (409) only when the editor says so. */
export async function collectPolicy(ctx: Ctx, input: Collecting): Promise<PolicyReceipt> {
  const { title, number = '', sourceAddress = '', sourceSays = '', text = '', anyway = false } = input
  const body = readBlocks(text)
  const content = tidyContent({ ...emptyContent, title, number, sourceAddress, sourceSays, body })
  const faults = findFaults(content)
  if (faults.length > 0) throw invalid(faults)
  return ctx.guarded(async (tx) => {
    const alike = await findAlike(ctx, { title, number })
    if (alike.items.length > 0 && !anyway) {
      const names = alike.items.map((one) => `《${one.title}》（${one.stateLabel}）`).join('、')
      throw conflict('alike', '可能已经有这份政策了', `相似的有：${names}。确实不是同一份，请选择仍要收集。`, {
        ...alike,
      })
    }
    const [policyId, versionId] = [newId(ctx.now), newId(ctx.now)]
    const slug = await nextSlug(tx, ctx.today)
    const account = ctx.actor.accountId
    const keeper = keeperOf(ctx)
    await insertPolicy(tx, { id: policyId, slug, keeper, at: ctx.now })
    await insertVersion(tx, {
      id: versionId,
      policyId,
      edition: 1,
      state: 'collected',
      content,
      rule: null,
      invented: false,
      sourceText: text,
      collectedBy: account,
      performed: { edit: account },
      at: ctx.now,
      publishedAt: null,
    })
    await recordStep(ctx, tx, { policyId, edition: 1 }, { action: 'collect', from: null, to: 'collected' })
    ctx.concerning({ kind: 'policy', id: slug, division: keeper })
    return { slug, edition: 1, version: 1, state: 'collected' }
  })
}

/** Saves what was written so far; only before it is handed in, on the newest version. */
export async function saveDraft(ctx: Ctx, { content: given, ...seen }: Seen & { content: PolicyContent }) {
  return ctx.guarded(async (tx) => {
    const row = await lockVersion(tx, ctx.scope, seen.slug, seen.edition)
    refuseStale(policyFlow, standingOf(row), seen.version, editorOf(ctx, row))
    if (row.state !== 'collected' && row.state !== 'organised') {
      const state = informationTerms[row.state as 'published'].zh
      throw conflict('not-editable', '现在不能修改', `这一版是「${state}」。要改动，请先退回修改，或修订出新的一版。`, {
        state: row.state,
      })
    }
    const content = tidyContent(given)
    refuseFaults(content, row)
    await saveContent(tx, row, { content, rule: ruleFor(content.service), author: ctx.actor.accountId, at: ctx.now })
    await writeLinks(tx, row, content.links)
    ctx.concerning({ kind: 'policy', id: row.slug, division: row.keeper })
    return receiptOf(row, row.state, row.version + 1)
  })
}

/** 整理完成: level, topic, division and dates are given; the editing begins. */
export const organisePolicy = (ctx: Ctx, seen: Seen) =>
  actOnVersion(ctx, 'organise', seen, async (row) => {
    const missing = findContentGaps(contentOf(row, []), row.edition).filter(({ field }) => organised.includes(field))
    if (missing.length > 0) throw invalid(missing, '还没有整理好')
    return undefined
  })

/** What putting in order settles; the rest is editing. */
const organised = ['title', 'level', 'division', 'issuer', 'number', 'topic', 'issuedOn', 'effectiveOn', 'sourceSays']

/** 送审: handed in, when nothing is missing; every gap is told at once. */
export const submitPolicy = (ctx: Ctx, seen: Seen) =>
  actOnVersion(ctx, 'submit', seen, async (row, tx) => {
    const missing = findContentGaps(contentOf(row, await findLinks(tx, row.id)), row.edition)
    if (missing.length > 0) throw invalid(missing, '还不能送审')
    return { values: { remarks: '[]' } }
  })

/** 弃用: given up before it was published. */
export const discardPolicy = (ctx: Ctx, { reason, ...seen }: Seen & { reason: string }) =>
  actOnVersion(ctx, 'discard', seen, async () => ({ detail: { reason } }))

/** 修订: a new version begins as a copy of the newest published one; one at a time (409). */
export async function revisePolicy(ctx: Ctx, { slug }: { slug: string }): Promise<PolicyReceipt> {
  return ctx.guarded(async (tx) => {
    const newest = await getVersion(tx, ctx.scope, slug)
    const row = await lockVersion(tx, ctx.scope, slug, newest.edition)
    const states = await findEditions(tx, row.policy_id)
    const open = states.find(({ state }) => openStates.some((one) => one === state))
    if (open) {
      throw conflict(
        'already-open',
        '已经有一版正在编审',
        `第 ${open.edition} 版还没有办完，请继续办理它，或先弃用。`,
        { ...open },
      )
    }
    const base = states.find(({ state }) => state === 'published' || state === 'takenDown')
    if (!base) throw conflict('never-published', '现在不能修订', '这份政策还没有发布过，没有可以修订的版本。')
    const from = await lockVersion(tx, ctx.scope, slug, base.edition)
    const edition = (states[0]?.edition ?? 0) + 1
    const [id, account] = [newId(ctx.now), ctx.actor.accountId]
    const links = await findLinks(tx, from.id)
    const content = { ...contentOf(from, links), changeNote: '' }
    await insertVersion(tx, {
      id,
      policyId: from.policy_id,
      edition,
      state: 'organised',
      content,
      rule: ruleFor(content.service),
      invented: from.invented,
      sourceText: '',
      collectedBy: account,
      performed: { edit: account },
      at: ctx.now,
      publishedAt: null,
    })
    await writeLinks(tx, { ...from, id }, links)
    await recordStep(ctx, tx, { policyId: from.policy_id, edition }, { action: 'revise', from: null, to: 'organised' })
    ctx.concerning({
      kind: 'policy',
      id: slug,
      division: actorWithin(ctx.actor, from.keeper).grants[0]?.division ?? from.keeper,
    })
    return { slug, edition, version: 1, state: 'organised' }
  })
}
