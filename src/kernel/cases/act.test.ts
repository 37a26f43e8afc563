import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { type City, goodForm, loanIn, refusal, testCity, wujiagang, xiling } from '../../../test/city.ts'
import { operationNamed, refusalOf, staffActor } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { type Actor, anonymous, type Role, roles } from '../access/actor.ts'
import { type Database, openDatabase } from '../db/connect.ts'
import { createStaff } from '../identity/accounts.ts'
import { findActor, openSession } from '../identity/sessions.ts'
import type { CaseReceipt } from './receipt.ts'

type State = keyof typeof loanFlow.steps
type Name = keyof typeof loanFlow.actions

const states = Object.keys(loanFlow.steps) as State[]
const names = Object.keys(loanFlow.actions) as Name[]

/** Who may do what in which state; whatever does not stand here is refused. The applicant's own acts a clerk does at the window. */
const applicant: readonly Role[] = ['entrepreneur', 'clerk']
const table: Record<State, Partial<Record<Name, readonly Role[]>>> = {
  draft: { submit: applicant, withdraw: applicant },
  submitted: { askOnce: ['clerk'], accept: ['clerk'], reject: ['clerk'], withdraw: applicant },
  supplement: { supply: applicant, withdraw: applicant },
  accepted: { recommend: ['reviewer'], reject: ['reviewer'], withdraw: applicant },
  recommended: {},
  rejected: { reopen: applicant },
  withdrawn: {},
}

const inputs: Partial<Record<Name, object>> = {
  askOnce: { gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }] },
  reject: refusal,
  recommend: { amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' },
}

/** Someone who tries: what they are called, the role they hold, and whether the case lies in their reach. */
interface Trier {
  title: string
  role: Role | null
  reaches: boolean
  actor: Actor
}

let city: City
let owner: Database
let strangers: Trier[]

/** A clerk whose role was taken back while they were logged in, as their next request finds them. */
async function revokedClerk(): Promise<Actor> {
  const { platform } = city
  const grants = [{ role: 'clerk' as const, division: xiling }]
  const draft = { login: 'revoked', name: '前窗口', password: 'a long enough password', totpSecret: 'JBSWY3DPEHPK3PXP' }
  const id = await createStaff(platform.db, platform, { ...draft, grants })
  const token = await openSession(platform.db, { id, kind: 'staff' }, platform.now())
  const held = await findActor(platform.db, token, platform.now())
  assert.equal(held?.grants.length, 1)
  await platform.db.updateTable('role_grant').set({ valid_to: '2026-11-23' }).where('account_id', '=', id).execute()
  const actor = await findActor(platform.db, token, platform.now())
  assert.ok(actor)
  return actor
}

before(async () => {
  city = await testCity()
  owner = openDatabase(city.ownerUrl, { max: 1 })
  const { clerk, reviewer, otherClerk } = city.staff
  const seated: Partial<Record<Role, Actor>> = { clerk, reviewer }
  strangers = [
    { title: 'nobody logged in', role: null, reaches: false, actor: anonymous },
    { title: 'a revoked clerk', role: null, reaches: false, actor: await revokedClerk() },
    { title: 'another applicant', role: 'entrepreneur', reaches: false, actor: await city.person() },
    { title: 'a clerk elsewhere', role: 'clerk', reaches: false, actor: otherClerk },
    { title: 'a reviewer elsewhere', role: 'reviewer', reaches: false, actor: staffActor('reviewer', wujiagang) },
    ...roles
      .filter((role) => role !== 'entrepreneur')
      .map((role) => ({ title: role, role, reaches: true, actor: seated[role] ?? staffActor(role, xiling) })),
  ]
})
after(async () => {
  await owner.close()
  await city.close()
})

/**
 * What policy, reach and state make of an attempt: nothing when nobody stops it there, else the refusal's status. Whether the
 * role is the one that the state waits for is left to the table.
 */
function expectedStatus(isTime: boolean, name: string, { role, reaches, actor }: Trier): number | undefined {
  if (actor.kind === 'anonymous') return 401
  const { allows } = operationNamed(city.operations, `loan.${name}`).policy
  if (role === null || !Array.isArray(allows) || !allows.includes(role)) return 403
  if (!reaches) return 404
  return isTime ? undefined : 409
}

const mayDo = ({ role }: Trier, allowed: readonly Role[]) => role !== null && allowed.includes(role)

/** Everything that an act may write: the case, its loan, and how many rows tell of it. */
async function readAll(id: string): Promise<unknown> {
  const { rows } = await sql`
    select to_jsonb(service_case) as spine, to_jsonb(loan) as loan,
      (select count(*) from case_event where case_id = ${id}) as history,
      (select count(*) from outbox_event where key = ${id}) as events,
      (select count(*) from judgement) as judgements, (select count(*) from fact) as facts,
      (select count(*) from audit_entry) as audited, (select count(*) from idempotency) as keys
    from service_case join loan on case_id = id where id = ${id}`.execute(owner.db)
  return rows[0]
}

const attempt = (actor: Actor, name: Name, { id, version }: CaseReceipt) =>
  city.call<CaseReceipt>(actor, `loan.${name}`, { id, version, ...inputs[name] })

for (const state of states) {
  describe(`a case that is ${state}`, () => {
    let loan: CaseReceipt
    let triers: Trier[]
    before(async () => {
      const own = await city.person()
      loan = await loanIn(city, own, state)
      triers = [{ title: 'the applicant', role: 'entrepreneur', reaches: true, actor: own }, ...strangers]
    })

    const editable = state === 'draft' || state === 'supplement'
    it(`lets ${editable ? 'its applicant and a clerk' : 'nobody'} change what is filled in`, async () => {
      for (const trier of triers) {
        const untouched = await readAll(loan.id)
        const { id, version } = loan
        const save = city.call<CaseReceipt>(trier.actor, 'loan.saveDraft', { id, version, form: goodForm })
        // An agent fills in for their principal's party, which this one does not act for.
        const status =
          expectedStatus(editable, 'saveDraft', trier) ?? (mayDo(trier, ['entrepreneur', 'clerk']) ? undefined : 403)
        if (status === undefined) {
          loan = await save
          assert.deepEqual([loan.state, loan.version], [state, version + 1])
        } else {
          assert.equal((await refusalOf(save)).status, status, trier.title)
          assert.deepEqual(await readAll(id), untouched, trier.title)
        }
      }
    })

    for (const name of names) {
      const allowed = table[state][name] ?? []
      it(`lets ${allowed.join(' and ') || 'nobody'} ${name}, and nothing is written for others`, async () => {
        const untouched = await readAll(loan.id)
        for (const trier of triers) {
          const isTime = loanFlow.actions[name].from.some((from) => from === state)
          const status = expectedStatus(isTime, name, trier) ?? (mayDo(trier, allowed) ? undefined : 403)
          if (status === undefined) continue
          const answer = await refusalOf(attempt(trier.actor, name, loan))
          assert.equal(answer.status, status, trier.title)
          if (status === 409)
            assert.deepEqual([answer.code, answer.now?.state], ['not-allowed-now', state], trier.title)
          assert.deepEqual(await readAll(loan.id), untouched, trier.title)
        }
      })

      for (const role of allowed) {
        it(`moves on when the ${role} does ${name}`, async () => {
          const own = await city.person()
          const fresh = await loanIn(city, own, state)
          const actor = role === 'entrepreneur' ? own : strangers.find((one) => one.title === role)?.actor
          assert.ok(actor)
          const moved = await attempt(actor, name, fresh)
          const { to } = loanFlow.actions[name]
          assert.deepEqual([moved.number, moved.state, moved.version], [fresh.number, to, fresh.version + 1])
          const last = await city.platform.db
            .selectFrom('case_event')
            .select(['action', 'from_state', 'to_state', 'sequence', 'actor_id', 'actor_role'])
            .where('case_id', '=', fresh.id)
            .orderBy('id', 'desc')
            .executeTakeFirstOrThrow()
          assert.deepEqual(last, {
            action: name,
            from_state: state,
            to_state: to,
            sequence: moved.version,
            actor_id: actor.accountId,
            actor_role: role,
          })
        })
      }
    }
  })
}
