import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { appendAudit } from '../src/kernel/audit/entry.ts'
import { findSealable, hashSeal } from '../src/kernel/audit/rows.ts'
import { type Finding, verifySeals } from '../src/kernel/audit/verify.ts'
import { openTrail, sealAll, type Trail, writeTrail } from './audit-trail.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { cutTail, type Tampering, tamperRows, tamperSeals, withoutWalls } from './tamperings.ts'

const MOST_GROWTH = 64
/** Rows tampered with in a short trail; of a long one it is one in a hundred. */
const FEWEST = 50
/** A heap in which a hundred thousand rows would find no room, in MiB; the program itself fills most of it. */
const HEAP = ['--max-old-space-size=32', '--max-semi-space-size=4']

interface Reading {
  seals: number
  rows: number
  steps: number
  inSeals: Finding[]
  inChains: Finding[]
  seconds: number
  memoryGrowthMegabytes: number
}

/** Verifies everything in one pass, in another process, with little room. */
async function read({ appUrl, folder }: Trail): Promise<Reading> {
  const program = fileURLToPath(new URL('./audit-reader.ts', import.meta.url))
  const reader = fork(program, [appUrl, folder], { execArgv: HEAP, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [answer] = await Promise.race([
    once(reader, 'message') as Promise<[Reading]>,
    once(reader, 'exit').then(([code, signal]) =>
      Promise.reject(new Error(`the reader ended without an answer: ${code ?? signal}`)),
    ),
  ])
  reader.send('end')
  await once(reader, 'exit')
  return answer
}

/** The control: whoever tampers has the key of the seals, and seals everything anew as it is now. */
async function sealAnew({ superuser, key, now }: Trail): Promise<void> {
  await withoutWalls(superuser, async (tx) => {
    await sql`delete from seal`.execute(tx)
    const { rows } = await sql<{
      to: string
    }>`select sealed_number(pg_snapshot_xmin(pg_current_snapshot()))::text as to`.execute(tx)
    const content = {
      from: '0',
      to: rows[0]?.to ?? '',
      rows: await findSealable(tx, '0', rows[0]?.to ?? ''),
      previousHash: '',
    }
    const hash = hashSeal(content)
    const seal = {
      from_xid: content.from,
      to_xid: content.to,
      rows: JSON.stringify(content.rows),
      previous_hash: '',
      hash,
    }
    const signed = { ...seal, signature: key.sign(hash), sealed_at: now }
    const { id } = await tx.insertInto('seal').values(signed).returning('id').executeTakeFirstOrThrow()
    await key.writeHead({ id, hash, signature: signed.signature })
  })
}

/** How many tamperings are named by what was found, and how many findings name what nobody touched. */
function compare(tamperings: readonly Tampering[], findings: readonly Finding[]) {
  const named = new Set(findings.flatMap(({ where, what }) => [where, `${where} ${what}`]))
  const touched = new Set(tamperings.flatMap(({ expected }) => expected))
  const located = tamperings.filter(({ expected }) => expected.every((one) => named.has(one)))
  const missed = tamperings.filter((one) => !located.includes(one)).map(({ kind }) => kind)
  const falseAlarms = findings.filter(
    ({ where, what }) => !touched.has(where) && !touched.has(`${where} ${what}`),
  ).length
  return { done: tamperings.length, located: located.length, missed: [...new Set(missed)], falseAlarms }
}

const undone = new Error('undone')

/** Cuts off the tail at several lengths, the whole trail at last, each time from the whole one; how many show as cut. */
async function cutTails({ superuser, key }: Trail, seals: number) {
  const lengths = [...new Set([1, 2, 3, 5, Math.ceil(seals / 2), seals])].filter((length) => length <= seals)
  let located = 0
  for (const length of lengths) {
    const cut = withoutWalls(superuser, async (tx) => {
      await cutTail(tx, length)
      const { findings } = await verifySeals(tx, key, { newest: 2 })
      if (findings.some(({ what }) => what === 'tail-cut')) located += 1
      throw undone
    })
    await cut.catch((error: unknown) => {
      if (error !== undone) throw error
    })
  }
  return { done: lengths.length, located }
}

/** Cuts the tail off for good and lets sealing go on: the next seal does not follow the one that is there. */
async function cutAndGoOn(trail: Trail): Promise<boolean> {
  const { db, superuser, key, now } = trail
  await withoutWalls(superuser, (tx) => cutTail(tx, 1))
  for (const operation of ['afterwards.one', 'afterwards.two']) {
    await appendAudit(db, {
      at: now,
      actorId: null,
      actorRole: 'system',
      operation,
      channel: 'online',
      traceId: 'after',
    })
    await sealAll(trail)
  }
  const { findings } = await verifySeals(db, key, { newest: 3 })
  return findings.some(({ what }) => what === 'chain-broken')
}

/** The control's trail is tampered with and sealed anew; that a row is named nevertheless is what must not be. */
async function tamperWithKey(trail: Trail, size: number): Promise<Outcome> {
  await writeTrail(trail, size)
  const tampered = await tamperRows(trail.superuser, trail.random, FEWEST)
  await sealAnew(trail)
  const { done, located } = compare(tampered, (await verifySeals(trail.db, trail.key)).findings)
  return { figures: { done, located }, holds: located === done }
}

async function tamper(trail: Trail, size: number): Promise<Outcome> {
  const { db, key, superuser, random } = trail
  await writeTrail(trail, size)
  const untouched = await read(trail)
  const tails = await cutTails(trail, untouched.seals)
  const tampered = await tamperRows(superuser, random, Math.max(FEWEST, Math.round(size / 100)))
  const reading = await read(trail)
  const rows = compare(tampered, reading.inSeals)
  const seals = compare(await tamperSeals(superuser), (await verifySeals(db, key)).findings)
  const wentOn = await cutAndGoOn(trail)
  const { inSeals, inChains, ...figures } = untouched
  const holds =
    untouched.rows === size &&
    inSeals.length + inChains.length === 0 &&
    rows.located === rows.done &&
    rows.falseAlarms === 0 &&
    seals.located === seals.done &&
    tails.located === tails.done &&
    wentOn &&
    Math.max(untouched.memoryGrowthMegabytes, reading.memoryGrowthMegabytes) <= MOST_GROWTH
  return {
    figures: {
      ...figures,
      tampered: rows.done,
      located: rows.located,
      missed: rows.missed,
      falseAlarms: rows.falseAlarms,
      alsoInChains: reading.inChains.length,
      sealsTampered: seals.done,
      sealsLocated: seals.located,
      tailsCut: tails.done + 1,
      tailsLocated: tails.located + (wentOn ? 1 : 0),
      memoryGrowthWithFindings: reading.memoryGrowthMegabytes,
    },
    holds,
  }
}

async function run(course: Course): Promise<Outcome> {
  const trail = await openTrail(course.seed)
  try {
    return await (course.broken ? tamperWithKey(trail, course.size) : tamper(trail, course.size))
  } finally {
    await trail.close()
  }
}

/** A superuser edits, deletes, swaps, slips in and cuts off what has been sealed. Sizes are entries of the trail. */
export const audit: Experiment = { name: 'audit', sizes: { full: 100_000, short: 1000, control: 1000 }, run }
