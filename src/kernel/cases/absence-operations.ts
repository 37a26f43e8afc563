import { type Static, Type } from 'typebox'
import { addDays, type CalendarDate, dateIn, formatDay, parseDate } from '../../shared/dates.ts'
import { conflict, type FieldError, forbidden, invalid } from '../../shared/errors.ts'
import { rolesOf } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { type AbsenceRow, findAbsences, lockAbsence, recordAbsence } from '../offices/absences.ts'
import { type AbsenceKind, absenceKinds } from '../offices/reasons.ts'
import { getMember } from '../offices/staff-store.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { beginAbsence, endAbsence, lastDayWhenEnded } from './absence-work.ts'
import type { Flow } from './flow.ts'
import { administered, caseStaff } from './holder-operations.ts'

const MOST = 200
const LONGEST_DAYS = 366

const kinds = Object.keys(absenceKinds) as AbsenceKind[]
const Day = (title: string) => Type.String({ title, minLength: 8, maxLength: 20 })

const AbsenceView = Type.Object({
  id: Type.String(),
  account: Type.String(),
  name: Type.String(),
  deputy: Nullable(Type.String()),
  kind: Type.Enum(kinds),
  kindLabel: Type.String(),
  firstDay: Type.String(),
  lastDay: Type.String(),
  stateLabel: Type.String(),
  open: Type.Boolean({ description: 'Whether it can still be ended' }),
  version: Type.Integer(),
})

function sayState({ cancelledAt, firstDay, lastDay, begunAt }: AbsenceRow, today: CalendarDate): string {
  if (cancelledAt !== null) return '已取消'
  if (lastDay < today) return '已销假'
  if (firstDay > today) return '还没开始'
  return begunAt === null ? '今天开始，正在交出办件' : '请假中'
}

const viewAbsence = (absence: AbsenceRow, today: CalendarDate): Static<typeof AbsenceView> => ({
  id: absence.id,
  account: absence.accountId,
  name: absence.name,
  deputy: absence.deputy,
  kind: absence.kind,
  kindLabel: absenceKinds[absence.kind],
  firstDay: absence.firstDay,
  lastDay: absence.lastDay,
  stateLabel: sayState(absence, today),
  open: absence.cancelledAt === null && absence.lastDay >= today,
  version: absence.version,
})

const isAdministrator = ({ actor }: Ctx) => rolesOf(actor).includes('administrator')

/** Their own absence anyone may record and end; that of others, the administrator of where they work. */
async function checkWhose(ctx: Ctx, accountId: string): Promise<void> {
  if (accountId === ctx.actor.accountId) return
  if (!isAdministrator(ctx)) throw forbidden('别人的请假由管理员登记；您可以登记自己的。')
  await getMember(ctx.db, administered(ctx), accountId, ctx.today)
}

function readDays(ctx: Ctx, input: { firstDay: string; lastDay: string }) {
  const firstDay = parseDate(input.firstDay, 'firstDay')
  const lastDay = parseDate(input.lastDay, 'lastDay')
  const errors: FieldError[] = []
  if (firstDay < ctx.today) errors.push({ field: 'firstDay', code: 'past', message: '从：不能早于今天' })
  if (lastDay < firstDay) errors.push({ field: 'lastDay', code: 'order', message: '到：要在开始那天或之后' })
  if (lastDay > addDays(firstDay, LONGEST_DAYS)) {
    errors.push({ field: 'lastDay', code: 'long', message: '到：一次最多登记一年；更久的请办离岗交接' })
  }
  if (errors.length > 0) throw invalid(errors)
  return { firstDay, lastDay }
}

const findOperation = defineOperation({
  name: 'absence.find',
  summary: '请假和代理：自己的；管理员看辖区内的',
  http: 'GET /absences',
  policy: caseStaff,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ items: Type.Array(AbsenceView), administers: Type.Boolean() }),
  async handle(ctx) {
    const whose = isAdministrator(ctx) ? {} : { only: ctx.actor.accountId ?? '' }
    const found = await findAbsences(ctx.db, administered(ctx), { ...whose, today: ctx.today, limit: MOST })
    return { items: found.map((one) => viewAbsence(one, ctx.today)), administers: isAdministrator(ctx) }
  },
})

const recordOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'absence.record',
    summary: '登记请假和代理人；当天开始的，手里的办件马上交给代理人',
    http: 'POST /absences',
    policy: caseStaff,
    input: Type.Object(
      {
        account: Type.String({ title: '谁请假', format: 'uuid' }),
        kind: Type.Enum(kinds, { title: '事由' }),
        firstDay: Day('从'),
        lastDay: Day('到'),
        deputy: Nullable(Type.String({ title: '代理人', format: 'uuid' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ id: Type.String(), says: Type.String() }),
    async handle(ctx, { account, kind, deputy, ...days }) {
      await checkWhose(ctx, account)
      const { firstDay, lastDay } = readDays(ctx, days)
      if (deputy === account) {
        throw invalid([{ field: 'deputy', code: 'same', message: '代理人：不能是请假的人自己' }])
      }
      const tx = ctx.db as Tx
      const draft = { accountId: account, deputyId: deputy, kind, firstDay, lastDay }
      const id = await recordAbsence(tx, draft, { by: ctx.actor.accountId, now: ctx.now })
      const begins = firstDay <= dateIn(ctx.now)
      if (begins) {
        const absence = await lockAbsence(tx, everythingOf(ctx, account), id)
        await beginAbsence({ tx, platform: ctx.platform, flows, now: ctx.now }, absence)
      }
      ctx.concerning({ kind: 'absence', id })
      return { id, says: begins ? '已登记，手里的办件已经交出。' : `已登记，${formatDay(firstDay)}当天自动交出办件。` }
    },
  })

/** Whoever may record it may see it: their own, or within what they administer. */
const everythingOf = (ctx: Ctx, accountId: string) =>
  accountId === ctx.actor.accountId ? ctx.scope : administered(ctx)

const endOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'absence.end',
    summary: '销假：没开始的取消，已开始的到昨天为止，没办完的办件交还',
    http: 'POST /absences/:id/end',
    policy: caseStaff,
    input: Type.Object(
      {
        id: Type.String({ title: '请假', format: 'uuid' }),
        version: Type.Integer({ title: '您看到的版本', minimum: 1 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ id: Type.String(), version: Type.Integer() }),
    async handle(ctx, { id, version }) {
      const tx = ctx.db as Tx
      const absence = await lockAbsence(tx, ctx.scope, id)
      await checkWhose(ctx, absence.accountId)
      if (absence.version !== version) {
        throw conflict('stale', '这次请假刚刚有了变化', '请刷新后核对，再决定怎么办。', { version: absence.version })
      }
      if (absence.cancelledAt !== null || absence.lastDay < ctx.today) {
        throw conflict('over', '这次请假已经结束', '不用再销假。')
      }
      const lastDay = lastDayWhenEnded(absence, ctx.today)
      const change = lastDay === null ? { cancelled_at: ctx.now } : { last_day: lastDay }
      await tx
        .updateTable('absence')
        .set({ ...change, version: version + 1 })
        .where('id', '=', id)
        .execute()
      if (absence.begunAt !== null) await endAbsence({ tx, platform: ctx.platform, flows, now: ctx.now }, absence)
      ctx.concerning({ kind: 'absence', id })
      return { id, version: version + 1 }
    },
  })

/** Absences of staff and their deputies. */
export const absenceOperations = (flows: readonly Flow[]) => [
  findOperation,
  recordOperation(flows),
  endOperation(flows),
]
