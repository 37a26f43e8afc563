import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { placeStaff } from '../../test/accounts.ts'
import { type City, loanIn, testCity, wujiagang, xiling, yichang } from '../../test/city.ts'
import { refusalOf } from '../../test/platform.ts'
import type { Actor } from '../kernel/access/actor.ts'
import { isAllowed } from '../kernel/access/policy.ts'

interface Verdict {
  says: string
  allowed: boolean
  because: string[]
}
interface Explained {
  operation: Verdict | null
  actions: Verdict[]
  grants: string[]
}

let city: City
let auditor: Actor
before(async () => {
  city = await testCity()
  auditor = await placeStaff(city.platform.db, city.platform.now(), { role: 'auditor', division: yichang })
})
after(() => city.close())

const explain = (member: Actor, asked: object) =>
  city.call<Explained>(auditor, 'rights.explain', { member: member.accountId, ...asked })

test('says of every operation and every member what the guard itself decides, with a reason', async () => {
  for (const member of Object.values(city.staff)) {
    for (const { name, policy } of city.operations.filter((_, index) => index % 7 === 0)) {
      const { operation } = await explain(member, { operation: name })
      assert.equal(operation?.allowed, isAllowed(policy, member), `${name} by ${member.name}`)
      assert.ok(operation && operation.because.length > 0)
    }
  }
})

test('says of each action on a case what the flow decides: role, who accepted it, keeping away', async () => {
  const { clerk, reviewer, otherClerk } = city.staff
  const loan = await loanIn(city, await city.person(), 'accepted')
  const asked = { number: loan.number.toLowerCase() }
  const by = async (member: Actor) => new Map((await explain(member, asked)).actions.map((one) => [one.says, one]))
  assert.deepEqual(
    [(await by(reviewer)).get('审核通过并推荐')?.allowed, (await by(clerk)).get('审核通过并推荐')?.allowed],
    [true, false],
  )
  assert.match((await by(clerk)).get('审核通过并推荐')?.because.join() ?? '', /没有这个角色/)
  assert.equal(
    (await by(otherClerk)).get('撤回申请')?.allowed,
    false,
    'a clerk elsewhere does not withdraw for the applicant',
  )
  await city.call(reviewer, 'case.recuse', { id: loan.id, kind: 'interest', whole: false })
  const recused = (await by(reviewer)).get('审核通过并推荐')
  assert.equal(recused?.allowed, false)
  assert.match(recused?.because.join() ?? '', /回避/)
})

test('lists who may do something in a division: those who hold the role there, and nobody from beside', async () => {
  const who = (division: string) =>
    city.call<{ items: { name: string }[] }>(auditor, 'rights.who', { operation: 'loan.recommend', division })
  const names = async (division: string) => (await who(division)).items.map(({ name }) => name).toSorted()
  assert.deepEqual(await names(xiling), ['city-reviewer', 'reviewer'])
  assert.deepEqual(await names(wujiagang), ['city-reviewer'])
})

test('is for administrators and auditors alone, within their reach', async () => {
  const asked = { member: city.staff.clerk.accountId, operation: 'case.claim' }
  assert.equal((await refusalOf(city.call(city.staff.clerk, 'rights.explain', asked))).status, 403)
  const { db } = city.platform
  const elsewhere = await placeStaff(db, city.platform.now(), { role: 'auditor', division: wujiagang })
  assert.equal((await refusalOf(city.call(elsewhere, 'rights.explain', asked))).status, 404)
})
