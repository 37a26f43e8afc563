import { ratingFigures } from '../ratings/figures.ts'
import { shareOf } from './figures.ts'
import type { FigureSource } from './source.ts'

/** The fewest stars that still say 满意 in the standard's words: 基本满意. */
const CONTENT_FROM = 3

/** How those who were served rated it (好差评), of the rounds that ended in the period. */
export const ratingsSource: FigureSource = async (db, { from, to, scope, prefix }) => {
  const all = await ratingFigures(db, scope, { from, to, by: 'division' })
  const rows = all.filter(({ key }) => key?.startsWith(prefix))
  const total = (count: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + count(row), 0)
  const rated = total((row) => row.rated)
  const content = total((row) =>
    row.stars.reduce((sum, count, index) => (index + 1 >= CONTENT_FROM ? sum + count : sum), 0),
  )
  return [
    {
      key: 'rated',
      zh: '评价',
      meaning: '办结的办件里，申请人给了评价的次数。',
      unit: 'count',
      value: rated,
    },
    {
      key: 'content',
      zh: '满意率',
      meaning: '给了评价的人里，评“基本满意”以上的占多少。',
      unit: 'rate',
      value: shareOf(content, rated),
    },
  ]
}
