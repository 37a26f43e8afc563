import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Static } from 'typebox'
import { type City, goodForm, loanIn, paperFile, refusal, testCity } from '../../../test/city.ts'
import { agentOf, newRegister } from '../../../test/enterprises.ts'
import type { Actor } from '../../kernel/access/actor.ts'
import type { CaseReceipt } from '../../kernel/cases/receipt.ts'
import { seedParameters, seedRule } from '../../kernel/rules/store.ts'
import { Refusal } from '../../shared/errors.ts'
import { localParameters, localRules } from './rules/local-rules.ts'
import type { EligibilityView, Guide, LoanView } from './schema.ts'

type View = Static<typeof LoanView>

const yidu = '420581000000'

async function refused(promise: Promise<unknown>) {
  const error = await promise.then(
    () => assert.fail('should have been refused'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Refusal, String(error instanceof Error ? error.stack : error))
  return {
    status: error.parts.status,
    code: error.parts.code,
    fields: (error.parts.errors ?? []).map((one) => one.field),
  }
}

const enterpriseForm = {
  businessAddress: '清江大道 9 号',
  staff: 40,
  newHires: 6,
  longContracts: true,
  revenue: 800_000_000,
  assets: 500_000_000,
  purpose: '添置两条揉捻生产线，收购春茶鲜叶',
  requestedAmount: 500_000_000,
  requestedMonths: 24,
  earlierLoans: 0,
  noArrears: true,
  cleanCredit: true,
  truthful: true,
}
const partner = { name: '演示合伙人', group: 'graduate', share: 50, earlierLoans: 0, cleanCredit: true }
const partnershipForm = {
  businessAddress: '西陵一路 30 号',
  partners: [partner, { ...partner, name: '演示合伙人二', group: 'veteran' }],
  purpose: '装修联合办公的店面，购买设备',
  requestedAmount: 66_000_000,
  requestedMonths: 36,
  earlierLoans: 0,
  noArrears: true,
  cleanCredit: true,
  truthful: true,
}
const papers = {
  enterprise: ['licence', 'identity', 'hires', 'staffRoll', 'statements', 'place', 'plan'],
  partnership: ['licence', 'partnershipAgreement', 'identity', 'group', 'place', 'plan'],
}

describe('a loan for an enterprise and for a partnership', () => {
  let city: City
  before(async () => {
    city = await testCity()
    await city.platform.db.transaction().execute(async (tx) => {
      for (const rule of localRules) await seedRule(tx, rule)
      await seedParameters(tx, localParameters, city.platform.now())
    })
  })
  after(() => city.close())

  async function submit(agent: Actor, division: string, form: object, kinds: readonly string[]) {
    const opened = await city.call<CaseReceipt>(agent, 'loan.open', { division })
    const { version } = await city.call<CaseReceipt>(agent, 'loan.saveDraft', { ...idOf(opened), form })
    for (const kind of kinds) await city.call(agent, 'paper.add', { id: opened.id, kind }, { file: paperFile() })
    return city.call<CaseReceipt>(agent, 'loan.submit', { id: opened.id, version })
  }
  const idOf = ({ id, version }: CaseReceipt) => ({ id, version })

  it('goes through an agent to the overlay’s cap, under the agent’s own account', async () => {
    const { call, staff } = city
    const { agent, person } = await agentOf(city, { division: yidu })
    const sent = await submit(agent, yidu, enterpriseForm, papers.enterprise)
    const accepted = await call<CaseReceipt>(staff.cityClerk, 'loan.accept', idOf(sent))
    const view = await call<View>(staff.cityReviewer, 'loan.get', { id: sent.id })
    assert.deepEqual(
      [view.kind, view.judgement?.result, view.judgement?.limits?.amount],
      ['enterprise', 'met', 500_000_000],
    )
    assert.match(view.judgement?.local ?? '', /本地规定.*代替国家规定/)
    assert.deepEqual(
      view.history.map((one) => one.role),
      ['agent', 'clerk'],
    )
    const decision = { ...idOf(accepted), months: 24, opinion: '条件符合，建议推荐' }
    const beyond = await refused(call(staff.cityReviewer, 'loan.recommend', { ...decision, amount: 500_000_001 }))
    assert.deepEqual([beyond.status, beyond.fields], [422, ['amount']])
    await call(staff.cityReviewer, 'loan.recommend', { ...decision, amount: 500_000_000 })
    assert.equal((await call<View>(agent, 'loan.get', { id: sent.id })).state, 'recommended')
    assert.equal((await refused(call(person, 'loan.get', { id: sent.id }))).status, 404)
    const entry = await city.platform.db
      .selectFrom('audit_entry')
      .select(['actor_id', 'actor_role'])
      .where('operation', '=', 'loan.submit')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    assert.deepEqual(entry, { actor_id: person.accountId, actor_role: 'agent' })
  })

  it('is of the nation’s cap elsewhere, and refused with what is nearest beside it', async () => {
    const { call, staff } = city
    const { agent } = await agentOf(city)
    const form = { ...enterpriseForm, newHires: 3, requestedAmount: 300_000_000 }
    const sent = await submit(agent, '420502000000', form, papers.enterprise)
    const accepted = await call<CaseReceipt>(staff.clerk, 'loan.accept', idOf(sent))
    const none = { ...idOf(accepted), amount: 300_000_000, months: 24, opinion: '建议推荐' }
    assert.deepEqual((await refused(call(staff.reviewer, 'loan.recommend', none))).fields, ['conditions.hires'])
    await call(staff.reviewer, 'loan.reject', { ...idOf(accepted), ...refusal })
    const view = await call<View>(agent, 'loan.get', { id: sent.id })
    assert.equal(view.judgement?.limits?.amount ?? null, null)
    const [near] = view.alternatives
    assert.deepEqual([near?.code, near?.standing], ['loan.partnership', 'near'])
    assert.ok(near?.conditions[0]?.howTo && near.conditions[0].articleText && near.href.startsWith('/services/'))
    const again = await call<View>(agent, 'loan.get', { id: sent.id })
    assert.deepEqual(again.alternatives, view.alternatives, 'what was kept is shown, not judged anew')
  })

  it('asks partners whole, by their shares, and grants 110 % of their caps', async () => {
    const { call, staff } = city
    const { agent } = await agentOf(city, { legalForm: 'partnership', name: '演示同行设计合伙企业' })
    const opened = await call<CaseReceipt>(agent, 'loan.open', { division: '420502000000' })
    const uneven = { ...partnershipForm, partners: [partner, { ...partner, share: 40 }] }
    const saved = await call<CaseReceipt>(agent, 'loan.saveDraft', { ...idOf(opened), form: uneven })
    const gaps = await refused(call(agent, 'loan.submit', idOf(saved)))
    assert.ok(gaps.fields.includes('partners') && gaps.fields.includes('papers.partnershipAgreement'))
    const foreign = call(agent, 'loan.saveDraft', { ...idOf(saved), form: { ...partnershipForm, staff: 5 } })
    assert.deepEqual((await refused(foreign)).fields, ['staff'])
    const whole = await call<CaseReceipt>(agent, 'loan.saveDraft', { ...idOf(saved), form: partnershipForm })
    for (const kind of papers.partnership) {
      await call(agent, 'paper.add', { id: opened.id, kind }, { file: paperFile() })
    }
    const sent = await call<CaseReceipt>(agent, 'loan.submit', idOf(whole))
    await call(staff.clerk, 'loan.accept', idOf(sent))
    const view = await call<View>(staff.reviewer, 'loan.get', { id: opened.id })
    assert.deepEqual(
      [view.kind, view.judgement?.result, view.judgement?.limits?.amount],
      ['partnership', 'met', 66_000_000],
    )
  })

  it('can be taken in at the window, and follows the fellow agent when one is ended', async () => {
    const { call, staff } = city
    const register = newRegister()
    const first = await agentOf(city, register)
    const fellow = await agentOf(city, register)
    const input = { partyId: first.agent.partyId, division: '420502000000' }
    const opened = await call<CaseReceipt>(staff.clerk, 'loan.open', input)
    const { version } = await call<{ version: number }>(staff.clerk, 'agency.get', { id: first.agencyId })
    await call(fellow.agent, 'agency.end', { id: first.agencyId, version })
    const own = await call<{ items: { id: string }[] }>(fellow.agent, 'case.findOwn')
    assert.deepEqual(
      own.items.map((one) => one.id),
      [opened.id],
    )
    const other = call(first.person, 'loan.open', input)
    assert.equal((await refused(other)).status, 403)
  })

  it('tells in guide and check what holds where, and what else is near', async () => {
    const guide = await city.call<Static<typeof Guide>>(city.staff.clerk, 'loan.getGuide', {
      kind: 'enterprise',
      division: '420581001000',
    })
    assert.match(guide.rule.local ?? '', /代替国家规定/)
    assert.deepEqual(
      guide.localPlaces.map((one) => one.name),
      ['点军区', '宜都市'],
    )
    const answers = { 'applicant.group': 'graduate', 'business.registered': true, 'business.kind': 'company' }
    const check = await city.call<Static<typeof EligibilityView>>(city.staff.clerk, 'eligibility.check', {
      service: 'guaranteed-loan',
      answers: { ...answers, 'business.registeredOn': '2025-01-05' },
    })
    assert.equal(check.result, 'unmet')
    assert.deepEqual(
      check.alternatives.map((one) => [one.code, one.standing]),
      [
        ['subsidy.startUp', 'fits'],
        ['tax.keyGroups', 'near'],
      ],
    )
  })

  it('a person’s refusal keeps its alternatives too', async () => {
    const applicant = await city.person()
    const rejected = await loanIn(city, applicant, 'rejected', { ...goodForm, businessRegisteredOn: '2025-01-02' })
    const { alternatives } = await city.call<View>(applicant, 'loan.get', { id: rejected.id })
    assert.ok(alternatives.some((one) => one.code === 'subsidy.startUp' && one.standing === 'fits'))
  })
})
