import { type Flow, getStep, type Step, stateLabel } from '../cases/flow.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Counted } from './reading.ts'
import type { Figure, StepFigures } from './schema.ts'

/** Basis points of a share; null of nothing. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 10_000) / whole)

const sum = (rows: readonly Counted[]) => rows.reduce((total, { count }) => total + count, 0)

interface Move {
  flow: Flow
  from: string
  to: string
}

/** The move that a row tells of; undefined for rows of other kinds and of flows that are gone. */
function moveOf(flows: readonly Flow[], { kind, service, key }: Counted): Move | undefined {
  const flow = flows.find((one) => one.service === service)
  const [from = '', to = ''] = key.split('>')
  return kind === 'move' && flow && from in flow.steps && to in flow.steps ? { flow, from, to } : undefined
}

/** Handed in by the applicant and taken over by an office; what is supplied after a pause is not handed in anew. */
const isReceived = ({ flow, from, to }: Move) => {
  const left = getStep(flow, from)
  return left.by === 'applicant' && !left.pausesClock && getStep(flow, to).office !== undefined
}

/** Passed on from the office that took it in to the next. */
const isAccepted = ({ to }: Move) => to === 'accepted'

const endsAs =
  (end: Step['end']) =>
  ({ flow, to }: Move) =>
    getStep(flow, to).end === end
const isEnded = ({ flow, to }: Move) => getStep(flow, to).end !== undefined

const countMoves = (flows: readonly Flow[], rows: readonly Counted[], is: (move: Move) => boolean): number =>
  sum(
    rows.filter((row) => {
      const move = moveOf(flows, row)
      return move !== undefined && is(move)
    }),
  )

/** Steps of an office that a limit counts for. */
const isLimited = (flows: readonly Flow[], { kind, service, key }: Counted) => {
  const step = flows.find((one) => one.service === service)?.steps[key]
  return kind === 'step' && step?.within !== undefined && step.by !== 'applicant'
}

/** On time of all limited steps, in basis points. */
export function onTimeOf(flows: readonly Flow[], rows: readonly Counted[]): number | null {
  const limited = rows.filter((row) => isLimited(flows, row))
  const late = limited.reduce((total, row) => total + row.late, 0)
  return shareOf(sum(limited) - late, sum(limited))
}

export const countReceived = (flows: readonly Flow[], rows: readonly Counted[]) => countMoves(flows, rows, isReceived)
export const countEnded = (flows: readonly Flow[], rows: readonly Counted[]) => countMoves(flows, rows, isEnded)

interface Definition {
  key: string
  zh: string
  meaning: string
  unit: Figure['unit']
  count(flows: readonly Flow[], rows: readonly Counted[]): number | null
}

/** Each figure has one definition, told beside it wherever it is shown. */
const definitions: readonly Definition[] = [
  {
    key: 'received',
    zh: '收件',
    meaning: '申请人交出、由机构接手的次数。补正后交回的不重复算，驳回后重新申请的算新的一次。',
    unit: 'count',
    count: countReceived,
  },
  {
    key: 'accepted',
    zh: '受理',
    meaning: '窗口决定受理、转去审核的次数。',
    unit: 'count',
    count: (flows, rows) => countMoves(flows, rows, isAccepted),
  },
  {
    key: 'done',
    zh: '办成',
    meaning: '走到流程的正常终点的次数，例如推荐给担保机构。',
    unit: 'count',
    count: (flows, rows) => countMoves(flows, rows, endsAs('done')),
  },
  {
    key: 'refused',
    zh: '驳回',
    meaning: '写明理由和依据驳回的次数。',
    unit: 'count',
    count: (flows, rows) => countMoves(flows, rows, endsAs('refused')),
  },
  {
    key: 'withdrawn',
    zh: '撤回',
    meaning: '申请人自己撤回的次数，没有提交就撤回的也算。',
    unit: 'count',
    count: (flows, rows) => countMoves(flows, rows, endsAs('withdrawn')),
  },
  {
    key: 'onTime',
    zh: '按时率',
    meaning: '机构限时办理的环节里，没有超过当天时限的占多少。等申请人补正的时间不算。',
    unit: 'rate',
    count: onTimeOf,
  },
]

/** The figures of a period beside those of the one before. */
export const viewNumbers = (flows: readonly Flow[], rows: readonly Counted[], before: readonly Counted[]): Figure[] =>
  definitions.map(({ key, zh, meaning, unit, count }) => ({
    key,
    zh,
    meaning,
    unit,
    value: count(flows, rows),
    previous: count(flows, before),
  }))

/** What is counted now, whatever the period. */
export const viewStanding = (open: number, overdue: number): Figure[] => [
  {
    key: 'open',
    zh: '在办',
    meaning: '此刻已经提交、还没有办结的办件。',
    unit: 'count',
    value: open,
    previous: null,
  },
  {
    key: 'overdue',
    zh: '超期',
    meaning: '此刻在机构手里、已经过了时限的办件。',
    unit: 'count',
    value: overdue,
    previous: null,
  },
]

/** The smallest number of working days within which a share of the rows was done. */
export function percentileOf(rows: readonly Counted[], share: number): number | null {
  const wanted = sum(rows) * share
  let reached = 0
  for (const row of rows.toSorted((a, b) => a.days - b.days)) {
    reached += row.count
    if (reached >= wanted) return row.days
  }
  return null
}

/** Working days in each step, in the order of the flows. */
export function viewSteps(flows: readonly Flow[], rows: readonly Counted[]): StepFigures[] {
  const steps = Map.groupBy(
    rows.filter(({ kind }) => kind === 'step'),
    ({ service, key }) => `${service} ${key}`,
  )
  return flows.flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([state, step]) => {
      const own = steps.get(`${flow.service} ${state}`)
      if (!own || step.end) return []
      return [
        {
          service: flow.service,
          serviceLabel: stateLabel(flow, flow.service),
          state,
          label: stateLabel(flow, state),
          count: sum(own),
          median: percentileOf(own, 0.5) ?? 0,
          ninth: percentileOf(own, 0.9) ?? 0,
          late: step.within ? own.reduce((total, row) => total + row.late, 0) : null,
        },
      ]
    }),
  )
}

/** How what ended in the period ended, by the flow's own words. */
export function viewOutcomes(flows: readonly Flow[], rows: readonly Counted[]) {
  const ended = rows.flatMap((row) => {
    const move = moveOf(flows, row)
    return move && isEnded(move) ? [{ label: stateLabel(move.flow, move.to), count: row.count }] : []
  })
  const byLabel = Map.groupBy(ended, ({ label }) => label)
  return [...byLabel]
    .map(([label, those]) => ({ label, count: those.reduce((total, { count }) => total + count, 0) }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
}

const MOST_REASONS = 10

/** Refusals by the article they rest on, most first. */
export function viewRefusals(rows: readonly Counted[]) {
  const byArticle = Map.groupBy(
    rows.filter(({ kind }) => kind === 'refusal'),
    ({ key }) => key,
  )
  return [...byArticle]
    .map(([label, those]) => ({ label, count: sum(those) }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
    .slice(0, MOST_REASONS)
}

const holderWords: Readonly<Record<string, string>> = {
  applicant: kernelTerms.applicant.zh,
  window: kernelTerms.window.zh,
  bureau: '审核机构',
  office: kernelTerms.office.zh,
  guarantor: kernelTerms.guarantor.zh,
  bank: kernelTerms.bank.zh,
  base: kernelTerms.base.zh,
}

/** Who used how many of the working days that cases took. */
export function viewHolders(rows: readonly Counted[]) {
  const byHolder = Map.groupBy(
    rows.filter(({ kind }) => kind === 'holding'),
    ({ key }) => key,
  )
  const used = [...byHolder].map(([key, those]) => ({
    label: holderWords[key] ?? key,
    days: those.reduce((total, { days, count }) => total + days * count, 0),
  }))
  const whole = used.reduce((total, { days }) => total + days, 0)
  return used
    .map((one) => ({ ...one, share: shareOf(one.days, whole) ?? 0 }))
    .sort((a, b) => b.days - a.days || a.label.localeCompare(b.label))
}

/** Received and ended in each part of the period that had any. */
export function viewTrend(flows: readonly Flow[], rows: readonly Counted[]) {
  const byBucket = Map.groupBy(rows, ({ bucket }) => bucket)
  return [...byBucket]
    .map(([bucket, those]) => ({
      bucket,
      received: countReceived(flows, those),
      ended: countEnded(flows, those),
    }))
    .sort((a, b) => a.bucket.localeCompare(b.bucket))
}
