import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../shared/errors.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { covers, everything, nothing } from '../divisions/scope.ts'
import {
  type Actor,
  actingRole,
  actorWithin,
  anonymous,
  type Grant,
  type Role,
  roles,
  rolesOf,
  system,
} from './actor.ts'
import { anyone, authorise, describePolicy, isAllowed, only, type Policy, signedIn } from './policy.ts'

const yichang = '420500000000' as DivisionCode
const xiling = '420502000000' as DivisionCode
const wujiagang = '420503000000' as DivisionCode

const grant = (role: Role, division: DivisionCode): Grant => ({ role, division, officeId: null })
const staff = (...grants: Grant[]): Actor => ({ ...anonymous, kind: 'staff', accountId: 'staff', grants })
const person: Actor = { ...anonymous, kind: 'person', accountId: 'person', partyId: 'own' }
const clerk = staff(grant('clerk', xiling))

/** What came of asking: the reach, or the refusal's status. */
function ask(policy: Policy, actor: Actor) {
  try {
    return authorise(policy, actor)
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error.parts.status
  }
}

const entries: [policy: string, of: Policy, statuses: Record<string, number | 'in'>][] = [
  ['anyone', anyone, { anonymous: 'in', person: 'in', clerk: 'in', revoked: 'in', system: 'in' }],
  ['signed in', signedIn, { anonymous: 401, person: 'in', clerk: 'in', revoked: 'in', system: 'in' }],
  ['clerks', only('clerk'), { anonymous: 401, person: 403, clerk: 'in', revoked: 403, system: 'in' }],
  ['applicants', only('entrepreneur'), { anonymous: 401, person: 'in', clerk: 403, revoked: 403, system: 'in' }],
  ['nobody', only(), { anonymous: 401, person: 403, clerk: 403, revoked: 403, system: 'in' }],
]
const actors: Record<string, Actor> = { anonymous, person, clerk, revoked: staff(), system }

describe('a policy', () => {
  for (const [name, policy, statuses] of entries) {
    for (const [who, status] of Object.entries(statuses)) {
      it(`for ${name} ${status === 'in' ? 'lets in' : `answers ${status} to`} ${who}`, () => {
        const actor = actors[who] ?? assert.fail()
        const answer = ask(policy, actor)
        assert.equal(typeof answer === 'number' ? answer : 'in', status)
        assert.equal(isAllowed(policy, actor), status === 'in')
      })
    }
  }

  const both = staff(grant('clerk', xiling), grant('reviewer', wujiagang))
  const reaches: [name: string, policy: Policy, actor: Actor, prefixes: string[], party: string | null][] = [
    ['a clerk their division', only('clerk'), clerk, ['420502'], null],
    ['someone of two roles the place of the one asked for', only('reviewer'), both, ['420503'], null],
    [
      'someone of two roles both places when either is asked for',
      only('clerk', 'reviewer'),
      both,
      ['420502', '420503'],
      null,
    ],
    ['any staff all their places', signedIn, both, ['420502', '420503'], null],
    [
      'a city’s clerk all below it, named once',
      only('clerk'),
      staff(...clerk.grants, grant('clerk', yichang)),
      ['4205'],
      null,
    ],
    ['a person what is theirs', only('entrepreneur'), person, [], 'own'],
    ['a reader without an account nothing', anyone, anonymous, [], null],
    ['staff whose roles were revoked nothing', anyone, staff(), [], null],
    ['a person without a party nothing', signedIn, { ...person, partyId: null }, [], null],
  ]
  for (const [name, policy, actor, prefixes, party] of reaches) {
    it(`opens to ${name}`, () => {
      const { prefixes: opened, party: own, all } = authorise(policy, actor)
      assert.deepEqual([opened, own, all], [prefixes, party, false])
    })
  }

  it('opens everything to the system alone', () => {
    assert.equal(authorise(only('clerk'), system), everything)
    assert.equal(authorise(anyone, anonymous), nothing)
  })

  it('says in Chinese who may, also to those who may not', () => {
    assert.deepEqual([anyone, signedIn, only('clerk', 'reviewer')].map(describePolicy), [
      '任何人',
      '已登录的用户',
      '窗口人员、审核人员',
    ])
    assert.throws(() => authorise(only('clerk'), person), /这件事由窗口人员办理。/)
  })
})

describe('an actor', () => {
  const grants = fc.array(
    fc.record({
      role: fc.constantFrom(...roles),
      division: fc.constantFrom(yichang, xiling, wujiagang),
      officeId: fc.constant(null),
    }),
    { maxLength: 5 },
  )

  it('is let in by a role exactly where they hold it, and reaches no further than its grants', () => {
    fc.assert(
      fc.property(grants, fc.uniqueArray(fc.constantFrom(...roles)), (held, allowed) => {
        const actor = staff(...held)
        const fitting = held.filter((one) => allowed.includes(one.role))
        assert.equal(isAllowed(only(...allowed), actor), fitting.length > 0)
        if (fitting.length === 0) return
        const scope = authorise(only(...allowed), actor)
        for (const division of [yichang, xiling, wujiagang]) {
          const reached = fitting.some((one) => one.division === yichang || one.division === division)
          assert.equal(covers(scope, division), reached)
        }
      }),
    )
  })

  it('holds within a division only the roles that reach it', () => {
    const actor = staff(grant('clerk', xiling), grant('reviewer', wujiagang), grant('approver', yichang))
    assert.deepEqual(rolesOf(actorWithin(actor, xiling)), ['clerk', 'approver'])
    assert.deepEqual(rolesOf(actorWithin(actor, yichang)), ['approver'])
    assert.deepEqual(rolesOf(actorWithin(person, xiling)), ['entrepreneur'])
  })

  it('is recorded by the role that the act is open to', () => {
    const actor = staff(grant('reviewer', xiling), grant('clerk', xiling))
    assert.equal(actingRole(actor, ['clerk']), 'clerk')
    assert.equal(actingRole(actor, ['approver']), 'reviewer')
    assert.equal(actingRole(person, ['clerk']), 'entrepreneur')
    assert.deepEqual(
      [anonymous, system, staff()].map((one) => actingRole(one, ['clerk'])),
      ['anonymous', 'system', 'anonymous'],
    )
  })
})
