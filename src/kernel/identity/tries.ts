import { sql } from 'kysely'
import { tooMany } from '../../shared/errors.ts'
import type { Db } from '../db/connect.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { findKnownDevice } from './known-device.ts'

const WINDOW = 15 * 60 * 1000
const MOST = 10

/** A try to log in that has been counted under each of its keys. */
export interface Try {
  keys: readonly string[]
  at: Date
}

/**
 * Counts a try before it is made, under each of the names it is limited by (the account wanted, the sender's origin), in a
 * transaction of its own: a refusal afterwards leaves it counted. Throws a Refusal (429) when one of the names has had ten in
 * the last quarter of an hour; whether there is such an account makes no difference.
 */
export function countTry(platform: Platform, names: readonly string[]): Promise<Try> {
  const at = platform.now()
  // In one order for all, so that two tries never wait for each other.
  const keys = names.map((name) => platform.ciphers.blindIndex('attempt', name)).sort()
  return platform.db.transaction().execute(async (tx) => {
    for (const key of keys) await refuseTooMany(tx, key, at)
    await tx
      .insertInto('attempt')
      .values(keys.map((key) => ({ key, at })))
      .execute()
    return { keys, at }
  })
}

/**
 * Counts a try at an account (`phone:…`, `login:…`): by the account and by the sender's origin, or, from a device that has
 * logged in to it before, by that device alone, so that nobody's guesses lock the account's owner out. Throws as countTry does.
 */
export function countGuess(ctx: Ctx, name: string): Promise<Try> {
  const device = findKnownDevice(ctx.platform.ciphers, ctx.deviceMark, name)
  return countTry(ctx.platform, device === null ? [name, `origin:${ctx.origin}`] : [`device:${device}:${name}`])
}

async function refuseTooMany(tx: Db, key: string, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
  const recent = await tx
    .selectFrom('attempt')
    .select('at')
    .where('key', '=', key)
    .where('at', '>', startOfWindow(now))
    .orderBy('at', 'desc')
    .limit(MOST)
    .execute()
  const tenth = recent[MOST - 1]
  if (!tenth) return
  const seconds = Math.max(1, Math.ceil((tenth.at.getTime() + WINDOW - now.getTime()) / 1000))
  throw tooMany(`登录没有成功的次数太多，请 ${Math.ceil(seconds / 60)} 分钟后再试。`, seconds)
}

/** Takes a try that succeeded out of the count, so that many people can log in from one window or kiosk. */
export async function forgetTry(db: Db, { keys, at }: Try): Promise<void> {
  for (const key of keys) {
    await sql`
      delete from attempt
      where ctid = (select ctid from attempt where key = ${key} and at = ${at} limit 1)`.execute(db)
  }
}

/** Removes the tries that no longer count; for the timed jobs. */
export async function forgetOldTries(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('attempt').where('at', '<=', startOfWindow(now)).execute()
}

const startOfWindow = (now: Date) => new Date(now.getTime() - WINDOW)
