import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type City, testCity } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import { parseEmail } from './email-address.ts'
import { findNewestMessages } from './messages.ts'

let city: City
before(async () => {
  city = await testCity()
})
after(() => city.close())

interface Settings {
  version: number
  phone: string
  email: string | null
  pendingEmail: string | null
  topics: { topic: string; sms: boolean; email: boolean }[]
  quiet: { from: string; until: string } | null
}

const get = (actor: Actor) => city.call<Settings>(actor, 'noticeSetting.getOwn')
const save = (actor: Actor, input: object) => city.call<{ version: number }>(actor, 'noticeSetting.save', input)
const request = (actor: Actor, email: string) => city.call(actor, 'noticeSetting.requestEmail', { email })
const confirm = (actor: Actor, code: string) => city.call(actor, 'noticeSetting.confirmEmail', { code })

/** The code in the newest mail, and where it went. */
async function readCode() {
  const [mail] = (await findNewestMessages(city.platform, 10)).filter(({ purpose }) => purpose === 'emailCode')
  return { to: mail?.recipient.reveal(), code: /验证码是 (\d{6})/.exec(mail?.body.reveal() ?? '')?.[1] ?? '' }
}
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('one’s own settings', () => {
  it('begin with everything on and quiet nights', async () => {
    const { version, email, topics, quiet } = await get(await city.person())
    assert.deepEqual([version, email, quiet], [0, null, { from: '22:00', until: '08:00' }])
    assert.ok(topics.length > 0 && topics.every((topic) => topic.sms && topic.email))
  })

  it('are saved, by nobody else, and not over a change one has not seen', async () => {
    const [mine, theirs] = [await city.person(), await city.person()]
    const { version } = await save(mine, {
      version: 0,
      muted: ['case.email'],
      quietFrom: '12：30',
      quietUntil: '14:00',
    })
    const saved = await get(mine)
    assert.deepEqual([saved.version, saved.quiet], [version, { from: '12:30', until: '14:00' }])
    assert.deepEqual(saved.topics.find(({ topic }) => topic === 'case')?.email, false)
    assert.equal((await get(theirs)).version, 0)
    assert.equal((await refusalOf(save(mine, { version: 0, muted: [] }))).status, 409)
    await save(mine, { version, muted: [] })
    assert.equal((await get(mine)).quiet, null)
  })

  const wrong: [what: string, input: object, field: string][] = [
    ['a time that is none', { quietFrom: '25:00', quietUntil: '8:00' }, 'quietFrom'],
    ['words for a time', { quietFrom: '22:00', quietUntil: '早上' }, 'quietUntil'],
    ['one time of two', { quietFrom: '22:00' }, 'quietUntil'],
    ['two equal times', { quietFrom: '8:00', quietUntil: '08:00' }, 'quietUntil'],
    ['something nobody can switch off', { muted: ['account.sms'] }, 'muted.0'],
  ]
  for (const [what, input, field] of wrong) {
    it(`are refused with ${what}`, async () => {
      const { status, errors } = await refusalOf(save(await city.person(), { version: 0, muted: [], ...input }))
      assert.deepEqual([status, errors?.map((error) => error.field)], [422, [field]])
    })
  }

  it('are for persons alone', async () => {
    assert.equal((await refusalOf(get(city.staff.clerk))).status, 403)
  })
})

describe('an e-mail address', () => {
  it('counts once its code is typed in, is sealed, and goes when it is taken back', async () => {
    const me = await city.person()
    await request(me, ' Wang.Li＠Example。COM ')
    assert.deepEqual([(await get(me)).email, (await get(me)).pendingEmail], [null, 'W***@example.com'])
    const { to, code } = await readCode()
    assert.equal(to, 'Wang.Li@example.com')
    await confirm(me, code)
    const { email, pendingEmail, version } = await get(me)
    assert.deepEqual([email, pendingEmail], ['W***@example.com', null])
    assert.equal((await refusalOf(confirm(me, code))).status, 422)
    await city.call(me, 'noticeSetting.removeEmail', { version })
    assert.equal((await get(me)).email, null)
  })

  it('is not confirmed by a wrong code, by another’s, after five tries, or too late', async () => {
    const [me, another] = [await city.person(), await city.person()]
    await request(me, 'a@example.com')
    const { code } = await readCode()
    assert.equal((await refusalOf(confirm(another, code))).status, 422)
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await refusalOf(confirm(me, other(code)))).status, 422)
    assert.equal((await refusalOf(confirm(me, code))).status, 422)
    city.platform.clock.pass(61)
    await request(me, 'b@example.com')
    const late = await readCode()
    city.platform.clock.pass(30 * 60)
    assert.equal((await refusalOf(confirm(me, late.code))).status, 422)
    assert.deepEqual([(await get(me)).email, (await get(me)).pendingEmail], [null, null])
  })

  it('gets no second code within a minute, and no eleventh in a day', async () => {
    const me = await city.person()
    for (let count = 0; count < 10; count += 1) {
      await request(me, 'a@example.com')
      assert.equal((await refusalOf(request(me, 'a@example.com'))).status, 429)
      city.platform.clock.pass(61)
    }
    const { status, detail } = await refusalOf(request(me, 'a@example.com'))
    assert.equal(status, 429)
    assert.match(detail ?? '', /24 小时后/)
  })

  it('is refused when it is none', () => {
    for (const text of [
      '',
      'a',
      'a@b',
      '@b.cn',
      'a b@',
      'a@b.cn,c@d.cn',
      'a@b..cn',
      '.a@b.cn',
      'a@-b.cn',
      `${'a'.repeat(65)}@b.cn`,
      'a@b.cn\r\nBcc:c@d.cn',
    ]) {
      assert.throws(() => parseEmail(text), /邮箱：要写成/, text)
    }
    assert.equal(parseEmail('mailto:1+2@mail.Example.CN').reveal(), '1+2@mail.example.cn')
  })
})
