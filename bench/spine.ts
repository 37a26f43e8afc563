import type { ClientBase } from 'pg'
import { withClient } from '../src/kernel/db/client.ts'
import { comparisons, readStock } from './acts.ts'
import { installedAtMost, memoryAtMost, startAtMost, topTenAtLeast } from './goals.ts'
import { type House, openHouse, type Served } from './house.ts'
import type { Size } from './load/load.ts'
import type { Load } from './measure/callers.ts'
import { measureInstalled } from './measure/installed.ts'
import { memoryOf } from './measure/memory.ts'
import { waitForQuiet } from './measure/quiet.ts'
import { type Compared, compare, median } from './measure/rounds.ts'
import { compareTopTen } from './top-ten.ts'

/** How the measuring goes. */
export interface Course {
  /** Names of the acts to measure; null for all. */
  only: readonly string[] | null
  rounds: number
  load: Load
  /** Where V8 leaves a profile of the platform's process when it stops; null for none. */
  profileFolder: string | null
}

export const round = (value: number): number => Number(value.toPrecision(3))

const row = ({ name, ours, limit, rate, p99, holds }: Compared) => ({
  act: name,
  'ours/s': round(ours.rate),
  'limit/s': round(limit.rate),
  'rate ×': round(rate),
  'ours p99 ms': round(ours.p99),
  'limit p99 ms': round(limit.p99),
  'p99 ×': round(p99),
  holds,
})

/** Waits until the follow-up of the round before is done, and says so where that took a while. */
const settler = (client: ClientBase) => async () => {
  const { waiting, seconds, left } = await waitForQuiet(client)
  if (seconds > 1) console.log(`Waited ${seconds.toFixed(0)} s for ${waiting} events and jobs; left: ${left}`)
}

/** How long each takes to be started, in turns; the median. Leaves both running. */
async function startBoth(house: House, times: number, profileFolder: string | null) {
  const took: [ours: number[], theirs: number[]] = [[], []]
  let both: [Served, Awaited<ReturnType<House['startLimit']>>] | undefined
  for (let turn = 0; turn < times; turn += 1) {
    await Promise.all(both?.map((one) => one.stop()) ?? [])
    both = [await house.startPlatform(profileFolder), await house.startLimit()]
    took[0].push(both[0].startedIn)
    took[1].push(both[1].startedIn)
  }
  if (!both) throw new RangeError('started no time')
  return { platform: both[0], limit: both[1], started: { ours: median(took[0]), limit: median(took[1]) } }
}

/** Everything of the spine against the limit: rates and p99 at 32 callers, start, memory, the top ten of search, what is installed. */
export async function benchSpine(size: Size, { only, rounds, load, profileFolder }: Course) {
  const house = await openHouse(size)
  const { platform, limit, started } = await startBoth(house, rounds > 1 ? 3 : 1, profileFolder)
  try {
    const stock = await readStock(house)
    const topTen = await compareTopTen(house, platform)
    const resting = { ours: memoryOf(platform.child), limit: memoryOf(limit.child) }
    const results: Compared[] = []
    const chosen = comparisons(platform, limit, stock, size.cases).filter(({ name }) => only?.includes(name) ?? true)
    await withClient(house.cluster.superuserUrl, async (client) => {
      for (const comparison of chosen) {
        results.push(await compare(comparison, rounds, load, settler(client)))
        console.table(results.slice(-1).map(row))
      }
    })
    const loaded = { ours: memoryOf(platform.child), limit: memoryOf(limit.child) }
    console.table(results.map(row))
    const installed = await measureInstalled()
    const memory = { rest: resting.ours / resting.limit, load: loaded.ours / loaded.limit }
    const start = started.ours / started.limit
    const holds =
      results.every((one) => one.holds) &&
      memory.rest <= memoryAtMost.rest &&
      memory.load <= memoryAtMost.load &&
      start <= startAtMost &&
      topTen.share >= topTenAtLeast &&
      installed.megabytes <= installedAtMost.megabytes &&
      installed.packages <= installedAtMost.packages
    const acts = Object.fromEntries(results.map(({ name, ours, limit: theirs }) => [name, { ours, limit: theirs }]))
    const ratios = {
      ...Object.fromEntries(results.map(({ name, rate, p99 }) => [name, { rate: round(rate), p99: round(p99) }])),
      memory: { rest: round(memory.rest), load: round(memory.load) },
      start: round(start),
      topTen: round(topTen.share),
      installed: {
        size: round(installed.megabytes / installedAtMost.megabytes),
        packages: round(installed.packages / installedAtMost.packages),
      },
    }
    console.log(ratios)
    return {
      name: 'spine',
      figures: { ...acts, memory: { resting, loaded }, started, topTen, installed },
      ratios,
      holds,
    }
  } finally {
    await platform.stop()
    await limit.stop()
    await house.stop()
  }
}
