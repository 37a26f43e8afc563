import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Role, roles } from '../access/actor.ts'
import { refusalOf } from '../cases/available-actions.ts'
import type { CaseStanding, Viewer } from '../cases/flow.ts'
import { correctionFlow } from './flow.ts'

const partyId = 'the party'
const states = Object.keys(correctionFlow.steps)
const actions = Object.keys(correctionFlow.actions)

/** From which states the applicant, and a clerk, may take each action; nobody else takes any. */
const table: Readonly<Record<string, { applicant: readonly string[]; clerk: readonly string[] }>> = {
  submit: { applicant: ['draft'], clerk: ['draft'] },
  supply: { applicant: ['supplement'], clerk: ['supplement'] },
  withdraw: {
    applicant: ['draft', 'submitted', 'supplement', 'accepted'],
    clerk: ['draft', 'submitted', 'supplement', 'accepted'],
  },
  accept: { applicant: [], clerk: ['submitted'] },
  askOnce: { applicant: [], clerk: ['submitted'] },
  correct: { applicant: [], clerk: ['accepted'] },
  refuse: { applicant: [], clerk: ['submitted', 'accepted'] },
}

const standing = (state: string, performed = {}): CaseStanding => ({ state, version: 1, partyId, performed })
const applicant: Viewer = { accountId: 'a', partyId, roles: ['entrepreneur'] }
const stranger: Viewer = { accountId: 's', partyId: 'another', roles: ['entrepreneur'] }
const staff = (role: Role): Viewer => ({ accountId: role, partyId: null, roles: [role] })
const may = (action: string, state: string, viewer: Viewer) =>
  refusalOf(correctionFlow, action, standing(state), viewer) === undefined

describe('who may take which step of a correction', () => {
  test('is what the table says, for every state, action and role', () => {
    assert.deepEqual(actions.toSorted(), Object.keys(table).toSorted())
    for (const action of actions) {
      for (const state of states) {
        const cell = `${action} in ${state}`
        assert.equal(may(action, state, applicant), table[action]?.applicant.includes(state), `${cell} by applicant`)
        assert.equal(may(action, state, stranger), false, `${cell} by a stranger`)
        for (const role of roles) {
          const expected = role === 'clerk' && table[action]?.clerk.includes(state)
          assert.equal(may(action, state, staff(role)), expected, `${cell} by ${role}`)
        }
      }
    }
  })

  test('is barred to whoever handed it in at the window, and in one’s own file', () => {
    for (const [action, hand] of [
      ['correct', 'submit'],
      ['refuse', 'submit'],
      ['correct', 'supply'],
    ] as const) {
      const handedIn = standing('accepted', { [hand]: 'clerk' })
      assert.match(refusalOf(correctionFlow, action, handedIn, staff('clerk')) ?? '', /请由其他人员/)
    }
    const own = { ...staff('clerk'), partyId }
    for (const [action, state] of [
      ['accept', 'submitted'],
      ['askOnce', 'submitted'],
      ['correct', 'accepted'],
      ['refuse', 'accepted'],
    ] as const) {
      assert.match(refusalOf(correctionFlow, action, standing(state), own) ?? '', /本人/)
    }
  })
})
