import assert from 'node:assert/strict'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { loanIn, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'

const city = await testCity()
after(() => city.close())
const { call, staff, platform } = city
const auditorOf = (division: string) => placeStaff(platform.db, platform.now(), { role: 'auditor', division })
const [auditor, otherAuditor] = [await auditorOf(yichang), await auditorOf(wujiagang)]

interface Looks {
  items: {
    what: string
    kind: string
    roleLabel: string
    office: string | null
    listed: boolean
    caseNumber: string | null
  }[]
  next: string | null
}
interface Trail {
  items: { id: string; operation: string; what: string; subjectId: string | null; caseNumber: string | null }[]
  next: string | null
}

describe('who looked', () => {
  it('tells a person of reads and writes, by role and office, for which case, lists too; never of their own', async () => {
    const person = await city.person()
    const loan = await loanIn(city, person, 'submitted')
    await call(person, 'person.getOwnFile')
    await call(staff.clerk, 'loan.get', { id: loan.id })
    await call(staff.clerk, 'case.findInbox', { view: 'all' })
    await call(staff.clerk, 'loan.accept', { id: loan.id, version: loan.version })
    const { items } = await call<Looks>(person, 'person.findOwnLooks')
    assert.deepEqual(
      items.map(({ kind, listed, caseNumber }) => [kind, listed, caseNumber]),
      [
        ['wrote', false, loan.number],
        ['read', true, null],
        ['read', false, loan.number],
        ['wrote', false, null],
      ],
    )
    assert.ok(items.every(({ roleLabel, what }) => roleLabel === '窗口人员' && /\p{Script=Han}/u.test(what)))
    assert.match(items[0]?.office ?? '', /窗口|大厅|中心/)
    assert.equal((await refusalOf(call(staff.otherClerk, 'person.findLooks', { id: person.partyId }))).status, 404)
  })

  it('is told page by page', async () => {
    const person = await city.person()
    for (let n = 0; n < 25; n += 1) await call(staff.clerk, 'person.get', { id: person.partyId })
    const first = await call<Looks>(person, 'person.findOwnLooks')
    const second = await call<Looks>(person, 'person.findOwnLooks', { after: first.next })
    assert.deepEqual([first.items.length, second.items.length, second.next], [20, 6, null])
  })
})

describe('the audit trail', () => {
  it('is found by subject, actor, operation, division and period, and only in reach', async () => {
    const loan = await loanIn(city, await city.person(), 'accepted')
    const find = (filter: object, by = auditor) => call<Trail>(by, 'audit.find', filter)
    const acceptance = await find({ subject: loan.number, operation: 'loan.accept' })
    assert.deepEqual(
      acceptance.items.map(({ operation, subjectId, caseNumber }) => [operation, subjectId, caseNumber]),
      [['loan.accept', loan.id, loan.number]],
    )
    const filters = [{ actor: 'clerk' }, { division: xiling }, { from: '2026-11-23', to: '2026-11-23' }, {}]
    for (const filter of filters) {
      const { items } = await find({ ...filter, subject: loan.id, operation: 'loan.accept' })
      assert.equal(items.length, 1, JSON.stringify(filter))
    }
    for (const filter of [
      { actor: 'reviewer' },
      { division: wujiagang },
      { from: '2026-11-24' },
      { to: '2026-11-22' },
    ]) {
      const { items } = await find({ ...filter, subject: loan.id })
      assert.equal(items.length, 0, JSON.stringify(filter))
    }
    assert.equal((await find({ subject: loan.id }, otherAuditor)).items.length, 0)
  })

  it('is read page by page, each row once, and exported as text that no spreadsheet runs', async () => {
    const seen: string[] = []
    let after: string | null | undefined
    do {
      const page: Trail = await call<Trail>(auditor, 'audit.find', after ? { after } : {})
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    assert.equal(new Set(seen).size, seen.length)
    const file = await call<{ stream: Readable }>(auditor, 'audit.export', { operation: 'loan.accept' })
    const lines = (await text(file.stream)).trim().split('\r\n')
    assert.ok(lines.length > 1)
    for (const line of lines) assert.doesNotMatch(line, /(^|,)[=+@-]/)
  })
})
