import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../bench/load/random.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { pdfFile } from '../test/sample-files.ts'
import { atOnce } from './at-once.ts'
import { findDifferences } from './crash-findings.ts'
import {
  type Blow,
  blows,
  buildHouse,
  type House,
  Keeper,
  removeHouse,
  superuserUrl,
  type Writer,
} from './crash-house.ts'
import { watchSync } from './crash-sync.ts'
import { type Acknowledged, Writers } from './crash-writes.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'

const CLIENTS = 8
const PATIENCE = 60_000
const MOST_MILLISECONDS_AWAY = 30_000

/** One house for the run and its control, each with applicants of their own; it goes with the process. */
let built: Promise<House> | undefined
function findHouse(): Promise<House> {
  built ??= buildHouse(2 * CLIENTS + 1).then((house) => {
    process.once('exit', () => removeHouse(house))
    return house
  })
  return built
}

/**
 * The control: commits are acknowledged before they are on the disk, and get there much later. Each transaction does that to itself, for
 * a platform that finds the setting itself off does not start.
 */
const loosen = (house: House) =>
  withClient(superuserUrl(house), async (client) => {
    for (const setting of ["wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"])
      await client.query(`alter system set ${setting}`)
    await client.query('select pg_reload_conf()')
    await client.query(`create function qichuang.loosen() returns trigger language plpgsql as
      $$ begin perform set_config('synchronous_commit', 'off', true); return null; end $$`)
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'qichuang%'`,
    )
    for (const { name } of rows) {
      await client.query(`create trigger loosen after insert or update or delete on ${name}
        for each statement execute function qichuang.loosen()`)
    }
  })

/** Each kind of blow as often as the others, in an order by chance. */
function planBlows(count: number, random: Random): Blow[] {
  const left = Array.from({ length: count }, (_, index) => blows[index % blows.length] as Blow)
  return left.map((_, index) => {
    const chosen = index + random.below(left.length - index)
    const [one, other] = [left[chosen] as Blow, left[index] as Blow]
    left[chosen] = other
    left[index] = one
    return one
  })
}

async function until(condition: () => boolean): Promise<boolean> {
  const begun = performance.now()
  while (!condition()) {
    if (performance.now() - begun > PATIENCE) return false
    await sleep(2)
  }
  return true
}

/** Strikes again and again while the writers write; gives how long it took each time until something sent after it was acknowledged. */
async function strikeAll(keeper: Keeper, writers: Writers, plan: readonly Blow[], random: Random) {
  const away: { blow: Blow; milliseconds: number }[] = []
  const between = writesBetween(plan.length)
  for (const blow of plan) {
    const before = writers.acknowledged.length
    if (!(await until(() => writers.acknowledged.length >= before + between))) break
    await sleep(random.below(20))
    const struck = performance.now()
    keeper.strike(blow, (count) => random.below(count))
    const back = await until(() => writers.lastSent > struck)
    away.push({ blow, milliseconds: back ? Math.round(performance.now() - struck) : Number.POSITIVE_INFINITY })
  }
  return away
}

/** How many are to be acknowledged before each blow: 100 of the 200 of the whole run. */
const writesBetween = (count: number) => Math.min(100, 10 + count)

async function countWholePapers(keeper: Keeper, writes: readonly Acknowledged[], applicants: readonly Writer[]) {
  const expected = pdfFile()
  const whole = await atOnce(4, writes.length, async (index) => {
    const { accountId, answer } = writes[index] as Acknowledged
    const cookie = applicants.find((writer) => writer.accountId === accountId)?.cookie ?? ''
    const { id } = answer as { id: string }
    const given = await fetch(`${keeper.address}/api/v1/papers/${id}/content`, { headers: { cookie } })
    return Buffer.from(await given.arrayBuffer()).equals(expected)
  })
  return whole.filter(Boolean).length
}

/** The worst of each kind of blow. */
const worstOf = (away: readonly { blow: Blow; milliseconds: number }[]) =>
  Object.fromEntries(
    blows.map((blow) => [blow, Math.max(0, ...away.filter((one) => one.blow === blow).map((one) => one.milliseconds))]),
  )

async function crashAll({ seed, size, broken }: Course): Promise<Outcome> {
  const house = await findHouse()
  const random = new Random(seed)
  const watching = broken || size < 100 ? null : house.applicants.at(-1)
  const sync = watching ? await watchSync(house, watching, seed) : 'not looked at in a short run'
  const applicants = house.applicants.slice(broken ? CLIENTS : 0).slice(0, CLIENTS)
  const since = new Date()
  const keeper = new Keeper(house)
  const writers = new Writers(house, () => keeper.address)
  await keeper.open()
  if (broken) await loosen(house)
  const working = applicants.map((applicant, lane) => writers.work(applicant, new Random(seed + lane)))
  const away = await strikeAll(keeper, writers, planBlows(size, random), random)
  const target = size * writesBetween(size)
  await until(() => writers.acknowledged.length >= target)
  writers.stop()
  await Promise.race([Promise.all(working), sleep(PATIENCE, undefined, { ref: false })])
  const { acknowledged, contradictions, faults, sent } = writers
  const papers = acknowledged.filter(({ operation }) => operation === 'paper.add')
  const wholePapers = await countWholePapers(keeper, papers, applicants)
  await keeper.close()
  const { lost, doubled, brokenSeals } = await findDifferences(house, acknowledged, since)
  const times = away.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const worst = times.at(-1) ?? Number.POSITIVE_INFINITY
  const synced = typeof sync === 'string' || (sync.acknowledged > 0 && sync.syncedBefore === sync.acknowledged)
  return {
    figures: {
      kills: away.length,
      acknowledged: acknowledged.length,
      triedAgain: sent - acknowledged.length,
      triesWithoutSuccess: Object.fromEntries(faults),
      lost,
      doubled,
      contradicted: contradictions.slice(0, 3),
      papers: papers.length,
      wholePapers,
      brokenSeals: brokenSeals.slice(0, 3),
      readyAgainMedianMilliseconds: times[Math.floor(times.length / 2)],
      readyAgainWorstMilliseconds: worstOf(away),
      startsTriedAgain: keeper.failedStarts.length,
      walSyncBeforeAcknowledgement: sync,
    },
    holds:
      away.length === size &&
      acknowledged.length >= target &&
      lost + doubled + contradictions.length + brokenSeals.length === 0 &&
      wholePapers === papers.length &&
      worst <= MOST_MILLISECONDS_AWAY &&
      synced,
  }
}

/** Server and database killed again and again under clients that write and retry. Sizes are kills. */
export const crash: Experiment = { name: 'crash', sizes: { full: 200, short: 2, control: 1 }, run: crashAll }
