import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { type PlacedCase, placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { callAs, operationNamed, refusalOf, staffActor, testPlatform } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import type { Actor } from '../access/actor.ts'
import { caseOperations } from './operations.ts'
import type { CaseItem } from './schema.ts'

const xiling = '420502000000'
const wujiagang = '420503000000'
const yichang = '420500000000'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)
const today = dateIn(platform.now())
const operations = caseOperations({ flows: [loanFlow] })
const clerk = staffActor('clerk', xiling)
const reviewer = staffActor('reviewer', xiling)
const cityClerk = staffActor('clerk', yichang)

interface Inbox {
  items: CaseItem[]
  next: string | null
}

interface Counts {
  counts: { state: string; label: string; count: number }[]
  overdueCount: number
}

const countInbox = (actor: Actor) => callAs<Counts>(platform, operationNamed(operations, 'case.countInbox'), actor, {})

const readInbox = (actor: Actor, input: object = {}) =>
  callAs<Inbox>(platform, operationNamed(operations, 'case.findInbox'), actor, input)

/** Every page, one after the other. */
async function readPages(actor: Actor, input: object = {}): Promise<CaseItem[][]> {
  const pages: CaseItem[][] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: Inbox = await readInbox(actor, { ...input, ...(after ? { after } : {}) })
    pages.push(page.items)
    after = page.next
  }
  return pages
}

const idsOf = (cases: readonly { id: string }[]) => cases.map((one) => one.id)
const place = (places: readonly PlacedCase[]) => Promise.all(places.map((one) => placeCase(platform, one)))

/** Forty-five at the clerk, five a day, in an order that is not that of their deadlines; the first ten are overdue. */
await publishLoanFlow(database.ownerUrl)
const submitted = await place(
  Array.from({ length: 45 }, (_, index) => ({
    dueOn: addDays(today, ((index * 7) % 9) - 2),
    openedAt: new Date(platform.now().getTime() - (index % 4) * 1000),
  })),
)
const accepted = await place([{ state: 'accepted', dueOn: addDays(today, 3) }])
const supplement = await place([{ state: 'supplement', dueOn: addDays(today, -1) }])
const drafts = await place([{ state: 'draft' }, { state: 'draft' }])
const ended = await place([{ state: 'rejected' }, { state: 'withdrawn' }])
const elsewhere = await place([{ division: wujiagang, dueOn: addDays(today, -5) }])
const inXiling = [...submitted, ...accepted, ...supplement, ...drafts, ...ended]

describe('the inbox', () => {
  it('shows each waiting case once across its pages, the most urgent first', async () => {
    const pages = await readPages(clerk)
    assert.deepEqual(
      pages.map((page) => page.length),
      [20, 20, 5],
    )
    const items = pages.flat()
    assert.deepEqual(idsOf(items).toSorted(), idsOf(submitted).toSorted())
    const order = items.map(({ dueOn, id }) => `${dueOn} ${id}`)
    assert.deepEqual(order, order.toSorted())
  })

  it('shows everything there is, each once, the newest first', async () => {
    const items = (await readPages(clerk, { view: 'all' })).flat()
    assert.deepEqual(idsOf(items).toSorted(), idsOf(inXiling).toSorted())
    const order = items.map(({ openedAt, id }) => `${openedAt} ${id}`)
    assert.deepEqual(order, order.toSorted().reverse())
  })

  it('loses and doubles nothing while what was on the first page is dealt with', async () => {
    const first = await readInbox(clerk)
    const gone = first.items.slice(0, 5)
    const set = (state: string) =>
      platform.db.updateTable('service_case').set({ state }).where('id', 'in', idsOf(gone)).execute()
    await set('accepted')
    const rest = (await readPages(clerk, { after: first.next })).flat()
    await set('submitted')
    assert.deepEqual(idsOf([...first.items, ...rest]).toSorted(), idsOf(submitted).toSorted())
  })

  it('gives each role what waits for it', async () => {
    assert.deepEqual(idsOf((await readInbox(reviewer)).items), idsOf(accepted))
    assert.deepEqual(idsOf((await readInbox(clerk, { state: 'supplement' })).items), idsOf(supplement))
  })

  it('reaches as far as the role does', async () => {
    const all = await readPages(cityClerk)
    assert.deepEqual(idsOf(all.flat()).toSorted(), idsOf([...submitted, ...elsewhere]).toSorted())
    assert.deepEqual(idsOf((await readInbox(cityClerk, { division: wujiagang })).items), idsOf(elsewhere))
    assert.deepEqual((await readInbox(clerk, { division: wujiagang })).items, [])
    assert.deepEqual((await readInbox(staffActor('clerk', '420600000000'), { view: 'all' })).items, [])
  })

  it('finds what is overdue, and says by how much', async () => {
    const { items } = await readInbox(clerk, { overdue: 'yes' })
    assert.equal(items.length, 10)
    for (const { dueOn, overdue, workdaysLeft } of items) {
      assert.ok(overdue && dueOn !== null && dueOn < today && workdaysLeft !== null && workdaysLeft < 0)
    }
    const due = (await readInbox(clerk)).items.find((one) => one.dueOn === today)
    assert.deepEqual([due?.overdue, due?.workdaysLeft], [false, 0], 'the last day is not overdue')
  })

  it('counts the open cases of each state in reach', async () => {
    const { counts, overdueCount } = await countInbox(clerk)
    assert.deepEqual(Object.fromEntries(counts.map(({ label, count }) => [label, count])), {
      已提交: 45,
      已受理: 1,
      待补正: 1,
      草稿: 2,
    })
    assert.equal(overdueCount, 10, 'not the supplement that waits for its applicant')
    assert.equal((await countInbox(cityClerk)).overdueCount, 11)
  })

  it('finds a case by the beginning of its number, whatever its letters’ size', async () => {
    const [wanted] = submitted
    assert.ok(wanted)
    assert.deepEqual(idsOf((await readInbox(clerk, { view: 'all', q: ` ${wanted.number.toLowerCase()} ` })).items), [
      wanted.id,
    ])
    assert.deepEqual((await readInbox(clerk, { view: 'all', q: 'DK42050220269999' })).items, [])
    assert.equal((await readInbox(clerk, { view: 'all', q: '%' })).items.length, 20, 'a percent sign is no pattern')
  })

  const id = submitted[0]?.id
  const places = [
    'x',
    '~',
    `x~${id}`,
    `1~${id}`,
    `2026-02-30~${id}`,
    `2026-11-23~${'-'.repeat(36)}`,
    `2026-11-23 ~${id}`,
  ]
  for (const view of ['waiting', 'all']) {
    for (const after of [...places, view === 'waiting' ? `${platform.now().toISOString()}~${id}` : `${today}~${id}`]) {
      it(`refuses the place ${after} of ${view}, which it never gave out`, async () => {
        const answer = await refusalOf(readInbox(clerk, { view, after }))
        assert.deepEqual([answer.status, answer.errors?.[0]?.field], [400, 'after'])
      })
    }
  }
})
