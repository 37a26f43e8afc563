import { Random } from '../bench/load/random.ts'
import { anyone } from '../src/kernel/access/policy.ts'
import { everything } from '../src/kernel/divisions/scope.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { wujiagang, xiling } from '../test/city.ts'
import { testServer } from '../test/server.ts'
import { isNamed, makeCallers } from './access-callers.ts'
import { askAbout, askUnguarded, Findings, tryDoor } from './access-cells.ts'
import { makeBoth } from './access-holdings.ts'
import { countForeignRows } from './access-rows.ts'
import { takeRightsAway } from './access-taken-back.ts'
import { findWord } from './access-words.ts'
import { asOwner } from './as-owner.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'

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

async function walk({ seed, size, broken }: Course): Promise<Outcome> {
  const logged: string[] = []
  const server = await testServer({ logger: { level: 'info', stream: { write: (line) => void logged.push(line) } } })
  const { city } = server
  const unguarded = await testServer({ city, serve: withoutPolicies })
  try {
    const pick = picker(new Random(seed), size)
    const both = await makeBoth(city, [xiling, wujiagang])
    const callers = await makeCallers(server, both)
    const [guarded, alone] = [new Findings(), new Findings()]
    const rows = broken ? null : await countForeignRows(city, callers, both)
    if (broken) await openRows(city.ownerUrl)
    for (const operation of city.operations) {
      for (const caller of pick(callers.filter(({ reaches }) => reaches.length < both.length))) {
        for (const holdings of both) {
          if (caller.reaches.includes(holdings)) continue
          await askUnguarded({ server: unguarded, both, callers, findings: alone }, operation, caller, holdings)
        }
      }
    }
    const matrix = { server, both, callers, findings: guarded }
    for (const operation of broken ? [] : city.operations) {
      for (const caller of pick(callers)) await tryDoor(matrix, operation, caller)
      const named = callers.filter((caller) => isNamed(operation, caller))
      const cells = named.flatMap((caller) => both.map((holdings) => ({ caller, holdings })))
      const reached = cells.filter(({ caller, holdings }) => caller.reaches.includes(holdings))
      const hidden = cells.filter((cell) => !reached.includes(cell))
      for (const { caller, holdings } of [...pick(hidden), ...pick(reached)]) {
        await askAbout(matrix, operation, caller, holdings)
      }
    }
    const takenBack = broken ? 0 : await takeRightsAway(server, guarded, both[0], pick)
    const words = both.flatMap((one) => one.words)
    const lines = [...logged, ...city.platform.logged.map((entry) => JSON.stringify(entry))]
    const inLog = lines.filter((line) => findWord(line, words))
    const missing = city.operations.filter(
      ({ name }) => !alone.operations.has(name) || (!broken && !guarded.operations.has(name)),
    )
    const told = [...guarded.told, ...alone.told]
    return {
      figures: {
        operations: city.operations.length,
        missing: missing.map(({ name }) => name),
        callers: callers.length,
        cells: guarded.cells,
        takenBack,
        shownToThoseWhoReach: guarded.shown,
        withoutPolicies: { cells: alone.cells.other, canaries: alone.told.length },
        rows,
        canaries: guarded.told.length,
        inLog: inLog.length,
        logLines: lines.length,
        unexpected: guarded.unexpected.length,
        examples: [...told, ...guarded.unexpected, ...inLog].slice(0, 10),
      },
      holds:
        told.length + guarded.unexpected.length + inLog.length + missing.length === 0 &&
        guarded.shown > 0 &&
        rows !== null &&
        Object.keys(rows.foreign).length + rows.open.length + rows.unplanted.length === 0,
    }
  } finally {
    await unguarded.close()
    await server.close()
  }
}

/** Every operation by everyone about everything: who is let in, what is told to whom. Sizes are callers an operation and kind. */
export const access: Experiment = { name: 'access', sizes: { full: 1000, short: 1, control: 1 }, run: walk }
