import { Random } from '../bench/load/random.ts'
import { anyone } from '../src/kernel/access/policy.ts'
import { everything } from '../src/kernel/divisions/scope.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { type City, wujiagang, xiling } from '../test/city.ts'
import { testServer } from '../test/server.ts'
import { type Caller, isNamed, makeCallers } from './access-callers.ts'
import { askAbout, askUnguarded, Findings, type Matrix, tryDoor } from './access-cells.ts'
import { makeBoth } from './access-holdings.ts'
import { countForeignRows } from './access-rows.ts'
import { type Pick, takeRightsAway } from './access-taken-back.ts'
import { findWord } from './access-words.ts'
import { asOwner } from './as-owner.ts'
import { atOnce } from './at-once.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'

const AT_ONCE = 4

/** As many of these as the run takes, by chance; all of them where it takes more. */
const picker =
  (random: Random, size: number) =>
  <T>(items: readonly T[]): readonly T[] => {
    if (items.length <= size) return items
    const left = [...items]
    return Array.from({ length: size }, () => left.splice(random.below(left.length), 1)[0] as T)
  }

/** The policies switched off: anyone may call, and whatever is called takes everything to be within the caller's reach. */
const withoutPolicies = (operations: readonly Operation[]): readonly Operation[] =>
  operations.map((operation) => ({
    ...operation,
    policy: anyone,
    handle: (ctx, input, received) => operation.handle({ ...ctx, scope: everything }, input, received),
  }))

/** The control: the rows' own policies are off as well. */
const openRows = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    `do $$ declare walled regclass; begin
       for walled in select oid from pg_class where relrowsecurity and relnamespace = current_schema()::regnamespace loop
         execute format('alter table %s disable row level security', walled);
       end loop;
     end $$`,
  )

/** Several at once, but those that end sessions, which others may be using, one after the other. */
async function forEach(
  operations: readonly Operation[],
  visit: (operation: Operation) => Promise<void>,
): Promise<void> {
  const [inTurn, together] = [true, false].map((is) =>
    operations.filter(({ name }) => name.startsWith('session.') === is),
  )
  await atOnce(AT_ONCE, together?.length ?? 0, (index) => visit(together?.[index] as Operation))
  for (const operation of inTurn ?? []) await visit(operation)
}

type PickFor = (operation: Operation) => Pick

/** All that callers out of reach can be told with the policies switched off; the control ends where it has found something. */
const walkUnguarded = (matrix: Matrix, pickFor: PickFor, broken: boolean) =>
  forEach(matrix.server.city.operations, async (operation) => {
    const { both, callers, findings } = matrix
    const pick = pickFor(operation)
    for (const caller of pick(callers.filter(({ reaches }) => reaches.length < both.length))) {
      for (const holdings of both.filter((one) => !caller.reaches.includes(one))) {
        if (broken && findings.told.length > 0) return
        await askUnguarded(matrix, operation, caller, holdings)
      }
    }
  })

/** The door to everyone; then all that those who are let in can ask for, within and out of their reach. */
const walkGuarded = (matrix: Matrix, pickFor: PickFor) =>
  forEach(matrix.server.city.operations, async (operation) => {
    const { both, callers } = matrix
    const pick = pickFor(operation)
    for (const caller of pick(callers)) await tryDoor(matrix, operation, caller)
    const named = callers.filter((caller) => isNamed(operation, caller))
    const cells = named.flatMap((caller) => both.map((holdings) => ({ caller, holdings })))
    const reached = cells.filter(({ caller, holdings }) => caller.reaches.includes(holdings))
    const hidden = cells.filter((cell) => !reached.includes(cell))
    for (const { caller, holdings } of [...pick(hidden), ...pick(reached)]) {
      await askAbout(matrix, operation, caller, holdings)
    }
  })

interface Walked {
  city: City
  callers: readonly Caller[]
  guarded: Findings
  alone: Findings
  rows: Awaited<ReturnType<typeof countForeignRows>> | null
  takenBack: number
  lines: number
  inLog: readonly string[]
}

/** The control ends early: what it has not come to says nothing. */
function conclude({ city, callers, guarded, alone, rows, takenBack, lines, inLog }: Walked): Outcome {
  const met = (one: Findings) => city.operations.filter(({ name }) => !one.operations.has(name)).map(({ name }) => name)
  const missing = [...new Set([...met(guarded), ...met(alone)])]
  const told = [...guarded.told, ...alone.told]
  const wrong = told.length + guarded.unexpected.length + inLog.length
  return {
    figures: {
      operations: city.operations.length,
      missing: missing.length,
      callers: callers.length,
      cells: guarded.cells,
      takenBack,
      shownToThoseWhoReach: guarded.shown,
      withoutPolicies: { cells: alone.cells.other, canaries: alone.told.length },
      rows,
      canaries: guarded.told.length,
      logLines: lines,
      canariesInLog: inLog.length,
      unexpected: guarded.unexpected.length,
      examples: [...told, ...guarded.unexpected, ...inLog].slice(0, 10),
    },
    holds:
      wrong + missing.length === 0 &&
      guarded.shown > 0 &&
      rows !== null &&
      Object.keys(rows.foreign).length + rows.open.length + rows.unplanted.length === 0,
  }
}

async function walk({ seed, size, broken }: Course): Promise<Outcome> {
  const logged: string[] = []
  const server = await testServer({ logger: { level: 'info', stream: { write: (line) => void logged.push(line) } } })
  const { city } = server
  const unguarded = await testServer({ city, serve: withoutPolicies })
  try {
    const both = await makeBoth(city, [xiling, wujiagang])
    const callers = await makeCallers(server, both)
    const pickFor = (operation: Operation) => picker(new Random(seed + city.operations.indexOf(operation)), size)
    const [guarded, alone] = [new Findings(), new Findings()]
    const matrix = { both, callers }
    const rows = broken ? null : await countForeignRows(city, callers, both)
    if (broken) await openRows(city.ownerUrl)
    await walkUnguarded({ ...matrix, server: unguarded, findings: alone }, pickFor, broken)
    if (!broken) await walkGuarded({ ...matrix, server, findings: guarded }, pickFor)
    const takenBack = broken ? 0 : await takeRightsAway(server, guarded, both[0], picker(new Random(seed), size))
    const words = both.flatMap((one) => one.words)
    const lines = [...logged, ...city.platform.logged.map((entry) => JSON.stringify(entry))]
    const inLog = lines.filter((line) => findWord(line, words))
    return conclude({ city, callers, guarded, alone, rows, takenBack, lines: lines.length, inLog })
  } finally {
    await unguarded.close()
    await server.close()
  }
}

/** Every operation by everyone about everything: who is let in, what is told to whom. Sizes are callers an operation and kind. */
export const access: Experiment = { name: 'access', sizes: { full: 1000, short: 1, control: 1 }, run: walk }
