import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { type Actor, anonymous, type Role } from '../src/kernel/access/actor.ts'
import { batchReads } from '../src/kernel/audit/reads.ts'
import { createCalendar } from '../src/kernel/calendar/days.ts'
import { calendarSnapshot } from '../src/kernel/calendar/snapshot.generated.ts'
import { createCiphers } from '../src/kernel/ciphers/ciphers.ts'
import { sealingKey } from '../src/kernel/ciphers/envelope.ts'
import type { KeyRing } from '../src/kernel/ciphers/keys.ts'
import type { Db } from '../src/kernel/db/connect.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import type { Channel, Platform } from '../src/kernel/operations/context.ts'
import type { IncomingFile, Operation } from '../src/kernel/operations/operation.ts'
import { runOperation } from '../src/kernel/operations/run.ts'
import { Refusal, type RefusalParts } from '../src/shared/errors.ts'

/** A clock that stands until a test moves it. */
export interface TestClock {
  now(): Date
  set(instant: string | Date): void
  /** Moves on by so many seconds. */
  pass(seconds: number): void
}

export interface TestPlatform extends Platform {
  clock: TestClock
  /** What the platform wrote to its log. */
  logged: Record<string, unknown>[]
  /** What its ciphers began with. */
  masterKeys: KeyRing['masterKeys']
}

function createClock(start: string | Date): TestClock {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    set: (instant) => {
      now = new Date(instant)
    },
    pass: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}

/** A platform on a test's database with keys of its own, the real calendar, and a clock at ten o'clock of a working day. */
export function testPlatform(db: Db, { now = '2026-11-23T02:00:00Z' }: { now?: string | Date } = {}): TestPlatform {
  const clock = createClock(now)
  const logged: Record<string, unknown>[] = []
  const masterKeys: TestPlatform['masterKeys'] = [sealingKey(randomBytes(8).toString('hex'), randomBytes(32))]
  const ciphers = createCiphers({
    masterKeys,
    indexKey: createSecretKey(randomBytes(32)),
    suite: 'aes',
  })
  return {
    db,
    ciphers,
    calendar: createCalendar(calendarSnapshot),
    // A city knows the modules' letters; the flows of kernel tests issue none.
    issueLetters: () => Promise.reject(new Error('no letters here')),
    now: clock.now,
    log: (entry) => logged.push(entry),
    reads: batchReads(db, { most: 1 }),
    clock,
    logged,
    masterKeys,
  }
}

export interface CallOptions {
  channel?: Channel
  /** A fresh one if not given. */
  idempotencyKey?: string
  file?: IncomingFile
  traceId?: string
  origin?: string
}

/** Calls an operation as the HTTP layer does, with a fresh idempotency key. */
export async function callAs<Output = unknown>(
  platform: Platform,
  operation: Operation,
  actor: Actor,
  input: unknown = {},
  options: CallOptions = {},
): Promise<Output> {
  const output = await runOperation(platform, operation, {
    actor,
    input,
    channel: 'online',
    idempotencyKey: randomUUID(),
    traceId: 'test',
    origin: 'test-origin',
    ...options,
  })
  return output as Output
}

/** A staff member with one role in a division, from an office if one is given. */
export const staffActor = (role: Role, division: string, officeId: string | null = null): Actor => ({
  ...anonymous,
  kind: 'staff',
  accountId: randomUUID(),
  name: '测试人员',
  grants: [{ role, division: division as DivisionCode, officeId }],
})

/** A person who has logged in. */
export const personActor = (partyId: string): Actor => ({
  ...anonymous,
  kind: 'person',
  accountId: randomUUID(),
  partyId,
})

/** The operation of a name, out of a list. */
export function operationNamed(operations: readonly Operation[], name: string): Operation {
  const found = operations.find((operation) => operation.name === name)
  if (!found) throw new Error(`no operation ${name}`)
  return found
}

/** What a call was refused with; fails when it was not refused, and on faults of ours. */
export async function refusalOf(call: Promise<unknown>): Promise<RefusalParts> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (outcome instanceof Refusal) return outcome.parts
  throw outcome ?? new Error('the call was not refused')
}
