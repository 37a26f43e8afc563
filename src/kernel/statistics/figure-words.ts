interface Told {
  unit: 'count' | 'rate'
  value: number | null
}

/** A share in per cent with one decimal place. */
export const sayShare = (share: number | null) => (share === null ? '—' : `${(share / 100).toFixed(1)}%`)

/** A figure as it is read; what has nothing to count from is a dash. */
export function sayFigure({ unit, value }: Told): string {
  if (value === null) return '—'
  return unit === 'rate' ? sayShare(value) : value.toLocaleString('zh-CN')
}

/** How a figure stands to the period before; nothing where there is none to compare with. */
export function sayChange({ unit, value, previous }: Told & { previous: number | null }): string {
  if (value === null || previous === null) return ''
  const difference = value - previous
  if (difference === 0) return '和上期一样'
  const way = difference > 0 ? '多' : '少'
  if (unit === 'rate') {
    return `比上期${difference > 0 ? '高' : '低'} ${(Math.abs(difference) / 100).toFixed(1)} 个百分点`
  }
  return `比上期${way} ${Math.abs(difference).toLocaleString('zh-CN')}`
}

const MOST_DAYS = ' 个工作日'

export const sayDays = (days: number | null) => (days === null ? '—' : days === 0 ? '当天' : `${days}${MOST_DAYS}`)
