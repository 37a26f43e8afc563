import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { placeAbsence, placeMember, placeOffice } from '../../../test/offices.ts'
import { testPlatform } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { everything } from '../divisions/scope.ts'
import { assignHolder } from './assignment.ts'
import { giveCase } from './change-holder.ts'
import { lockCase } from './store.ts'

const database = await testDatabase()
after(() => database.close())
before(() => publishLoanFlow(database.ownerUrl))
const platform = testPlatform(database.db)
const { db, calendar } = platform
/** A Monday. */
const today = dateIn(platform.now())

let places = 0
/** A street that no other test has, with a window and a bureau. */
async function newPlace() {
  places += 1
  const division = `420502${String(100 + places)}000`
  const window = await placeOffice(platform, division)
  const bureau = await placeOffice(platform, division, 'bureau')
  return { division, window, bureau }
}

type Place = Awaited<ReturnType<typeof newPlace>>

const joins = ({ division, window }: Place, count: number) =>
  Promise.all(Array.from({ length: count }, () => placeMember(platform, { officeId: window, division })))

/** Lays a case into a place and assigns it as if it had just come into the state. */
async function assignOne(
  { division }: Place,
  {
    state = 'submitted',
    performed = {},
    on = today,
    partyId = undefined as string | undefined,
    dueOn = null as string | null,
  } = {},
) {
  const placed = await placeCase(platform, {
    division,
    state: state as keyof typeof loanFlow.steps,
    dueOn,
    ...(partyId ? { partyId } : {}),
  })
  return db.transaction().execute(async (tx) => {
    const row = await lockCase(tx, everything, placed.id)
    const standing = { state, version: 1, partyId: row.party_id, performed }
    const placing = { caseId: row.id, partyId: row.party_id, division, service: row.service, round: 1, standing }
    const next = await assignHolder(tx, loanFlow, placing, { calendar, today: on })
    await giveCase(tx, { platform, now: platform.now() }, { row, next, by: null })
    return { ...next, caseId: row.id, partyId: row.party_id }
  })
}

async function recuse(accountId: string, on: { party_id?: string; case_id?: string }): Promise<void> {
  const row = { id: newId(platform.now()), account_id: accountId, kind: 'kinship', recorded_at: platform.now(), ...on }
  await db.insertInto('recusal').values(row).execute()
}

async function seat(accountId: string, officeId: string, weekday: number): Promise<void> {
  const row = { id: newId(platform.now()), account_id: accountId, office_id: officeId, weekday, half: 'morning' }
  await db
    .insertInto('duty')
    .values({ ...row, valid_from: '2026-01-01' })
    .execute()
}

describe('a case that comes to an office', () => {
  it('goes to whoever has least, and of equals to who has waited longest', async () => {
    const place = await newPlace()
    const [first, second] = await joins(place, 2)
    const given = []
    for (let count = 0; count < 4; count += 1) {
      platform.clock.pass(60)
      given.push((await assignOne(place)).accountId)
    }
    assert.deepEqual(given.slice(2), given.slice(0, 2), 'turn and turn about')
    assert.deepEqual(given.slice(0, 2).toSorted(), [first, second].toSorted())
  })

  it('counts what is due or overdue double', async () => {
    const place = await newPlace()
    await joins(place, 2)
    const pressed = await assignOne(place, { dueOn: today })
    const easy = await assignOne(place, { dueOn: addDays(today, 5) })
    assert.notEqual(pressed.accountId, easy.accountId)
    assert.equal((await assignOne(place, { dueOn: addDays(today, 5) })).accountId, easy.accountId)
  })

  it('goes only to those on duty, where there is a rota; what comes on a day off, to those of the next working day', async () => {
    const place = await newPlace()
    const [monday, tuesday] = await joins(place, 2)
    assert.ok(monday && tuesday)
    await seat(monday, place.window, 1)
    await seat(tuesday, place.window, 2)
    assert.equal((await assignOne(place)).accountId, monday)
    assert.equal((await assignOne(place)).accountId, monday)
    assert.equal((await assignOne(place, { on: addDays(today, 1) })).accountId, tuesday)
    assert.equal((await assignOne(place, { on: addDays(today, -1) })).accountId, monday, 'on a Sunday')
    const exception = { office_id: place.window, day: today, half: 'morning' }
    await db
      .insertInto('duty_exception')
      .values([
        { ...exception, account_id: monday, on_duty: false },
        { ...exception, account_id: tuesday, on_duty: true },
      ])
      .execute()
    assert.equal((await assignOne(place)).accountId, tuesday)
  })

  it('goes to the deputy of who is away, and waits with a reason when there is none', async () => {
    const place = await newPlace()
    const [only] = await joins(place, 1)
    const away = await newPlace()
    const deputy = await placeMember(platform, { officeId: away.window, division: place.division })
    assert.ok(only)
    await placeAbsence(platform, only, [addDays(today, -1), today], deputy)
    const { accountId, deputyFor, officeId } = await assignOne(place)
    assert.deepEqual([accountId, deputyFor, officeId], [deputy, only, place.window])
    const later = await assignOne(place, { on: addDays(today, 1) })
    assert.equal(later.accountId, only)
    await placeAbsence(platform, deputy, [today, today])
    const waiting = await assignOne(place)
    assert.deepEqual([waiting.accountId, waiting.reason], [null, '人员都在请假，代理人也不在岗'])
  })

  it('comes back to whoever had it in this step of this round', async () => {
    const place = await newPlace()
    await joins(place, 3)
    const first = await assignOne(place)
    for (let count = 0; count < 3; count += 1) await assignOne(place)
    const again = await db.transaction().execute(async (tx) => {
      const { caseId, partyId } = first
      const standing = { state: 'submitted', version: 3, partyId, performed: {} }
      const placing = { caseId, partyId, division: place.division, service: loanFlow.service, round: 1, standing }
      return assignHolder(tx, loanFlow, placing, { calendar, today })
    })
    assert.equal(again.accountId, first.accountId)
  })

  it('never goes to who must keep away from the party or the case, nor to who decided the step before', async () => {
    const place = await newPlace()
    const [first, second] = await joins(place, 2)
    assert.ok(first && second)
    const { partyId, caseId } = await assignOne(place)
    await db
      .updateTable('service_case')
      .set({ ended_at: platform.now(), assignee_id: null, holder: 'none' })
      .where('id', '=', caseId)
      .execute()
    await recuse(first, { party_id: partyId })
    assert.equal((await assignOne(place, { partyId })).accountId, second)
    const reviewer = await placeMember(platform, { officeId: place.bureau, division: place.division, role: 'reviewer' })
    const barred = await assignOne(place, { state: 'accepted', performed: { accept: reviewer } })
    assert.deepEqual([barred.accountId, barred.reason], [null, '在岗人员都要回避，或经手过前一步'])
    assert.equal((await assignOne(place, { state: 'accepted', performed: { accept: first } })).accountId, reviewer)
  })

  it('waits where nobody works yet, and where nobody is on duty, and says so', async () => {
    const place = await newPlace()
    assert.equal((await assignOne(place)).reason, '本处还没有能办这一步的人员')
    const [only] = await joins(place, 1)
    await seat(String(only), place.window, 5)
    assert.equal((await assignOne(place)).reason, '今天没有人员值班')
  })

  it('goes past an office that does not offer the service, or has ended, to the next above', async () => {
    const place = await newPlace()
    await joins(place, 1)
    const above = await placeOffice(platform, '420502000000')
    await db
      .updateTable('office')
      .set({ services: ['other'] })
      .where('id', '=', place.window)
      .execute()
    assert.equal((await assignOne(place)).officeId, above)
    await db
      .updateTable('office')
      .set({ services: [loanFlow.service], ended_on: today })
      .where('id', '=', place.window)
      .execute()
    assert.equal((await assignOne(place)).officeId, above)
    await db
      .updateTable('office')
      .set({ ended_on: addDays(today, 1) })
      .where('id', '=', place.window)
      .execute()
    assert.equal((await assignOne(place)).officeId, place.window)
  })
})

const member = fc.record({ away: fc.boolean(), keepsAway: fc.boolean(), seated: fc.boolean(), disabled: fc.boolean() })

describe('whatever an office is like', () => {
  it('nobody gets a case who is away, must keep away, is off duty or disabled; and those who can share evenly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 5 }), async (members) => {
        const place = await newPlace()
        const ids = await joins(place, members.length)
        const party = (await placeCase(platform, { division: place.division, state: 'withdrawn' })).partyId
        for (const [index, one] of members.entries()) {
          const id = String(ids[index])
          if (one.away) await placeAbsence(platform, id, [today, today])
          if (one.keepsAway) await recuse(id, { party_id: party })
          if (one.seated) await seat(id, place.window, 1)
          if (one.disabled) await db.updateTable('account').set({ state: 'disabled' }).where('id', '=', id).execute()
        }
        const hasRota = members.some((one) => one.seated)
        const isThere = (index: number) => {
          const one = members[index]
          return one !== undefined && !one.away && !one.disabled && (one.seated || !hasRota)
        }
        const able = ids.filter((_, index) => isThere(index))
        const counts = new Map(able.map((id) => [id, 0]))
        for (let count = 0; count < 2 * able.length + 1; count += 1) {
          const { accountId, reason } = await assignOne(place)
          if (able.length === 0) assert.ok(accountId === null && reason)
          else counts.set(String(accountId), (counts.get(String(accountId)) ?? Number.NaN) + 1)
        }
        assert.ok(
          [...counts.values()].every((count) => count >= 2 && count <= 3),
          JSON.stringify([...counts]),
        )
        const free = able.filter((id) => !members[ids.indexOf(id)]?.keepsAway)
        const sensitive = await assignOne(place, { partyId: party })
        assert.ok(free.length === 0 ? sensitive.accountId === null : free.includes(String(sensitive.accountId)))
      }),
      { numRuns: 25, seed: 20_261_125 },
    )
  })
})
