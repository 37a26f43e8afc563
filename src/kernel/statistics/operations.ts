import { Type } from 'typebox'
import { addDays, addYears, type CalendarDate, daysBetween, isDate } from '../../shared/dates.ts'
import { invalid, notFound } from '../../shared/errors.ts'
import { anyone, only } from '../access/policy.ts'
import { type Flow, stateLabel } from '../cases/flow.ts'
import { type DivisionCode, levelOf, lineageOf, parseDivisionCode, prefixOf } from '../divisions/division.ts'
import { covers, everything } from '../divisions/scope.ts'
import { findDivisions } from '../divisions/store.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, FileAnswerSchema, type Operation } from '../operations/operation.ts'
import { exportSheet } from '../sheets/write-sheet.ts'
import {
  countEnded,
  countReceived,
  onTimeOf,
  viewHolders,
  viewNumbers,
  viewOutcomes,
  viewRefusals,
  viewStanding,
  viewSteps,
  viewTrend,
} from './figures.ts'
import { figuresSheet } from './figures-sheet.ts'
import { drawFunnel } from './funnel.ts'
import { getPublicFigures } from './public-figures.ts'
import { type Counted, countOpenCases, type FigureSelection, isByMonth, readFigures } from './reading.ts'
import { ratingsSource } from './satisfaction.ts'
import { type Figure, FiguresAsked, FiguresExported, FiguresView, PublicFigures } from './schema.ts'
import type { FigurePlace, FigureSource } from './source.ts'

export interface StatisticsServices {
  flows: readonly Flow[]
  sources: readonly FigureSource[]
}

const LONGEST_YEARS = 3
const childDigitsOf = { province: 4, city: 6, county: 9, street: 12, community: 12 } as const

/** A period as it was asked for. Throws a Refusal (422) that names the field. */
function readPeriod({ from, to }: FiguresAsked): { from: CalendarDate; to: CalendarDate } {
  if (!isDate(from)) throw invalid([{ field: 'from', code: 'date', message: '开始的日期不对，没有这一天' }])
  if (!isDate(to)) throw invalid([{ field: 'to', code: 'date', message: '结束的日期不对，没有这一天' }])
  if (to < from) throw invalid([{ field: 'to', code: 'order', message: '结束的日期不能早于开始的日期' }])
  if (to > addYears(from, LONGEST_YEARS)) {
    throw invalid([{ field: 'to', code: 'range', message: `一次最多看 ${LONGEST_YEARS} 年，请缩短期间` }])
  }
  return { from, to }
}

const namesOf = async (ctx: Ctx, codes: readonly DivisionCode[]) => {
  const found = await Promise.all(codes.map((within) => findDivisions(ctx.db, { on: ctx.today, within })))
  return codes.map((code, index) => {
    const name = found[index]?.find((division) => division.code === code)?.name
    return { code: code as string, name: name ?? code }
  })
}

const pad = (prefix: string) => prefix.padEnd(12, '0') as DivisionCode

/** The division shown, and how it was reached; out of reach it is not there (404). */
async function readDivision(ctx: Ctx, asked: string | undefined) {
  const roots = ctx.scope.prefixes.map(pad)
  const division = asked ? parseDivisionCode(asked) : roots[0]
  if (!division || !covers(ctx.scope, division)) throw notFound('这个地区的统计')
  const trail = lineageOf(division)
    .filter((code) => covers(ctx.scope, code))
    .toReversed()
  return { division, trail: await namesOf(ctx, trail), roots: await namesOf(ctx, roots) }
}

async function viewChildren(
  ctx: Ctx,
  flows: readonly Flow[],
  {
    division,
    rows,
    open,
  }: { division: DivisionCode; rows: readonly Counted[]; open: Awaited<ReturnType<typeof countOpenCases>> },
): Promise<FiguresView['children']> {
  const names = new Map(
    (await findDivisions(ctx.db, { on: ctx.today, parent: division })).map((one) => [one.code, one.name]),
  )
  const children = new Set([...rows.map(({ child }) => child), ...open.map(({ child }) => child)])
  return [...children]
    .map((child) => {
      const code = pad(child)
      const own = rows.filter((row) => row.child === child)
      const now = open.find((one) => one.child === child)
      const isOwn = code === division
      return {
        code: isOwn ? null : code,
        name: isOwn ? '本级' : (names.get(code) ?? code),
        received: countReceived(flows, own),
        ended: countEnded(flows, own),
        open: now?.open ?? 0,
        overdue: now?.overdue ?? 0,
        onTime: onTimeOf(flows, own),
      }
    })
    .sort((a, b) => b.received - a.received || b.open - a.open || a.name.localeCompare(b.name))
}

/** What the sources outside the spine count, beside the period before. */
async function viewSources(ctx: Ctx, sources: readonly FigureSource[], now: FigurePlace, before: FigurePlace) {
  const figures: Figure[] = []
  for (const source of sources) {
    const [earlier, found] = await ctx.guarded((tx) => Promise.all([source(tx, before), source(tx, now)]))
    for (const figure of found) {
      figures.push({ ...figure, previous: earlier.find(({ key }) => key === figure.key)?.value ?? null })
    }
  }
  return figures
}

async function getFigures(ctx: Ctx, services: StatisticsServices, asked: FiguresAsked): Promise<FiguresView> {
  const { from, to } = readPeriod(asked)
  const flows = services.flows.filter(({ service }) => asked.service === undefined || service === asked.service)
  if (flows.length === 0) throw invalid([{ field: 'service', code: 'unknown', message: '没有这项服务，请从列表里选' }])
  const { division, trail, roots } = await readDivision(ctx, asked.division)
  const length = daysBetween(from, to) + 1
  const [previousFrom, previousTo] = [addDays(from, -length), addDays(from, -1)]
  const { scope } = ctx
  const prefix = prefixOf(division)
  const place = { scope, prefix, childDigits: childDigitsOf[levelOf(division)], service: asked.service }
  const selection: FigureSelection = { ...place, from, to }
  const rows = await readFigures(ctx.db, flows, selection)
  const before = await readFigures(ctx.db, flows, { ...selection, from: previousFrom, to: previousTo })
  const open = await countOpenCases(ctx.db, selection, ctx.today)
  const add = (part: 'open' | 'overdue') => open.reduce((total, one) => total + one[part], 0)
  const others = asked.service
    ? []
    : await viewSources(
        ctx,
        services.sources,
        { scope, prefix, from, to, today: ctx.today },
        { scope, prefix, from: previousFrom, to: previousTo, today: ctx.today },
      )
  return {
    from,
    to,
    previousFrom,
    previousTo,
    division,
    trail,
    roots,
    services: services.flows.map((flow) => ({ service: flow.service, label: stateLabel(flow, flow.service) })),
    numbers: [...viewNumbers(flows, rows, before), ...viewStanding(add('open'), add('overdue')), ...others],
    trend: viewTrend(flows, rows),
    byMonth: isByMonth(selection),
    outcomes: viewOutcomes(flows, rows),
    refusals: viewRefusals(rows),
    steps: viewSteps(flows, rows),
    holders: viewHolders(rows),
    children: await viewChildren(ctx, flows, { division, rows, open }),
    funnels: await Promise.all(flows.map((flow) => drawFunnel(flow, rows))),
  }
}

/** Flows of the case spine: those that somebody applies to. What else runs a flow has its own figures. */
const onSpine = ({ steps }: Flow) => Object.values(steps).some(({ by }) => by === 'applicant')

/** Figures of what happened, for those who oversee it and, in part, for everyone. */
export const statisticsOperations = ({ flows, sources }: StatisticsServices): readonly Operation[] => {
  const services = { flows: flows.filter(onSpine), sources: [ratingsSource, ...sources] }
  return [
    defineOperation({
      name: 'statistics.get',
      summary: '统计：一段时间、一个地区及下级、一项或全部服务的数字，各有定义，并和上一段时间比',
      http: 'GET /statistics',
      policy: only('administrator', 'auditor', 'reviewer'),
      input: FiguresAsked,
      output: FiguresView,
      handle: (ctx, asked) => getFigures(ctx, services, asked),
    }),
    defineOperation({
      name: 'statistics.export',
      summary: '导出统计：页面上的全部数字，一张表，XLSX 或 CSV',
      http: 'GET /statistics/export',
      policy: only('administrator', 'auditor', 'reviewer'),
      input: FiguresExported,
      output: FileAnswerSchema,
      handle: async (ctx, { form, ...asked }) =>
        exportSheet(figuresSheet(await getFigures(ctx, services, asked)), form ?? 'xlsx'),
    }),
    defineOperation({
      name: 'statistics.getPublic',
      summary: '公开的数据：近十二个月服务了多少、用了多久；少于五的不公布',
      http: 'GET /figures',
      policy: anyone,
      input: Type.Object({}, { additionalProperties: false }),
      output: PublicFigures,
      handle: (ctx) => getPublicFigures(ctx, services.flows, everything),
    }),
  ]
}
