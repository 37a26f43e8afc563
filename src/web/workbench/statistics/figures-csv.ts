import { toCsv } from '../../../shared/spreadsheet-text.ts'
import { saveBytes } from '../save-file.ts'
import { type Figures, sayDays, sayFigure, sayShare } from './figure-words.ts'

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? [] : [[title], head, ...rows, []]

/** Everything on the page as one sheet, part by part, each figure with what it means. */
function figuresToCsv(view: Figures): string {
  const place = view.trail.map(({ name }) => name).join(' ')
  return toCsv([
    ['统计', place, `${view.from} 至 ${view.to}`],
    [],
    ...section(
      '数字',
      ['名称', '本期', '上期', '说明'],
      view.numbers.map((one) => [
        one.zh,
        sayFigure(one),
        one.previous === null ? '' : sayFigure({ ...one, value: one.previous }),
        one.meaning,
      ]),
    ),
    ...section(
      '下级地区',
      ['地区', '收件', '办结', '在办', '超期', '按时率'],
      view.children.map((one) => [
        one.name,
        String(one.received),
        String(one.ended),
        String(one.open),
        String(one.overdue),
        sayShare(one.onTime),
      ]),
    ),
    ...section(
      '各环节用时',
      ['服务', '环节', '次数', '中位', '九成不超过', '超时限'],
      view.steps.map((one) => [
        one.serviceLabel,
        one.label,
        String(one.count),
        sayDays(one.median),
        sayDays(one.ninth),
        one.late === null ? '不限时' : String(one.late),
      ]),
    ),
    ...section(
      view.byMonth ? '按月' : '按日',
      ['日期', '收件', '办结'],
      view.trend.map((one) => [one.bucket, String(one.received), String(one.ended)]),
    ),
    ...section(
      '驳回的依据',
      ['条款', '次数'],
      view.refusals.map((one) => [one.label, String(one.count)]),
    ),
  ])
}

/** Hands the sheet over as a file. */
export const saveFigures = (view: Figures): void =>
  saveBytes(figuresToCsv(view), `统计-${view.from}-${view.to}.csv`, 'text/csv;charset=utf-8')
