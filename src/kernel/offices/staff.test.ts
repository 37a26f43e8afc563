import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, loanIn, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import { findActor, openSession } from '../identity/sessions.ts'
import { totpCode } from '../identity/totp.ts'

interface Receipt {
  id: string
  version: number
}
interface MemberView extends Receipt {
  state: string
  ready: boolean
  whole: boolean
  grants: { id: string; role: string; division: string; held: boolean }[]
}

let city: City
/** Administrators of 西陵区 and of 宜昌市. */
let local: Actor
let above: Actor
before(async () => {
  city = await testCity()
  const { db } = city.platform
  local = await placeStaff(db, city.platform.now(), { role: 'administrator', division: xiling })
  above = await placeStaff(db, city.platform.now(), { role: 'administrator', division: yichang })
})
after(() => city.close())

let made = 0
const createAs = (actor: Actor, division = xiling, role = 'clerk') => {
  made += 1
  const draft = { login: `member-${made}`, name: '新人员', desk: '3 号窗口', grants: [{ role, division }] }
  return city.call<Receipt>(actor, 'staff.create', draft)
}
const get = (actor: Actor, id: string) => city.call<MemberView>(actor, 'staff.get', { id })

describe('an administrator', () => {
  it('makes staff in their own reach, and no further', async () => {
    const { id } = await createAs(local)
    const member = await get(local, id)
    assert.deepEqual([member.state, member.whole, member.grants.length], ['active', true, 1])
    assert.equal((await refusalOf(createAs(local, wujiagang))).status, 403)
    assert.equal((await refusalOf(createAs(local, yichang))).status, 403)
    assert.equal((await refusalOf(createAs(local, xiling, 'entrepreneur'))).status, 422)
    assert.equal((await get(above, id)).id, id)
  })

  it('is told of a log-in name that is taken, by its field', async () => {
    const draft = { login: 'CLERK', name: '新人员', desk: '', grants: [{ role: 'clerk', division: xiling }] }
    const { status, errors } = await refusalOf(city.call(local, 'staff.create', draft))
    assert.deepEqual([status, errors?.[0]?.field, errors?.[0]?.code], [422, 'login', 'taken'])
  })

  it('grants nothing to themselves, nothing beyond their reach, nothing twice, and ends what they granted', async () => {
    const own = { id: local.accountId, version: 1, role: 'auditor', division: xiling }
    assert.equal((await refusalOf(city.call(local, 'staff.grant', own))).status, 403)
    const { id } = await createAs(local)
    const wish = { id, version: 1, role: 'reviewer', division: xiling }
    assert.equal((await refusalOf(city.call(local, 'staff.grant', { ...wish, division: yichang }))).status, 403)
    const { version } = await city.call<Receipt>(local, 'staff.grant', wish)
    assert.equal((await refusalOf(city.call(local, 'staff.grant', wish))).code, 'stale')
    assert.equal((await refusalOf(city.call(local, 'staff.grant', { ...wish, version }))).code, 'already-granted')
    const grant = (await get(local, id)).grants.find((one) => one.role === 'reviewer')
    await city.call(local, 'staff.endGrant', { id, version, grant: grant?.id })
    assert.deepEqual(
      (await get(local, id)).grants.filter((one) => one.held).map((one) => one.role),
      ['clerk'],
    )
  })

  it('does not deal with the account of one who also works elsewhere; the administrator above does', async () => {
    const { id, version } = await createAs(local)
    const wish = { id, version, role: 'clerk', division: wujiagang }
    const granted = await city.call<Receipt>(above, 'staff.grant', wish)
    assert.equal((await get(local, id)).whole, false)
    const request = { id, version: granted.version }
    assert.equal((await refusalOf(city.call(local, 'staff.disable', request))).status, 403)
    assert.equal((await refusalOf(city.call(local, 'staff.makeSetUp', { id }))).status, 403)
    await city.call(above, 'staff.disable', request)
  })

  it('disables an account at once, but not while cases are in its hands', async () => {
    const { id, version } = await createAs(local)
    const token = await openSession(city.platform.db, { id, kind: 'staff' }, city.platform.now())
    assert.ok(await findActor(city.platform.db, token, city.platform.now()))
    await city.call(local, 'staff.disable', { id, version })
    assert.equal(await findActor(city.platform.db, token, city.platform.now()), null)
    await city.call(local, 'staff.enable', { id, version: version + 1 })

    await loanIn(city, await city.person(), 'submitted')
    const clerk = { id: city.staff.clerk.accountId ?? '', version: 1 }
    const refused = await refusalOf(city.call(local, 'staff.disable', clerk))
    assert.deepEqual([refused.status, refused.code], [409, 'has-cases'])
    assert.match(refused.detail ?? '', /交接/)
  })

  it('writes each change to the audit trail', async () => {
    const { id } = await createAs(local)
    const rows = await city.platform.db
      .selectFrom('audit_entry')
      .select(['operation', 'actor_id', 'division'])
      .where('subject_id', '=', id)
      .execute()
    assert.deepEqual(rows, [{ operation: 'staff.create', actor_id: local.accountId, division: xiling }])
  })
})

describe('a one-time set-up link', () => {
  const password = 'a long and varied one'
  const open = async (id: string) => {
    const { path } = await city.call<{ path: string }>(local, 'staff.makeSetUp', { id })
    return path.split('#')[1] ?? ''
  }
  const begin = (token: string, actor = city.staff.otherClerk) =>
    city.call<{ login: string; secret: string; uri: string }>(actor, 'staff.beginSetUp', { link: token })

  it('lets a member set password and authenticator, once', async () => {
    const { id } = await createAs(local)
    assert.equal((await get(local, id)).ready, true, 'nobody has asked them to yet')
    const token = await open(id)
    assert.equal((await get(local, id)).ready, false)
    const { login, secret, uri } = await begin(token)
    assert.ok(uri.startsWith('otpauth://totp/') && uri.includes(secret))
    const finish = (change: object = {}) => {
      const code = totpCode(secret, city.platform.now())
      return city.call(city.staff.clerk, 'staff.finishSetUp', { link: token, password, code, ...change })
    }
    assert.equal((await refusalOf(finish({ password: `${login}${login}` }))).errors?.[0]?.field, 'password')
    assert.equal((await refusalOf(finish({ code: '000000' }))).errors?.[0]?.field, 'code')
    await finish()
    assert.equal((await get(local, id)).ready, true)
    assert.equal((await refusalOf(finish())).code, 'set-up-void')
    city.platform.clock.pass(60)
    const code = totpCode(secret, city.platform.now())
    await city.call(city.staff.clerk, 'session.logInStaff', { login, password, code })
  })

  it('is void once a newer one was made, or after three days, and is stored nowhere in the clear', async () => {
    const { id } = await createAs(local)
    const [first, second] = [await open(id), await open(id)]
    assert.equal((await refusalOf(begin(first))).code, 'set-up-void')
    await begin(second)
    const kept = await city.platform.db.selectFrom('staff_set_up').selectAll().where('account_id', '=', id).execute()
    const answers = await city.platform.db.selectFrom('idempotency').select('response').execute()
    assert.ok(!JSON.stringify([kept, answers]).includes(second))
    city.platform.clock.pass(73 * 60 * 60)
    assert.equal((await refusalOf(begin(second))).code, 'set-up-void')
  })
})
