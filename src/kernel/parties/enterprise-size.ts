/** Sizes of enterprises (企业规模), the largest first. */
export const enterpriseSizes = [
  { value: 'large', zh: '大型企业' },
  { value: 'medium', zh: '中型企业' },
  { value: 'small', zh: '小型企业' },
  { value: 'micro', zh: '微型企业' },
] as const

export type EnterpriseSize = (typeof enterpriseSizes)[number]['value']

/** What a size is told by: people employed, yearly revenue and total assets, both in fen. */
export interface SizeFigures {
  staff?: number | undefined
  revenue?: number | undefined
  assets?: number | undefined
}

type Figure = keyof SizeFigures

/** The least of each figure that a size takes; all of them are to be reached. Staff in people, money in 万元. */
type Bounds = Partial<Record<Figure, number>>

/** One line of the table of 工信部联企业〔2011〕300号: the classes of GB/T 4754 it is for, and what each size takes at least. */
interface Line {
  zh: string
  /** Beginnings of codes; the longest that fits says the line. */
  codes: readonly string[]
  large: Bounds
  medium: Bounds
  small: Bounds
}

const lines: readonly Line[] = [
  {
    zh: '农、林、牧、渔业',
    codes: ['A'],
    large: { revenue: 20_000 },
    medium: { revenue: 500 },
    small: { revenue: 50 },
  },
  {
    zh: '工业',
    codes: ['B', 'C', 'D'],
    large: { staff: 1_000, revenue: 40_000 },
    medium: { staff: 300, revenue: 2_000 },
    small: { staff: 20, revenue: 300 },
  },
  {
    zh: '建筑业',
    codes: ['E'],
    large: { revenue: 80_000, assets: 80_000 },
    medium: { revenue: 6_000, assets: 5_000 },
    small: { revenue: 300, assets: 300 },
  },
  {
    zh: '批发业',
    codes: ['F51'],
    large: { staff: 200, revenue: 40_000 },
    medium: { staff: 20, revenue: 5_000 },
    small: { staff: 5, revenue: 1_000 },
  },
  {
    zh: '零售业',
    codes: ['F52'],
    large: { staff: 300, revenue: 20_000 },
    medium: { staff: 50, revenue: 500 },
    small: { staff: 10, revenue: 100 },
  },
  {
    zh: '交通运输业',
    codes: ['G54', 'G55', 'G56', 'G57', 'G58', 'G591'],
    large: { staff: 1_000, revenue: 30_000 },
    medium: { staff: 300, revenue: 3_000 },
    small: { staff: 20, revenue: 200 },
  },
  {
    zh: '仓储业',
    codes: ['G592', 'G593', 'G594', 'G595', 'G596', 'G599'],
    large: { staff: 200, revenue: 30_000 },
    medium: { staff: 100, revenue: 1_000 },
    small: { staff: 20, revenue: 100 },
  },
  {
    zh: '邮政业',
    codes: ['G60'],
    large: { staff: 1_000, revenue: 30_000 },
    medium: { staff: 300, revenue: 2_000 },
    small: { staff: 20, revenue: 100 },
  },
  {
    zh: '住宿业、餐饮业',
    codes: ['H61', 'H62'],
    large: { staff: 300, revenue: 10_000 },
    medium: { staff: 100, revenue: 2_000 },
    small: { staff: 10, revenue: 100 },
  },
  {
    zh: '信息传输业',
    codes: ['I63', 'I64'],
    large: { staff: 2_000, revenue: 100_000 },
    medium: { staff: 100, revenue: 1_000 },
    small: { staff: 10, revenue: 100 },
  },
  {
    zh: '软件和信息技术服务业',
    codes: ['I65'],
    large: { staff: 300, revenue: 10_000 },
    medium: { staff: 100, revenue: 1_000 },
    small: { staff: 10, revenue: 50 },
  },
  {
    zh: '房地产开发经营',
    codes: ['K701'],
    large: { revenue: 200_000, assets: 10_000 },
    medium: { revenue: 1_000, assets: 5_000 },
    small: { revenue: 100, assets: 2_000 },
  },
  {
    zh: '物业管理',
    codes: ['K702'],
    large: { staff: 1_000, revenue: 5_000 },
    medium: { staff: 300, revenue: 1_000 },
    small: { staff: 100, revenue: 500 },
  },
  {
    zh: '租赁和商务服务业',
    codes: ['L'],
    large: { staff: 300, assets: 120_000 },
    medium: { staff: 100, assets: 8_000 },
    small: { staff: 10, assets: 100 },
  },
  {
    zh: '其他未列明行业',
    codes: ['K703', 'K704', 'K709', 'M', 'N', 'O', 'P', 'Q', 'R'],
    large: { staff: 300 },
    medium: { staff: 100 },
    small: { staff: 10 },
  },
]

const FEN_OF_TEN_THOUSAND_YUAN = 1_000_000

/** The line for a class of industry; none for what the standard leaves out: finance, railways, public administration. */
function lineFor(industry: string): Line | undefined {
  const fitting = lines.flatMap((line) =>
    line.codes.filter((code) => industry.startsWith(code)).map((code) => ({ code, line })),
  )
  return fitting.sort((one, other) => other.code.length - one.code.length)[0]?.line
}

const reaches = (figures: SizeFigures, bounds: Bounds): boolean =>
  (Object.entries(bounds) as [Figure, number][]).every(([figure, least]) => {
    const unit = figure === 'staff' ? 1 : FEN_OF_TEN_THOUSAND_YUAN
    return (figures[figure] ?? 0) >= least * unit
  })

/** Which figures tell the size in an industry; null where the standard has no line for it. */
export const figuresOf = (industry: string): Figure[] | null => {
  const line = lineFor(industry)
  return line ? (Object.keys(line.small) as Figure[]) : null
}

/**
 * The size of an enterprise (企业规模划型, 工信部联企业〔2011〕300号): large, medium and small take all the least figures of their
 * line, what falls below in any of them goes down a size. Null where the standard has no line, or a figure is not known.
 */
export function classifySize(industry: string, figures: SizeFigures): { size: EnterpriseSize; line: string } | null {
  const line = lineFor(industry)
  if (!line || figuresOf(industry)?.some((figure) => figures[figure] === undefined)) return null
  const size = (['large', 'medium', 'small'] as const).find((one) => reaches(figures, line[one])) ?? 'micro'
  return { size, line: line.zh }
}
