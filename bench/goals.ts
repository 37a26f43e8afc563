/** What is to be reached, each as a ratio to the limit in the same run or, where it says so, as what users would otherwise install. */
export const goals = {
  submit: { rateAtLeast: 0.5, p99AtMost: 3 },
  decide: { rateAtLeast: 0.4 },
  inbox: { rateAtLeast: 0.7 },
  'case page': { rateAtLeast: 0.6 },
  search: { rateAtLeast: 2, p99AtMost: 1 / 3 },
  'public page': { rateAtLeast: 0.4 },
  'rendered page': { rateAtLeast: 0.2 },
} as const satisfies Record<string, { rateAtLeast: number; p99AtMost?: number }>

export type ActName = keyof typeof goals
export const actNames = Object.keys(goals) as ActName[]

/** Multiples of the limit server's. */
export const memoryAtMost = { rest: 2, load: 2.5 } as const
export const startAtMost = 5
/** Directus, without development parts. */
export const installedAtMost = { megabytes: 473, packages: 1097 } as const
/** Of the exact top ten, where a query has up to 10,000 matches. */
export const topTenAtLeast = 0.95
/** Slope of time over cases, both as logarithms, for every act on one case or one page. */
export const slopeAtMost = 0.1
