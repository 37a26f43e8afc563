import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { placeStaff } from '../../../test/accounts.ts'
import { loanIn, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { proposedAgency } from '../../../test/enterprises.ts'
import { newPhone, newResidentId } from '../../../test/people.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import { openDatabase } from '../db/connect.ts'
import { findActor, openSession } from '../identity/sessions.ts'

const city = await testCity()
const owner = openDatabase(city.ownerUrl, { max: 1 })
after(() => owner.close().then(city.close))
const { call, staff, platform } = city
const administrator = await placeStaff(platform.db, platform.now(), { role: 'administrator', division: yichang })

interface Duplicates {
  items: { sides: { id: string }[]; reasons: string[] }[]
  next: string | null
}

async function declare(person: Actor, name: string, identityNumber: string): Promise<void> {
  const { version } = await call<{ version: number }>(person, 'person.getOwn')
  await call(person, 'person.declareRealName', { name, identityNumber, version })
}

const versionOf = async (id: string) =>
  (await owner.db.selectFrom('person').select('version').where('party_id', '=', id).executeTakeFirstOrThrow()).version

async function merge(by: Actor, id: string, mergedId: string, reason = '对照证件，是同一个人') {
  const versions = { version: await versionOf(id), mergedVersion: await versionOf(mergedId) }
  return call(by, 'person.merge', { id, mergedId, ...versions, reason })
}

const unmerge = (by: Actor, id: string) => call(by, 'person.unmerge', { id, reason: '两个人同名，合并有误' })

/** Every row of the tables that hold something of a party, as text. */
async function dumpRows(): Promise<Map<string, string>> {
  const tables = [
    'party',
    'person',
    'fact',
    'judgement',
    'document',
    'loan',
    'service_case',
    'case_event',
    'account',
    'notice',
    'agency',
    'consent',
    'rating',
    'correction',
  ]
  const rows = new Map<string, string>()
  for (const table of tables) {
    const found = await sql<{ row: string }>`select ${sql.table(table)}::text as row from ${sql.table(table)}`.execute(
      owner.db,
    )
    for (const { row } of found.rows) rows.set(`${table} ${row}`, row)
  }
  return rows
}

/** A session of a person's account, as it is known at the next request. */
async function actorOf(person: Actor): Promise<Actor> {
  const token = await openSession(platform.db, { id: person.accountId ?? '', kind: 'person' }, platform.now())
  return (await findActor(platform.db, token, platform.now())) ?? assert.fail()
}

describe('persons registered twice', () => {
  it('are found by number and by name, each with why, and only where both are in reach', async () => {
    const number = newResidentId()
    const one = await city.person({ verified: false })
    const other = await city.person({ verified: false })
    const third = await city.person({ verified: false, division: wujiagang })
    for (const person of [one, other, third]) await declare(person, '欧阳重复', number)
    const pairsOf = async (by: Actor) => {
      const ids = [one, other, third].map(({ partyId }) => partyId)
      const { items } = await call<Duplicates>(by, 'person.findDuplicates')
      return items
        .filter(({ sides }) => sides.every(({ id }) => ids.includes(id)))
        .map(({ sides, reasons }) => [
          sides
            .map(({ id }) => ids.indexOf(id))
            .toSorted()
            .join(),
          reasons.length,
        ])
        .toSorted()
    }
    assert.deepEqual(await pairsOf(administrator), [
      ['0,1', 2],
      ['0,2', 1],
      ['1,2', 1],
    ])
    assert.deepEqual(await pairsOf(staff.clerk), [['0,1', 2]])
    await call(staff.clerk, 'person.settleDuplicate', {
      id: one.partyId,
      otherId: other.partyId,
      reason: '双胞胎之外的两个人',
    })
    assert.deepEqual(await pairsOf(staff.clerk), [])
    assert.equal(
      (await refusalOf(call(staff.clerk, 'person.previewMerge', { id: one.partyId, mergedId: third.partyId }))).status,
      404,
    )
  })

  it('are told page by page', async () => {
    const number = newResidentId()
    for (let n = 0; n < 8; n += 1)
      await declare(await city.person({ verified: false, division: wujiagang }), '端木一页', number)
    const first = await call<Duplicates>(staff.otherClerk, 'person.findDuplicates')
    const second = await call<Duplicates>(staff.otherClerk, 'person.findDuplicates', { after: first.next })
    const keys = [...first.items, ...second.items].map(({ sides }) =>
      sides
        .map(({ id }) => id)
        .toSorted()
        .join('~'),
    )
    assert.equal(first.items.length, 20)
    assert.ok(second.items.length >= 8)
    assert.equal(new Set(keys).size, keys.length)
  })

  it('do not keep someone from being registered with the paper in hand', async () => {
    const number = newResidentId()
    await declare(await city.person({ verified: false }), '冒名的人', number)
    const input = { name: '本来的人', phone: newPhone(), identityNumber: number, division: xiling }
    const refused = await refusalOf(call(staff.clerk, 'person.register', input))
    assert.equal(refused.code, 'declared-already')
    const { id } = await call<{ id: string }>(staff.clerk, 'person.register', { ...input, despiteDeclared: true })
    const { items } = await call<Duplicates>(staff.clerk, 'person.findDuplicates')
    assert.ok(items.some(({ sides }) => sides.some((side) => side.id === id)))
  })
})

describe('a merge', () => {
  it('gives the survivor everything of the other, by either log-in, and facts of both', async () => {
    const survivor = await city.person()
    const merged = await city.person({ verified: false })
    const loan = await loanIn(city, merged, 'submitted')
    await merge(staff.clerk, survivor.partyId, merged.partyId)
    for (const person of [await actorOf(survivor), await actorOf(merged)]) {
      assert.equal(person.partyId, survivor.partyId)
      const { items } = await call<{ items: { id: string }[] }>(person, 'case.findOwn')
      assert.deepEqual(
        items.map(({ id }) => id),
        [loan.id],
      )
      const file = await call<{ facts: unknown[]; papers: unknown[]; cases: unknown[]; accounts: unknown[] }>(
        person,
        'person.getOwnFile',
      )
      assert.deepEqual([file.papers.length, file.cases.length, file.accounts.length], [5, 1, 2])
      assert.ok(file.facts.length > 3)
      await call(person, 'loan.get', { id: loan.id })
      const { items: notices } = await call<{ items: { title: string }[] }>(person, 'notice.find')
      assert.ok(notices.some(({ title }) => title === '您的两份档案已经合并'))
    }
    const refused = await refusalOf(call(staff.clerk, 'loan.open', { partyId: merged.partyId, division: xiling }))
    assert.equal(refused.code, 'merged')
    const second = await refusalOf(call(await actorOf(survivor), 'loan.open', { division: xiling }))
    assert.equal(second.code, 'already-open')
    await call(staff.clerk, 'loan.accept', { id: loan.id, version: loan.version })
    const found = await call<{ items: { id: string }[] }>(staff.clerk, 'person.find', {
      by: 'name',
      value: '测试申请人',
    })
    assert.ok(!found.items.some(({ id }) => id === merged.partyId))
  })

  it('gives the survivor the agencies, ratings and consents of the other, and takes them back when undone', async () => {
    const [survivor, merged] = [await city.person(), await city.person({ verified: false })]
    const loan = await loanIn(city, merged, 'withdrawn')
    await call(merged, 'rating.give', { id: loan.id, stars: 4, words: '说得清楚' })
    await call(merged, 'consent.withdraw', { purpose: 'messages' })
    const [told, waiting] = [await proposedAgency(city, merged), await proposedAgency(city, merged)]
    const agenciesOf = async (person: Actor) =>
      (await call<{ items: { id: string }[] }>(await actorOf(person), 'agency.findOwn')).items.map(({ id }) => id)
    const messagesOf = async (person: Actor) =>
      (
        await call<{ purposes: { purpose: string; standing: string | null }[] }>(
          await actorOf(person),
          'consent.findOwn',
        )
      ).purposes.find(({ purpose }) => purpose === 'messages')?.standing

    await merge(staff.clerk, survivor.partyId, merged.partyId)
    assert.deepEqual((await agenciesOf(survivor)).toSorted(), [told.id, waiting.id].toSorted())
    const rating = await call<{ rating: { stars: number; words: string } | null }>(
      await actorOf(survivor),
      'rating.getOwn',
      { id: loan.id },
    )
    assert.deepEqual([rating.rating?.stars, rating.rating?.words], [4, '说得清楚'])
    assert.equal(await messagesOf(survivor), 'withdrawn')
    await call(staff.clerk, 'agency.confirm', told)
    const { acting } = await call<{ acting: string }>(await actorOf(survivor), 'session.actFor', { agencyId: told.id })
    assert.equal(acting, told.id)

    await unmerge(staff.clerk, merged.partyId)
    assert.deepEqual([await agenciesOf(survivor), await agenciesOf(merged)], [[told.id], [waiting.id]])
    assert.deepEqual([await messagesOf(survivor), await messagesOf(merged)], [null, 'withdrawn'])
    assert.equal((await refusalOf(call(survivor, 'rating.getOwn', { id: loan.id }))).status, 404)
  })

  it('that is undone leaves every row as it was; what came after stays with the survivor', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('draft', 'submitted', 'supplement', 'withdrawn'),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (state, ofBoth, verified, withMore) => {
          const survivor = await city.person()
          const merged = await city.person({ verified: false })
          await loanIn(city, merged, verified ? state : 'draft')
          if (ofBoth) await loanIn(city, survivor, 'withdrawn')
          if (withMore) {
            await proposedAgency(city, merged)
            await call(merged, 'consent.withdraw', { purpose: 'messages' })
            await call(merged, 'correction.open', { targets: ['phone'] })
          }
          const before = await dumpRows()
          const agencies = await call<{ items: unknown[] }>(await actorOf(merged), 'agency.findOwn')
          await merge(administrator, survivor.partyId, merged.partyId)
          const loan = state === 'withdrawn' && verified ? await loanIn(city, await actorOf(merged), 'draft') : null
          await unmerge(administrator, merged.partyId)
          const rows = await dumpRows()
          assert.deepEqual(
            [...before.keys()].filter((row) => !rows.has(row)),
            [],
          )
          assert.equal((await actorOf(merged)).partyId, merged.partyId)
          assert.deepEqual(await call(await actorOf(merged), 'agency.findOwn'), agencies)
          if (!loan) return
          const { items } = await call<{ items: { id: string }[] }>(await actorOf(survivor), 'case.findOwn')
          assert.ok(items.some(({ id }) => id === loan.id))
        },
      ),
      { numRuns: 8 },
    )
  })

  const forbidden: [name: string, code: string, prepare: () => Promise<[string, string]>][] = [
    [
      'one with itself',
      'same',
      async () => {
        const { partyId } = await city.person()
        return [partyId, partyId]
      },
    ],
    [
      'two who were both verified with different numbers',
      'two-identities',
      async () => [(await city.person()).partyId, (await city.person()).partyId],
    ],
    [
      'a verified one into one who is not',
      'keep-verified',
      async () => [(await city.person({ verified: false })).partyId, (await city.person()).partyId],
    ],
    [
      'two with an open case of one service',
      'two-open-cases',
      async () => {
        const [one, other] = [await city.person(), await city.person({ verified: false })]
        for (const person of [one, other]) await loanIn(city, person, 'draft')
        return [one.partyId, other.partyId]
      },
    ],
    [
      'one who is merged already',
      'merged-already',
      async () => {
        const [one, other] = [await city.person(), await city.person({ verified: false })]
        await merge(staff.clerk, one.partyId, other.partyId)
        return [(await city.person()).partyId, other.partyId]
      },
    ],
    [
      'one into whom others were merged',
      'has-merged',
      async () => {
        const [one, other] = [await city.person({ verified: false }), await city.person({ verified: false })]
        await merge(staff.clerk, one.partyId, other.partyId)
        return [(await city.person()).partyId, one.partyId]
      },
    ],
  ]
  for (const [name, code, prepare] of forbidden) {
    it(`of ${name} is refused with the way out`, async () => {
      const [id, mergedId] = await prepare()
      const { obstacles } = await call<{ obstacles: { code: string; wayOut: string }[] }>(
        staff.clerk,
        'person.previewMerge',
        { id, mergedId },
      )
      assert.ok(obstacles.some((one) => one.code === code && one.wayOut.length > 5))
      const refused = await refusalOf(merge(staff.clerk, id, mergedId))
      assert.deepEqual([refused.status, refused.code], [409, 'cannot-merge'])
    })
  }

  it('is refused when either was changed since it was looked at, and un-merging what is not merged', async () => {
    const [one, other] = [await city.person(), await city.person({ verified: false })]
    const seen = { version: await versionOf(one.partyId), mergedVersion: await versionOf(other.partyId) }
    await declare(other, '改过的人', newResidentId())
    const ids = { id: one.partyId, mergedId: other.partyId }
    assert.equal(
      (await refusalOf(call(staff.clerk, 'person.merge', { ...ids, ...seen, reason: '是同一个人' }))).code,
      'stale',
    )
    assert.equal((await refusalOf(unmerge(staff.clerk, other.partyId))).code, 'not-merged')
  })
})
