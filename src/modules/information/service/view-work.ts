import { availableActions } from '../../../kernel/cases/available-actions.ts'
import { layoutChart } from '../../../kernel/cases/chart.ts'
import { getStep, stateLabel } from '../../../kernel/cases/flow.ts'
import { type FlowEventRow, findFlowEvents } from '../../../kernel/cases/flow-history.ts'
import { labelOf as kernelLabel } from '../../../kernel/cases/view.ts'
import { type DivisionCode, lineageOf } from '../../../kernel/divisions/division.ts'
import { findDivisions } from '../../../kernel/divisions/store.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { addDays, type CalendarDate, formatDate, isDate } from '../../../shared/dates.ts'
import { malformed } from '../../../shared/errors.ts'
import { isId } from '../../../shared/ids.ts'
import { policyFlow } from '../flow.ts'
import { COUNTRY, findContentGaps } from '../rules/policy-content.ts'
import type { WorkFilter, WorkView } from '../schema/desk.ts'
import type { PolicyRelation } from '../schema.ts'
import { countDesk, type DeskRow, findDeskRows, findNames, findTasks } from '../store/desk.ts'
import { findTargets } from '../store/policies.ts'
import { findEditions, findLinks, getVersion, openStates, type VersionRow } from '../store/versions.ts'
import { labelOf } from '../terms.ts'
import { contentOf } from './content.ts'
import { placeName, viewNeighbour } from './find-policies.ts'
import { editorOf, standingOf } from './move-version.ts'

const PAGE = 20
/** A desk lists what is being worked on and what readers see; what is over is asked for. */
const usualStates = [...openStates, 'published', 'takenDown']
const editableStates = ['collected', 'organised']

function readCursor(after: string | undefined): { at: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [at = '', id = ''] = after.split('~')
  const isInstant = /^\d{4}-.+Z$/.test(at) && new Date(at).toJSON() === at
  if (isId(id) && isInstant) return { at, id }
  throw malformed('翻页位置无法识别，请回到第一页。', [{ field: 'after', code: 'format', message: '翻页位置无法识别' }])
}

const viewRow = (ctx: Ctx, row: DeskRow) => ({
  slug: row.slug,
  edition: row.edition,
  title: row.title,
  number: row.number,
  topicLabel: row.topic ? labelOf('policyTopic', row.topic) : '',
  divisionName: placeName(row.division, row.division_name),
  state: row.state,
  stateLabel: stateLabel(policyFlow, row.state),
  author: row.author ?? '',
  changedAt: row.changed_at.toISOString(),
  publishOn: row.publish_on,
  standingLabel: row.state === 'published' ? labelOf('policyStanding', row.standing) : '',
  mine:
    row.state === 'inReview' &&
    row.performed.edit !== ctx.actor.accountId &&
    row.performed.submit !== ctx.actor.accountId,
})

/** The desk's list: what is being worked on and what is published, the latest change first, with counts and tasks. */
export async function findWork(ctx: Ctx, { state, topic, q, after }: WorkFilter) {
  const rows = await findDeskRows(ctx.db, {
    scope: ctx.scope,
    today: ctx.today,
    states: state ? [state] : usualStates,
    topic,
    text: q?.trim() || undefined,
    after: readCursor(after),
    limit: PAGE + 1,
  })
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const counts = await countDesk(ctx.db, ctx.scope)
  const tasks = await findTasks(ctx.db, ctx.scope)
  const daysTo = (day: string) => Math.round((Date.parse(day) - Date.parse(ctx.today)) / 86_400_000)
  return {
    items: page.map((row) => viewRow(ctx, row)),
    next: rows.length > PAGE && last ? `${last.changed_at.toISOString()}~${last.id}` : null,
    counts: usualStates.map((one) => ({
      state: one,
      label: stateLabel(policyFlow, one),
      count: counts.find((each) => each.state === one)?.count ?? 0,
    })),
    tasks: tasks.map(({ slug, title, kind, due_on }) => ({
      slug,
      title,
      kindLabel: labelOf('policyTask', kind),
      dueOn: due_on,
      daysLeft: daysTo(due_on),
    })),
  }
}

const beginnings: Readonly<Record<string, string>> = { collect: '收集', revise: '修订出新的一版' }

const viewEvent = (row: FlowEventRow) => {
  const detail = row.detail as Record<string, unknown>
  return {
    sequence: row.sequence,
    round: Number(detail.edition ?? 1),
    action: row.action,
    label: policyFlow.actions[row.action as 'submit']?.button ?? beginnings[row.action] ?? row.action,
    from: row.from ?? '',
    to: row.to,
    stateLabel: stateLabel(policyFlow, row.to),
    role: row.actorRole,
    roleLabel: kernelLabel(row.actorRole),
    office: null,
    channel: '',
    channelLabel: '',
    at: row.at.toISOString(),
    detail,
  }
}

/** Who did each step stands where a case's history has its office. */
async function viewHistory(ctx: Ctx, policyId: string) {
  const events = await findFlowEvents(ctx.db, policyId)
  const names = await findNames(
    ctx.db,
    events.map(({ actorId }) => actorId),
  )
  return events.map((event) => ({ ...viewEvent(event), office: names.get(event.actorId ?? '') ?? null }))
}

function sayStanding(row: VersionRow): string {
  const { doing } = getStep(policyFlow, row.state)
  if (row.state === 'scheduled' && row.publish_on && isDate(row.publish_on)) {
    return `${doing}：${formatDate(row.publish_on)}`
  }
  return row.state === 'takenDown' ? `${doing}：${row.withdrawn_reason}` : doing
}

async function findPlaces(ctx: Ctx, keeper: string) {
  const above = lineageOf(keeper as DivisionCode)
  const on: CalendarDate = addDays(ctx.today, 0)
  const within = await findDivisions(ctx.db, { on, within: keeper as DivisionCode })
  const over = (await Promise.all(above.slice(1).map((code) => findDivisions(ctx.db, { on, within: code })))).flatMap(
    (found, index) => found.filter(({ code }) => code === above[index + 1]),
  )
  const counties = within.filter(({ level }) => level !== 'street' && level !== 'community')
  return [
    { value: COUNTRY, label: '全国' },
    ...over.toReversed().map(({ code, name }) => ({ value: code as string, label: name })),
    ...counties.map(({ code, name }) => ({ value: code as string, label: name })),
  ]
}

/** One version at the desk: its content and gaps, what may be done with it by whom, and how it came here. */
export async function getWork(ctx: Ctx, { slug, edition }: { slug: string; edition?: string }): Promise<WorkView> {
  const row = await getVersion(ctx.db, ctx.scope, slug, edition === undefined ? undefined : Number(edition))
  const links = await findLinks(ctx.db, row.id)
  const content = contentOf(row, links)
  const editions = await findEditions(ctx.db, row.policy_id)
  const names = await findNames(ctx.db, [row.collected_by, row.author_id, row.reviewer_id])
  const nameOf = (id: string | null) => (id === null ? '' : (names.get(id) ?? ''))
  const history = await viewHistory(ctx, row.policy_id)
  const keeper = await findDivisions(ctx.db, { on: ctx.today, within: row.keeper as DivisionCode })
  const viewer = editorOf(ctx, row)
  const targets = await findTargets(ctx.db, row.id, ctx.today)
  const editable = editableStates.includes(row.state)
  return {
    id: row.id,
    slug: row.slug,
    edition: row.edition,
    number: `${row.slug} 第 ${row.edition} 版`,
    serviceLabel: stateLabel(policyFlow, policyFlow.service),
    version: row.version,
    state: row.state,
    stateLabel: stateLabel(policyFlow, row.state),
    round: row.edition,
    channelLabel: '工作台',
    divisionName: keeper[0]?.name ?? row.keeper,
    overdue: false,
    sentence: sayStanding(row),
    editable,
    content,
    sourceText: row.source_text,
    linked: targets.map((one) => viewNeighbour(one, one.kind as PolicyRelation)),
    gaps: editable ? findContentGaps(content, row.edition).map(({ field, message }) => ({ field, message })) : [],
    remarks: row.remarks,
    people: { collected: nameOf(row.collected_by), author: nameOf(row.author_id), reviewer: nameOf(row.reviewer_id) },
    publishOn: row.publish_on,
    publishedAt: row.published_at?.toISOString() ?? null,
    withdrawnReason: row.withdrawn_reason,
    publishedEdition: editions.find(({ state }) => state === 'published')?.edition ?? null,
    openEdition: editions.find(({ state }) => openStates.some((one) => one === state))?.edition ?? null,
    editions: editions.map((one) => ({ ...one, stateLabel: stateLabel(policyFlow, one.state) })),
    divisions: await findPlaces(ctx, row.keeper),
    chart: await layoutChart(
      policyFlow,
      row.state,
      history
        .filter(({ round }) => round === row.edition)
        .map(({ from }) => from)
        .filter((from) => from !== ''),
    ),
    actions: availableActions(policyFlow, standingOf(row), viewer),
    history,
  }
}
