import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { testDatabase } from '../../../test/database.ts'
import { callAs, operationNamed, testPlatform } from '../../../test/platform.ts'
import { anonymous } from '../../kernel/access/actor.ts'
import { seedDivisions } from '../../kernel/divisions/store.ts'
import { searchOperations } from '../../kernel/search/operations.ts'
import { Refusal } from '../../shared/errors.ts'
import { demonstrationPolicies } from './demonstration/index.ts'
import { synonyms } from './demonstration/words.ts'
import { information } from './module.ts'
import { type PolicyItem, PolicyPage, PolicyView } from './schema.ts'
import { seedInformation } from './seed.ts'

const YICHANG = '420500000000'
const XILING = '420502000000'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)
const searchPages = information.searchPages ?? {}
const operations = [...information.operations, ...searchOperations({ synonyms, pages: searchPages })]

const seed = () => database.db.transaction().execute((tx) => seedInformation(tx, platform.now()))
await database.db.transaction().execute(seedDivisions)
await seed()

const call = <Output>(name: string, input: object) =>
  callAs<Output>(platform, operationNamed(operations, name), anonymous, input)

interface Page {
  items: PolicyItem[]
  next: string | null
  topics: { topic: string; label: string; count: number }[]
}

async function findAll(filter: object): Promise<PolicyItem[]> {
  const found: PolicyItem[] = []
  let after: string | null = null
  do {
    const page: Page = await call<Page>('policy.find', { ...filter, ...(after && { after }) })
    assert.ok(Compile(PolicyPage).Check(page))
    assert.ok(page.items.length <= 20)
    found.push(...page.items)
    after = page.next
  } while (after)
  return found
}

const slugsOf = (items: readonly { slug: string }[]) => items.map(({ slug }) => slug)
const get = (slug: string) => call<PolicyView>('policy.get', { slug })

test('every policy is listed once, newest first, over its pages', async () => {
  const all = await findAll({})
  assert.equal(all.length, demonstrationPolicies.length)
  assert.equal(new Set(slugsOf(all)).size, all.length)
  const dates = all.map(({ issuedOn }) => issuedOn)
  assert.deepEqual(dates, dates.toSorted().reverse())
})

test('seeding again changes nothing', async () => {
  const before = await findAll({})
  await seed()
  assert.deepEqual(await findAll({}), before)
})

test('filters narrow the list, and topics are counted under the other filters', async () => {
  const all = await findAll({})
  const loans = await findAll({ topic: 'loan' })
  assert.deepEqual(slugsOf(loans), slugsOf(all.filter(({ topic }) => topic === 'loan')))
  assert.ok(loans.every(({ topicLabel }) => topicLabel === '创业贷款'))
  const city = await findAll({ level: 'city', standing: 'current' })
  assert.ok(city.length > 0 && city.every((item) => item.level === 'city' && item.standing === 'current'))
  const { topics } = await call<Page>('policy.find', { level: 'city', standing: 'current', topic: 'tax' })
  assert.equal(
    topics.reduce((sum, { count }) => sum + count, 0),
    city.length,
  )
  for (const { topic, count } of topics) assert.equal(count, city.filter((item) => item.topic === topic).length)
})

test('a division is given its own policies and those from above, none from beside', async () => {
  const all = await findAll({})
  const there = await findAll({ division: XILING })
  const holds = ({ division }: PolicyItem) => [XILING, YICHANG, '420000000000', '000000000000'].includes(division)
  assert.deepEqual(slugsOf(there), slugsOf(all.filter(holds)))
  assert.ok(there.length < all.length)
  assert.deepEqual(slugsOf(await findAll({ division: '420502' })), slugsOf(there))
  const names = new Set(all.map(({ divisionName }) => divisionName))
  for (const name of ['全国', '湖北省', '宜昌市']) assert.ok(names.has(name), name)
})

test('a policy has its text, card, links and service', async () => {
  const policy = await get('yichang-guaranteed-loan-2024')
  assert.ok(Compile(PolicyView).Check(policy))
  assert.equal(policy.title, '宜昌市个人创业担保贷款实施办法')
  assert.equal(policy.levelLabel, '市级')
  assert.equal(policy.standingLabel, '现行有效')
  assert.equal(policy.invented, true)
  assert.ok(policy.card && policy.card.bring.length > 0 && policy.body.length >= 3)
  const links = (one: PolicyView) => one.links.map(({ relation, slug, standing }) => [relation, slug, standing])
  assert.deepEqual(links(policy), [['replaces', 'yichang-guaranteed-loan-2021', 'replaced']])
  assert.deepEqual([policy.service, policy.rule], ['guaranteedLoan', 'loan.person'])
  const earlier = await get('yichang-guaranteed-loan-2021')
  assert.equal(earlier.standing, 'replaced')
  assert.deepEqual(links(earlier), [['replacedBy', policy.slug, 'current']])
  assert.equal(earlier.service, null)
})

test('where a policy stands goes by the day, its last day included', async () => {
  const at = async (instant: string, slug: string) => {
    platform.clock.set(instant)
    return (await get(slug)).standing
  }
  const now = platform.now()
  const successor = 'yichang-guaranteed-loan-2024'
  assert.equal(await at('2024-02-29T15:59:59Z', successor), 'future')
  assert.equal(await at('2024-02-29T16:00:00Z', successor), 'current')
  assert.equal(await at('2028-09-30T15:59:59Z', successor), 'current')
  assert.equal(await at('2028-09-30T16:00:00Z', successor), 'expired')
  assert.equal(await at('2024-02-29T15:59:59Z', 'yichang-guaranteed-loan-2021'), 'current')
  assert.equal(await at('2024-02-29T16:00:00Z', 'yichang-guaranteed-loan-2021'), 'replaced')
  platform.clock.set(now)
})

interface Found {
  closeness: string
  items: { ref: string; href: string }[]
}

const slugsOfFound = ({ items }: Found) => items.map(({ ref }) => ref)

test('every word of a group of synonyms leads to the same policies', async () => {
  for (const group of synonyms) {
    const [first, ...others] = await Promise.all(group.map((q) => call<Found>('search.find', { q })))
    assert.equal(first?.closeness, 'every', group.join())
    assert.equal(first.items[0]?.href, `/policies/${first.items[0]?.ref}`)
    for (const other of others) assert.deepEqual(slugsOfFound(other).sort(), slugsOfFound(first).sort(), group.join())
  }
})

test('what is asked for stands first', async () => {
  const expected: [string, RegExp][] = [
    ['创业担保贷款', /loan/],
    ['大学生怎么申请创业补贴', /graduate|subsid/],
    ['财金〔2023〕75号', /national-inclusive-finance-fund-2023/],
    ['SYB', /training/],
    ['孵化基地', /incubat|base/],
  ]
  for (const [q, wanted] of expected) {
    const { items } = await call<Found>('search.find', { q })
    assert.match(items[0]?.ref ?? '', wanted, q)
  }
})

test('wrong input is refused, naming the field', async () => {
  const wrong: [string, object, number, string?][] = [
    ['policy.find', { topic: 'weather' }, 422, 'topic'],
    ['policy.find', { level: 'village' }, 422, 'level'],
    ['policy.find', { standing: '' }, 422, 'standing'],
    ['policy.find', { division: '42' }, 422, 'division'],
    ['policy.find', { division: '000000000000' }, 422, 'division'],
    ['policy.find', { after: 'no-such-policy' }, 422, 'after'],
    ['policy.find', { after: "x' or 1=1" }, 422, 'after'],
    ['policy.find', { page: '2' }, 422, 'page'],
    ['policy.get', { slug: 'no-such-policy' }, 404],
    ['policy.get', { slug: '../etc\u0000' }, 422, 'slug'],
  ]
  for (const [name, input, status, field] of wrong) {
    await assert.rejects(call(name, input), (error: unknown) => {
      assert.ok(error instanceof Refusal, `${name} ${JSON.stringify(input)}: ${error}`)
      assert.equal(error.parts.status, status)
      if (field) assert.equal(error.parts.errors?.[0]?.field, field)
      return true
    })
  }
})
