import { type Act, type Load, type Measured, measure } from './callers.ts'

/** One thing compared: ours against the limit's, with the goals that its ratios have to reach. */
export interface Comparison {
  name: string
  ours: Act
  /** One act or several after each other, whose times are added: “read by id plus one list”. */
  limit: readonly Act[]
  /** Our rate as a share of the limit's, at least. */
  rateAtLeast?: number
  /** Our p99 as a multiple of the limit's, at most. */
  p99AtMost?: number
}

export interface Compared {
  name: string
  ours: Measured
  limit: Measured
  rate: number
  p99: number
  holds: boolean
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN

const medianOf = (rounds: readonly Measured[]): Measured => ({
  rate: median(rounds.map((round) => round.rate)),
  p50: median(rounds.map((round) => round.p50)),
  p99: median(rounds.map((round) => round.p99)),
  count: rounds.reduce((sum, round) => sum + round.count, 0),
})

/** Acts that follow each other: their times add up. */
const inTurn = (parts: readonly Measured[]): Measured => ({
  rate: 1 / parts.reduce((sum, part) => sum + 1 / part.rate, 0),
  p50: parts.reduce((sum, part) => sum + part.p50, 0),
  p99: parts.reduce((sum, part) => sum + part.p99, 0),
  count: Math.min(...parts.map((part) => part.count)),
})

async function measureLimit(acts: readonly Act[], load: Load): Promise<Measured> {
  const parts: Measured[] = []
  for (const act of acts) parts.push(await measure(act, { ...load, milliseconds: load.milliseconds / acts.length }))
  return inTurn(parts)
}

/**
 * Compares in interleaved rounds, ours and the limit's by turns and each first in every other round, for the machine is shared and
 * its speed moves; what counts is the median round. The first round warms up and is not counted. `settle` waits until
 * nothing is left to do of what was asked before, so that the follow-up of one side does not slow the other.
 */
export async function compare(
  comparison: Comparison,
  rounds: number,
  load: Load,
  settle: () => Promise<void> = async () => {},
): Promise<Compared> {
  const { name, rateAtLeast = 0, p99AtMost = Number.POSITIVE_INFINITY } = comparison
  const ours: Measured[] = []
  const limit: Measured[] = []
  const sides = [
    async () => void ours.push(await measure(comparison.ours, load)),
    async () => void limit.push(await measureLimit(comparison.limit, load)),
  ]
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      await settle()
      await side()
    }
  }
  const [mine, theirs] = [medianOf(ours.slice(1)), medianOf(limit.slice(1))]
  const [rate, p99] = [mine.rate / theirs.rate, mine.p99 / theirs.p99]
  return { name, ours: mine, limit: theirs, rate, p99, holds: rate >= rateAtLeast && p99 <= p99AtMost }
}
