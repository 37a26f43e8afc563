import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { loanFlow } from '../../modules/financing/flow.ts'
import { roles } from '../access/actor.ts'
import { availableActions, refusalOf } from './available-actions.ts'
import type { CaseStanding, Flow, Viewer } from './flow.ts'

const flow: Flow = loanFlow
const states = Object.keys(flow.steps)
const actions = Object.keys(flow.actions)
const accounts = ['one', 'two']

const standings: fc.Arbitrary<CaseStanding> = fc.record({
  state: fc.constantFrom(...states),
  version: fc.integer({ min: 1, max: 9 }),
  partyId: fc.constantFrom('own', 'other'),
  performed: fc.dictionary(fc.constantFrom(...actions), fc.constantFrom(...accounts)),
})

const viewers: fc.Arbitrary<Viewer> = fc.record({
  accountId: fc.constantFrom(...accounts, null),
  partyId: fc.constantFrom('own', null),
  roles: fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 3 }),
})

const officer = (...held: Viewer['roles']): Viewer => ({ accountId: 'one', partyId: null, roles: held })
const standing = (state: string, performed = {}): CaseStanding => ({ state, version: 1, partyId: 'own', performed })

describe('available actions', () => {
  it('are allowed exactly where nothing is said against them, and lead to steps of the flow', () => {
    fc.assert(
      fc.property(standings, viewers, (stands, viewer) => {
        const offered = availableActions(flow, stands, viewer)
        const allowed = offered.filter((one) => one.allowed).map((one) => one.action)
        const unopposed = actions.filter((name) => refusalOf(flow, name, stands, viewer) === undefined)
        assert.deepEqual(allowed, unopposed)
        for (const { action } of offered) {
          assert.ok(flow.actions[action]?.from.includes(stands.state))
          assert.ok((flow.actions[action]?.to ?? '') in flow.steps)
        }
      }),
    )
  })

  it('say why not, in the words with which the server refuses', () => {
    fc.assert(
      fc.property(standings, viewers, (stands, viewer) => {
        for (const { action, allowed, reason } of availableActions(flow, stands, viewer)) {
          assert.equal(reason, refusalOf(flow, action, stands, viewer) ?? '')
          assert.equal(allowed, reason === '')
        }
      }),
    )
  })

  it('are none for someone who holds no role and is not the applicant', () => {
    fc.assert(
      fc.property(standings, (stands) => {
        const stranger = { accountId: 'two', partyId: 'someone', roles: [] }
        assert.deepEqual(availableActions(flow, stands, stranger), [])
      }),
    )
  })

  const refusals: [name: string, action: string, standing: CaseStanding, viewer: Viewer, says: RegExp][] = [
    ['an action there is not', 'fly', standing('draft'), officer('clerk'), /^没有这个操作。$/],
    ['another state', 'accept', standing('draft'), officer('clerk'), /^办件现在是「草稿」，不能受理。$/],
    ['another role', 'accept', standing('submitted'), officer('reviewer'), /^「受理」不由您办理。$/],
    ['who accepted', 'recommend', standing('accepted', { accept: 'one' }), officer('reviewer'), /请由其他人员作出决定/],
  ]
  for (const [name, action, stands, viewer, says] of refusals) {
    it(`are refused in plain words: ${name}`, () => assert.match(refusalOf(flow, action, stands, viewer) ?? '', says))
  }

  it('show what is barred for this officer, and offer it to a colleague', () => {
    const accepted = standing('accepted', { accept: 'one' })
    const barred = availableActions(flow, accepted, officer('reviewer'))
    assert.deepEqual(
      barred.map(({ action, allowed }) => [action, allowed]),
      [
        ['recommend', false],
        ['reject', false],
      ],
    )
    const colleague = { ...officer('reviewer'), accountId: 'two' }
    assert.ok(availableActions(flow, accepted, colleague).every((one) => one.allowed && one.reason === ''))
  })
})
