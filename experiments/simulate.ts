import { verifyHistories } from '../src/kernel/cases/history.ts'
import { asOwner } from './as-owner.ts'
import { atOnce } from './at-once.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { simulate } from './simulated-run.ts'
import { openWorld, type World } from './simulated-world.ts'

/** Runs that go on beside each other, each with a clock of its own. */
const LANES = 4
/** One seed in so many is walked once more, and must go the very same way. */
const AGAIN = 50
const TOLD_EVERY = 500

/** The control: the database forgets who performed what, so that one officer may decide on what they accepted. */
const forgetPerformers = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    `create function forget_performers() returns trigger language plpgsql as
      $$ begin new.performed := '{}'; return new; end $$`,
    'create trigger forget_performers before update on service_case for each row execute function forget_performers()',
  )

async function walk(world: World, { seed, size }: Course): Promise<Outcome> {
  const began = performance.now()
  let walked = 0
  const runs = await atOnce(LANES, size, async (index) => {
    const run = await simulate(world, seed + index)
    walked += 1
    if (walked % TOLD_EVERY === 0) console.log(`  ${walked} seeds, ${Math.round((performance.now() - began) / 1000)} s`)
    return run
  })
  const again = runs.filter((_run, index) => index % AGAIN === 0)
  const repeated = await atOnce(LANES, again.length, (index) => simulate(world, again[index]?.seed ?? 0))
  const sameAgain = repeated.filter(({ trace }, index) => trace === again[index]?.trace).length
  const { cases, entries, findings } = await verifyHistories(world.city.platform.db)
  const broken = [...runs, ...repeated].filter((run) => run.broken.length > 0)
  const sum = (count: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + count(run), 0)
  return {
    figures: {
      seeds: runs.length,
      brokenSeeds: broken.length,
      firstBroken: broken.slice(0, 3).map(({ seed: one, broken: what }) => ({ seed: one, what })),
      commands: sum((run) => run.commands),
      done: sum((run) => run.done),
      repeatedKeys: sum((run) => run.repeats),
      faults: sum((run) => run.faults),
      walkedAgain: again.length,
      sameAgain,
      cases,
      steps: entries,
      chainFindings: findings.length,
      seconds: Math.round((performance.now() - began) / 1000),
    },
    holds: broken.length === 0 && sameAgain === again.length && findings.length === 0,
  }
}

async function run(course: Course): Promise<Outcome> {
  const world = await openWorld()
  try {
    if (course.broken) await forgetPerformers(world.city.ownerUrl)
    return await walk(world, course)
  } finally {
    await world.close()
  }
}

/** Random people at loans, beside a small model of what should come of it. Sizes are seeds, from the given one on. */
export const simulation: Experiment = { name: 'simulate', sizes: { full: 10_000, short: 20, control: 8 }, run }
