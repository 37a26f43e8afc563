import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { Random } from '../bench/load/random.ts'
import { asOwner } from './as-owner.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { plantFaults, tryAfterFault, tryAfterHangingUp, tryAfterRefusal, tryKey, tryWrongKeys } from './key-trials.ts'
import { collecting, type Desk, discarding, handingIn, keyedOperations, openDesk, opening } from './keyed-writes.ts'

/** The control: each claim of a key is taken for that of a new one. */
const forgetKeys = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    `create function forget_key() returns trigger language plpgsql as
      'begin new.key := gen_random_uuid()::text; return new; end'`,
    'create trigger forget_key before insert on idempotency for each row execute function forget_key()',
  )

const yes = (answers: readonly boolean[]) => answers.filter((one) => one).length

const countFiles = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length

/** Fifty at once and all that may come after them, for so many keys of four kinds of writes in turns. */
async function tryKeys(desk: Desk, size: number) {
  const kinds = [
    async (turn: number) => collecting(desk, `第 ${turn} 号政策`),
    (turn: number) => discarding(desk, `第 ${turn} 号废稿`),
    () => opening(desk),
    () => handingIn(desk),
  ]
  const tried: Awaited<ReturnType<typeof tryKey>>[] = []
  for (let turn = 0; turn < size; turn += 1) {
    const make = kinds[turn % kinds.length] as (typeof kinds)[number]
    tried.push(await tryKey(await make(turn)))
  }
  return {
    keys: tried.length,
    oneEffect: yes(tried.map((one) => one.oneEffect)),
    otherRefused: yes(tried.map((one) => one.otherRefused)),
    anotherIndependent: yes(tried.map((one) => one.anotherIndependent)),
    foreignIds: yes(tried.map((one) => one.foreignId)),
    faults: tried.reduce((sum, one) => sum + one.faults, 0),
  }
}

/** What a key is good for once something has gone wrong, tried so many times each. */
async function tryTroubles(desk: Desk, times: number, random: Random) {
  const address = await desk.server.app.listen({ port: 0, host: '127.0.0.1' })
  await plantFaults(desk.server.city.ownerUrl)
  const [refused, wrong, faulty, hungUp]: [boolean[], boolean[], boolean[], boolean[]] = [[], [], [], []]
  let planted = 0
  for (let turn = 0; turn < times; turn += 1) {
    const title = (what: string) => `第 ${turn} 次${what}的政策`
    refused.push(await tryAfterRefusal(collecting(desk, title('先被退回'))))
    wrong.push(await tryWrongKeys(collecting(desk, title('键不对'))))
    const kind = turn % 2 === 0 ? 'fault' : 'away'
    const fault = await tryAfterFault(collecting(desk, title('出故障')), kind, random.pick([1, 2, 50]))
    planted += fault.faults
    faulty.push(fault.holds)
    hungUp.push(await tryAfterHangingUp(desk, address, title('断线'), random))
  }
  return {
    times,
    goodAfterRefusal: yes(refused),
    wrongKeysRefused: yes(wrong),
    faultsPlanted: planted,
    goodAfterFault: yes(faulty),
    goodAfterHangingUp: yes(hungUp),
  }
}

/** Each stored answer has its one audit row, and no file is left of papers that came again. */
async function countTraces(desk: Desk) {
  const named = sql.join(keyedOperations)
  const keys = await desk.count(sql`select count(*)::int as count from idempotency where operation in (${named})`)
  const audits = await desk.count(sql`select count(*)::int as count from audit_entry where operation in (${named})`)
  const papers = await desk.count(sql`select count(*)::int as count from document`)
  return { keysWithoutAudit: keys - audits, filesLeftBehind: (await countFiles(desk.server.city.folder)) - papers }
}

async function run({ size, seed, broken }: Course): Promise<Outcome> {
  const desk = await openDesk()
  try {
    if (broken) await forgetKeys(desk.server.city.ownerUrl)
    const tried = await tryKeys(desk, size)
    const troubles = await tryTroubles(desk, Math.max(2, Math.ceil(size / 10)), new Random(seed))
    const traces = await countTraces(desk)
    const { times, goodAfterRefusal, wrongKeysRefused, faultsPlanted, goodAfterFault, goodAfterHangingUp } = troubles
    const holds =
      [tried.oneEffect, tried.otherRefused, tried.anotherIndependent].every((one) => one === tried.keys) &&
      [tried.foreignIds, tried.faults, traces.keysWithoutAudit, traces.filesLeftBehind].every((one) => one === 0) &&
      [goodAfterRefusal, wrongKeysRefused, goodAfterFault, goodAfterHangingUp].every((one) => one === times) &&
      faultsPlanted > 0
    return { figures: { ...tried, ...troubles, ...traces }, holds }
  } finally {
    await desk.close()
  }
}

/** The same key again: at once, with another body, by others, after refusals, faults and lost answers. Sizes are keys. */
export const idempotency: Experiment = { name: 'idempotency', sizes: { full: 1000, short: 4, control: 1 }, run }
