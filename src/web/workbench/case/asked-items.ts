/** One thing to be supplied, as the clerk ticks and words it. */
export interface AskedItem {
  /** Where it comes from; keeps ticks with their rows. */
  key: string
  item: string
  says: string
  chosen: boolean
}

const SHORTEST = 4

/** What keeps a list from being sent: it is told once, so it must be whole. */
export function findFaults(items: readonly AskedItem[]): string[] {
  const chosen = items.filter((one) => one.chosen)
  if (chosen.length === 0) return ['还没有勾选要补的内容。']
  const unnamed = chosen.some(({ item }) => item.trim() === '')
  const short = chosen.filter(({ says }) => says.trim().length < SHORTEST).map(({ item }) => item)
  return [
    ...(unnamed ? ['有一项没有写补正事项。'] : []),
    ...(short.length > 0 ? [`“怎么补”写得太短：${short.join('、')}。`] : []),
  ]
}
