import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type City, paperFile, testCity, wujiagang } from '../../../test/city.ts'
import { agentOf, dayFrom, newRegister, proposedAgency } from '../../../test/enterprises.ts'
import { within } from '../../../test/people.ts'
import { Refusal } from '../../shared/errors.ts'
import { rolesOf } from '../access/actor.ts'
import { nothing, partyScope } from '../divisions/scope.ts'
import { findActor, openSession } from '../identity/sessions.ts'
import type { AgencyView } from './schema.ts'

async function refused(promise: Promise<unknown>) {
  const error = await promise.then(
    () => assert.fail('should have been refused'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Refusal, String(error instanceof Error ? error.stack : error))
  return [error.parts.status, error.parts.code] as const
}

describe('acting for an enterprise', () => {
  let city: City
  before(async () => {
    city = await testCity()
  })
  after(() => city.close())

  const logIn = async (accountId: string | null) => {
    const now = city.platform.clock.now()
    const token = await openSession(city.platform.db, { id: accountId ?? '', kind: 'person' }, now)
    return async () => {
      const actor = await findActor(city.platform.db, token, city.platform.clock.now())
      return actor ?? assert.fail('the session holds')
    }
  }

  it('begins with a paper that a clerk confirms, is switched to in the session, and ends at the next request', async () => {
    const { call, staff } = city
    const person = await city.person()
    const me = await logIn(person.accountId)
    const { id } = await call<{ id: string }>(await me(), 'agency.propose', {
      ...newRegister(),
      validTo: dayFrom(city, 30),
    })
    assert.deepEqual(await refused(call(staff.clerk, 'agency.confirm', { id, version: 1 })), [409, 'no-paper'])
    const told = await call<{ version: number }>(await me(), 'agency.addPaper', { id }, { file: paperFile() })
    assert.deepEqual(await refused(call(await me(), 'session.actFor', { agencyId: id })), [409, 'agency-not-holding'])
    const waiting = await call<{ items: AgencyView[] }>(staff.clerk, 'agency.findWaiting')
    assert.deepEqual(
      waiting.items.map((one) => [one.id, one.agentName, one.agentVerification]),
      [[id, '测试申请人', 'verified']],
    )
    assert.equal((await call<{ items: unknown[] }>(staff.otherClerk, 'agency.findWaiting')).items.length, 0)
    await call(staff.clerk, 'agency.confirm', { id, version: told.version })
    await call(await me(), 'session.actFor', { agencyId: id })
    const acting = await me()
    assert.deepEqual(rolesOf(acting), ['agent'])
    assert.equal(acting.accountId, person.accountId)
    assert.notEqual(acting.partyId, person.partyId)
    const session = await call<{ acting: { name: string } | null; name: string }>(acting, 'session.get')
    assert.match(session.acting?.name ?? '', /茶业有限公司/)
    assert.equal(session.name, '测**')
    const own = await call<{ agencies: AgencyView[] }>(acting, 'enterprise.getOwn')
    assert.deepEqual(
      own.agencies.map((one) => one.agentName),
      ['测**'],
    )
    const current = await call<AgencyView>(staff.clerk, 'agency.get', { id })
    await call(staff.clerk, 'agency.end', { id, version: current.version })
    const after = await me()
    assert.deepEqual([after.partyId, after.lapsedAgencyId, rolesOf(after)], [person.partyId, id, ['entrepreneur']])
    const { lapsed } = await call<{ lapsed: boolean }>(after, 'session.get')
    assert.equal(lapsed, true)
    await call(after, 'session.actFor', { agencyId: null })
    assert.equal((await me()).lapsedAgencyId ?? null, null)
  })

  it('is over on the day after its last, whoever asks', async () => {
    const start = city.platform.clock.now()
    const { person, agencyId } = await agentOf(city, { validTo: dayFrom(city, 2) })
    const me = await logIn(person.accountId)
    await city.call(await me(), 'session.actFor', { agencyId })
    city.platform.clock.pass(2 * 24 * 60 * 60)
    assert.equal((await me()).actingFor?.agencyId, agencyId)
    city.platform.clock.pass(24 * 60 * 60)
    assert.equal((await me()).lapsedAgencyId, agencyId)
    const again = await proposedAgency(city, await me(), {
      creditCode: (await city.call<AgencyView>(person, 'agency.get', { id: agencyId })).creditCode,
    })
    await city.call(city.staff.clerk, 'agency.confirm', again)
    city.platform.clock.set(start)
  })

  it('joins an enterprise that is known by its code, and makes no second one', async () => {
    const first = await agentOf(city)
    const { creditCode } = await city.call<AgencyView>(first.person, 'agency.get', { id: first.agencyId })
    const second = await agentOf(city, { creditCode, name: '演示另一个名字有限公司' })
    assert.equal(second.agent.partyId, first.agent.partyId)
    const taken = city.call(city.staff.clerk, 'enterprise.register', { ...newRegister(), creditCode })
    assert.deepEqual(await refused(taken), [409, 'known-already'])
    const { agencies } = await city.call<{ agencies: AgencyView[] }>(first.agent, 'enterprise.getOwn')
    const fellow = agencies.find((one) => one.id === second.agencyId)
    await city.call(first.agent, 'agency.end', { id: second.agencyId, version: fellow?.version ?? 0 })
    const ended = await city.call<AgencyView>(second.person, 'agency.get', { id: second.agencyId })
    assert.deepEqual([ended.state, ended.holds], ['ended', false])
  })

  it('is told whole and right, once, and confirmed only for whom is verified, by the window of the place', async () => {
    const { call, staff } = city
    const wrong = { ...newRegister(), creditCode: '91420500', registeredOn: '2030-01-01', validTo: dayFrom(city, 30) }
    const person = await city.person({ verified: false })
    assert.deepEqual(await refused(call(person, 'agency.propose', wrong)), [422, 'invalid'])
    const register = newRegister()
    const agency = await proposedAgency(city, person, register)
    const twice = call(person, 'agency.propose', { ...register, validTo: dayFrom(city, 9) })
    assert.deepEqual(await refused(twice), [409, 'already-agent'])
    assert.deepEqual(await refused(call(staff.otherClerk, 'agency.confirm', agency)), [404, 'not-found'])
    assert.deepEqual(await refused(call(staff.clerk, 'agency.confirm', agency)), [409, 'not-verified'])
    await call(staff.clerk, 'agency.decline', { ...agency, reason: '授权委托书没有盖章。' })
    const seen = await call<AgencyView>(person, 'agency.get', { id: agency.id })
    assert.deepEqual([seen.state, seen.reason], ['declined', '授权委托书没有盖章。'])
    const paper = call(person, 'paper.remove', { id: seen.paperId })
    assert.deepEqual(await refused(paper), [409, 'paper-kept'])
  })

  it('can be taken in at the window for someone who lives elsewhere', async () => {
    const { call, staff } = city
    const person = await city.person({ division: wujiagang })
    const input = { ...newRegister(), agentId: person.partyId, validTo: dayFrom(city, 30) }
    const { id } = await call<{ id: string }>(staff.cityClerk, 'agency.propose', input)
    const told = await call<{ version: number }>(staff.clerk, 'agency.addPaper', { id }, { file: paperFile() })
    await call(staff.clerk, 'agency.confirm', { id, version: told.version })
    const { principalId } = await call<AgencyView>(staff.clerk, 'agency.get', { id })
    const file = await call<{ name: string; agencies: AgencyView[] }>(staff.clerk, 'enterprise.get', {
      id: principalId,
    })
    assert.deepEqual([file.name, file.agencies.length], [input.name, 1])
    const { items } = await call<{ items: { id: string }[] }>(staff.clerk, 'enterprise.find', {
      text: input.creditCode,
    })
    assert.deepEqual(
      items.map((one) => one.id),
      [principalId],
    )
    const amended = { id: principalId, version: 1, staff: 46, industry: 'F51' }
    await call(staff.clerk, 'enterprise.amend', amended)
    assert.deepEqual(await refused(call(staff.clerk, 'enterprise.amend', amended)), [409, 'stale'])
  })

  it('is behind the second wall: enterprise, agency and agent show to those alone whom they concern', async () => {
    const { person, agencyId, agent } = await agentOf(city)
    const stranger = await city.person({ division: wujiagang })
    const seen = (scope: Parameters<typeof within>[1]) =>
      within(city.platform, scope, async (tx) => [
        (await tx.selectFrom('enterprise').select('name').where('party_id', '=', agent.partyId).execute()).length,
        (await tx.selectFrom('agency').select('id').where('id', '=', agencyId).execute()).length,
        (await tx.selectFrom('person').select('version').where('party_id', '=', person.partyId).execute()).length,
      ])
    assert.deepEqual(await seen(partyScope(person.partyId)), [1, 1, 1])
    assert.deepEqual(await seen(partyScope(agent.partyId)), [1, 1, 1])
    assert.deepEqual(await seen(partyScope(stranger.partyId)), [0, 0, 0])
    assert.deepEqual(await seen(nothing), [0, 0, 0])
  })
})
