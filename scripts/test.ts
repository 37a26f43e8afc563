import './require-node.js'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { runChecks, staticChecks } from './check.ts'
import { listFiles, root } from './files.ts'
import { addTallies, runTests, type Tally } from './run-tests.ts'

/** `npm test`: everything. `npm test -- src/kernel/rules`: the test files whose path holds that text, and no checks. */
const { values, positionals: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})

// Every file runs in a process of its own; all but the first find the sources compiled.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'qichuang-compiled')

const interruption = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort())

const { signal } = interruption
const log = (text: string) => console.log(text)
const minute = 60_000

/** Does one part of the run; if the part itself breaks, that is one failure, and what it had begun is told. */
async function part(title: string, work: () => Promise<Tally>): Promise<Tally> {
  if (signal.aborted) return { passed: 0, failed: 0 }
  log(title)
  return work().catch((error: unknown) => {
    log(`  ✗ ${title}\n${inspect(error)}`)
    return { passed: 0, failed: 1 }
  })
}

const runUnits = (files: readonly string[]) =>
  runTests({ folder: root, files, concurrency: 2, timeoutMilliseconds: 5 * minute, signal, log })

/** Each journey has a browser and a server of its own, on a copy of a city that is seeded once. */
async function runJourneys(files: readonly string[]): Promise<Tally> {
  const { buildFaces } = await import('./build.ts')
  await buildFaces({ log: (text: string) => log(`  ${text}`) })
  const { buildHouse } = await import('../test/e2e/seeded-house.ts')
  const house = await buildHouse()
  Object.assign(process.env, house.env)
  const run = { folder: root, files, concurrency: 2, timeoutMilliseconds: 10 * minute, signal, log }
  return runTests(run).finally(house.remove)
}

/** One database cluster for all files, each of which makes its own database in it. */
async function withCluster(work: () => Promise<Tally[]>): Promise<Tally> {
  const { startTestCluster } = await import('../test/database.ts')
  const cluster = await startTestCluster()
  Object.assign(process.env, cluster.env)
  try {
    return addTallies(await work())
  } finally {
    await cluster.stop()
  }
}

/** A quick test is one that takes nothing from test/ and is no experiment, so that it needs neither database nor browser. */
async function isQuick(file: string): Promise<boolean> {
  if (/^(?:test|experiments)\//.test(file)) return false
  return !/from '(?:\.\.\/)+test\//.test(await readFile(join(root, file), 'utf8'))
}

async function runEverything(): Promise<Tally[]> {
  const chosen = (file: string) => wanted.length === 0 || wanted.some((text) => file.includes(text))
  const files = (await listFiles(root, /^(?:src|scripts|test|bench|experiments)\/.+\.(?:test|e2e)\.tsx?$/)).filter(
    chosen,
  )
  const journeys = files.filter((file) => /\.e2e\.tsx?$/.test(file))
  const units = files.filter((file) => !journeys.includes(file))
  const quick = (await Promise.all(units.map(isQuick))).flatMap((is, index) => (is ? (units[index] ?? []) : []))
  const onDatabase = units.filter((file) => !quick.includes(file))

  const tallies: Tally[] = []
  const whole = wanted.length === 0 && !values.quick
  if (whole) tallies.push(await part('checks', () => runChecks(staticChecks, { signal, log })))
  if (quick.length > 0) tallies.push(await part('tests', () => runUnits(quick)))
  if (values.quick || onDatabase.length + journeys.length === 0) return tallies
  const parts = async () => [
    ...(onDatabase.length > 0 ? [await part('tests on the database', () => runUnits(onDatabase))] : []),
    ...(journeys.length > 0 ? [await part('journeys in a browser', () => runJourneys(journeys))] : []),
  ]
  return [...tallies, await part('database cluster', () => withCluster(parts))]
}

const { passed, failed } = addTallies(await runEverything())
if (signal.aborted) log('interrupted')
if (failed > 0 || passed === 0 || signal.aborted) process.exitCode = 1
log(`${passed} passed, ${failed} failed`)
