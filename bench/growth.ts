import { withClient } from '../src/kernel/db/client.ts'
import { ourActs, readStock } from './acts.ts'
import { type ActName, slopeAtMost } from './goals.ts'
import { openHouse } from './house.ts'
import type { Size } from './load/load.ts'
import { type Act as MeasuredAct, measure } from './measure/callers.ts'
import { waitForQuiet } from './measure/quiet.ts'
import { median } from './measure/rounds.ts'
import { type Course, round } from './spine.ts'

/** Sets of fewer cases are loaded anew for each run. */
const KEPT_FROM = 500_000

/** The acts on one case or one page; reading first, for there is little to write in a small set and it begins warm then. */
const acts = ['inbox', 'case page', 'submit', 'decide'] as const satisfies readonly ActName[]
type Act = (typeof acts)[number]

/** The least-squares slope of the logarithms: 0 where the time does not grow, 1 where it grows as the number does. */
export function slopeOf(points: readonly { cases: number; seconds: number }[]): number {
  const logs = points.map(({ cases, seconds }) => [Math.log(cases), Math.log(seconds)] as const)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(logs.map(([one]) => one)), mean(logs.map(([, one]) => one))]
  const over = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0)
  return over / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
}

/** As many as there are for each round, for what can be done once only; a bounded number, so that all sizes do about as many. */
const MOST_WRITES = 400

function quota(act: MeasuredAct, most: number): MeasuredAct {
  let left = most
  return {
    ...act,
    next: () => {
      left -= 1
      return left < 0 ? null : act.next()
    },
  }
}

/** The time that an act takes of the whole machine (seconds for each at full load), in a set of this size: the median round. */
async function measureSize(size: Size, { rounds, load }: Course): Promise<Record<Act, number>> {
  // Of the small ones little is left after a run.
  const house = await openHouse(size, { anew: size.cases < KEPT_FROM })
  const platform = await house.startPlatform()
  try {
    const stock = await readStock(house)
    const ours = ourActs(platform, stock)
    const writes = { submit: stock.drafts.length, decide: stock.submitted.length }
    const each = (name: Act) =>
      name in writes
        ? Math.min(MOST_WRITES, Math.floor(writes[name as keyof typeof writes] / (rounds + 1)))
        : Number.POSITIVE_INFINITY
    return await withClient(house.cluster.superuserUrl, async (client) => {
      const seconds = {} as Record<Act, number>
      for (const name of acts) {
        const [took, most]: [number[], number] = [[], each(name)]
        // The first round warms up.
        for (let turn = 0; turn <= rounds; turn += 1) {
          await waitForQuiet(client)
          const { rate } = await measure(quota(ours[name], most), load)
          if (turn > 0 && rate > 0) took.push(1 / rate)
        }
        seconds[name] = median(took)
      }
      return seconds
    })
  } finally {
    await platform.stop()
    await house.stop()
  }
}

/** How the acts on one case or one page grow from a hundredth of the cases to all of them. */
export async function benchGrowth(size: Size, course: Course) {
  const sizes = [100, 10, 1].map((share) => Math.round(size.cases / share))
  const points: { cases: number; seconds: Record<Act, number> }[] = []
  for (const cases of sizes) points.push({ cases, seconds: await measureSize({ ...size, cases }, course) })
  const slope = (act: Act) => slopeOf(points.map(({ cases, seconds }) => ({ cases, seconds: seconds[act] })))
  const slopes = Object.fromEntries(acts.map((act) => [act, round(slope(act))])) as Record<Act, number>
  console.table(
    acts.map((act) => ({
      act,
      ...Object.fromEntries(points.map(({ cases, seconds }) => [`ms at ${cases}`, round(seconds[act] * 1000)])),
      slope: slopes[act],
    })),
  )
  return { name: 'growth', figures: { points }, ratios: slopes, holds: acts.every((act) => slopes[act] <= slopeAtMost) }
}
