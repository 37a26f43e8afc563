import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../bench/load/random.ts'
import type { Problem } from '../src/app/http/problem.ts'
import { canonicalJson } from '../src/shared/canonical.ts'
import { type Answer, fieldsOf } from '../test/server.ts'
import { asOwner } from './as-owner.ts'
import { atOnce } from './at-once.ts'
import { collecting, type Desk, type KeyedWrite } from './keyed-writes.ts'

const AT_ONCE = 50

const newKey = () => randomUUID()

/** What an answer says, however its fields are ordered: a stored one is given back in the database's order. */
const said = (answer: Answer) => canonicalJson(answer.json())

/** What an answer tells of what was made. */
const idOf = (answer: Answer): unknown => {
  const { id, slug } = answer.json<{ id?: string; slug?: string }>()
  return id ?? slug
}

/** Refused for the key: with 422, and by its name. */
const isReused = (answer: Answer) =>
  answer.statusCode === 422 && fieldsOf(answer.json<Problem>()).includes('Idempotency-Key')

/** The same key fifty times at once; then with another body, on another object, by somebody else; and the first once more. */
export async function tryKey(write: KeyedWrite) {
  const key = newKey()
  const answers = await atOnce(AT_ONCE, AT_ONCE, () => write.send(key))
  const [first] = answers as [Answer, ...Answer[]]
  const effects = await write.countEffects()
  const same = answers.every((one) => one.statusCode === 200 && said(one) === said(first))
  const other = await write.sendOther(key)
  const elsewhere = await write.sendElsewhere(key)
  const another = await write.sendByAnother(key)
  const again = await write.send(key)
  const added = (await write.countEffects()) - effects
  return {
    oneEffect: effects === 1 && same && said(again) === said(first),
    otherRefused: isReused(other) && isReused(elsewhere),
    anotherIndependent: added === write.effectsOfAnother && !isReused(another),
    foreignId: another.statusCode === 200 && write.effectsOfAnother === 1 && idOf(another) === idOf(first),
    faults: [...answers, other, elsewhere, another, again].filter(({ statusCode }) => statusCode >= 500).length,
    effects: effects + added,
  }
}

/** A key that has been refused, for what cannot be read and for what is wrong, is good for the write that follows. */
export async function tryAfterRefusal(write: KeyedWrite): Promise<boolean> {
  const key = newKey()
  const malformed = await write.send(key, '{"title":')
  const wrong = await write.send(key, '{"title":"短"}')
  const answers = [await write.send(key), await write.send(key)]
  const [first, second] = answers.map(said)
  const refused = malformed.statusCode === 400 && wrong.statusCode === 422
  return refused && first === second && answers[0]?.statusCode === 200 && (await write.countEffects()) === 1
}

const wrongKeys = [null, '', 'short', 'with a space in it', 'k'.repeat(201), 'k'.repeat(1000), 'k'.repeat(10_000)]

/** A key that is none is refused by name, without an effect; the longest that is one works. */
export async function tryWrongKeys(write: KeyedWrite): Promise<boolean> {
  for (const key of wrongKeys) {
    const answer = await write.send(key)
    if (answer.statusCode !== 400 || !fieldsOf(answer.json<Problem>()).includes('Idempotency-Key')) return false
  }
  if ((await write.countEffects()) !== 0) return false
  const longest = await write.send(newKey().repeat(6).slice(0, 200))
  return longest.statusCode === 200 && (await write.countEffects()) === 1
}

/**
 * Faults just before the commit: every second answer that is to be stored under such a key fails, or takes its connection with it.
 * The turns are of a sequence, since those are not undone.
 */
export const plantFaults = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    'create sequence fault_turn',
    'grant usage on sequence fault_turn to public',
    `create function fail_by_turns() returns trigger language plpgsql as $$ begin
       if new.key like 'fault-%' and nextval('fault_turn') % 2 = 1 then raise exception 'planted'; end if;
       if new.key like 'away-%' and nextval('fault_turn') % 2 = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
       return new; end $$`,
    'create trigger fail_by_turns before update on idempotency for each row execute function fail_by_turns()',
  )

/** The same key many times at once while some fail; then again until it is answered. */
export async function tryAfterFault(write: KeyedWrite, kind: 'fault' | 'away', callers: number) {
  const key = `${kind}-${newKey()}`
  const answers = await atOnce(callers, callers, () => write.send(key))
  const faults = answers.filter(({ statusCode }) => statusCode >= 500).length
  for (let turn = 0; turn < 5 && answers.at(-1)?.statusCode !== 200; turn += 1) answers.push(await write.send(key))
  const good = answers.filter(({ statusCode }) => statusCode === 200)
  const same =
    new Set(good.map(said)).size === 1 && answers.every(({ statusCode }) => statusCode === 200 || statusCode >= 500)
  return { faults, holds: good.length > 0 && same && (await write.countEffects()) === 1 }
}

/** Sends it over the network and hangs up after so many milliseconds, whether it has been answered or not. */
async function hangUp(address: string, cookie: string, key: string, body: object, after: number): Promise<void> {
  const headers = { cookie, 'idempotency-key': key, 'content-type': 'application/json' }
  const sending = request(`${address}/api/v1/policy-work`, { method: 'POST', headers, agent: new Agent() })
  const closed = new Promise((resolve) => sending.once('close', resolve))
  sending.on('error', () => {}).on('response', (answer) => answer.resume().on('error', () => {}))
  sending.end(JSON.stringify(body))
  await sleep(after)
  sending.destroy()
  await closed
}

/** The caller hangs up before the answer, at any moment, and asks again with the same key. */
export async function tryAfterHangingUp(desk: Desk, address: string, title: string, random: Random): Promise<boolean> {
  const write = collecting(desk, title)
  const key = newKey()
  await hangUp(address, desk.editors[0], key, { title, anyway: true }, random.next() * 12)
  if (random.below(2) === 0) await sleep(random.next() * 20)
  const again = await write.send(key)
  return again.statusCode === 200 && (await write.countEffects()) === 1
}
