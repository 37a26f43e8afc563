import type { SheetOut } from '../sheets/write-sheet.ts'
import { sayDays, sayFigure, sayShare } from './figure-words.ts'
import type { FiguresView } from './schema.ts'

type Rows = readonly (readonly string[])[]

const section = (title: string, head: readonly string[], rows: Rows): Rows =>
  rows.length === 0 ? [] : [[], [title], head, ...rows]

const counted = (items: FiguresView['outcomes']) => items.map((one) => [one.label, String(one.count)])

const numberRows = ({ numbers }: FiguresView): Rows =>
  numbers.map((one) => [
    one.zh,
    sayFigure(one),
    one.previous === null ? '' : sayFigure({ ...one, value: one.previous }),
    one.meaning,
  ])

const childRows = ({ children }: FiguresView): Rows =>
  children.map(({ name, received, ended, open, overdue, onTime }) => [
    name,
    ...[received, ended, open, overdue].map(String),
    sayShare(onTime),
  ])

const stepRows = ({ steps }: FiguresView): Rows =>
  steps.map((one) => [
    one.serviceLabel,
    one.label,
    String(one.count),
    sayDays(one.median),
    sayDays(one.ninth),
    one.late === null ? '不限时' : String(one.late),
  ])

/** Everything the figures show as one table, part by part, each number with what it means. */
export function figuresSheet(view: FiguresView): SheetOut {
  const place = view.trail.map(({ name }) => name).join(' ')
  return {
    name: `统计-${view.from}-${view.to}`,
    header: ['统计', place, `${view.from} 至 ${view.to}`, `上期 ${view.previousFrom} 至 ${view.previousTo}`],
    rows: [
      ...section('数字', ['名称', '本期', '上期', '说明'], numberRows(view)),
      ...section('下级地区', ['地区', '收件', '办结', '在办', '超期', '按时率'], childRows(view)),
      ...section('各环节用时', ['服务', '环节', '次数', '中位', '九成不超过', '超时限'], stepRows(view)),
      ...section(
        '时间用在谁手里',
        ['谁', '工作日合计', '占'],
        view.holders.map(({ label, days, share }) => [label, String(days), sayShare(share)]),
      ),
      ...section(
        view.byMonth ? '按月' : '按日',
        ['日期', '收件', '办结'],
        view.trend.map((one) => [one.bucket, String(one.received), String(one.ended)]),
      ),
      ...section('结果', ['结果', '次数'], counted(view.outcomes)),
      ...section('驳回的依据', ['条款', '次数'], counted(view.refusals)),
    ],
  }
}
