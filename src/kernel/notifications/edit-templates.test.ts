import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, loanIn, testCity, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'

let city: City
let writer: Actor
let second: Actor
before(async () => {
  city = await testCity()
  const { db, now } = city.platform
  writer = await placeStaff(db, now(), { role: 'editor', division: yichang })
  second = await placeStaff(db, now(), { role: 'administrator', division: yichang })
})
after(() => city.close())

const code = 'case.guaranteedLoan.accept'
interface View {
  version: number
  texts: Record<string, string>
  ownTexts: Record<string, string>
  edits: { version: number; state: string; own: boolean }[]
}
const get = (actor: Actor = writer) => city.call<View>(actor, 'noticeTemplate.get', { code })
const edit = (actor: Actor, input: object) =>
  city.call<{ version: number }>(actor, 'noticeTemplate.edit', { code, ...input })
const release = (actor: Actor, version: number) => city.call(actor, 'noticeTemplate.release', { code, version })

describe('the wording of a notice', () => {
  it('is edited by one person, released by another, reset, and its history kept', async () => {
    const { ownTexts, version: none } = await get()
    assert.equal(none, 0)
    const texts = { ...ownTexts, sms: '{事项}{办件编号}已受理，请留意后续通知。' }
    const { version } = await edit(writer, { version: 0, texts, remark: '写短一些' })
    assert.deepEqual((await get()).texts, ownTexts)
    const own = await refusalOf(release(writer, version))
    assert.equal(own.status, 403)
    assert.match(own.detail ?? '', /另一个人发布/)
    assert.equal((await refusalOf(release(second, 0))).status, 409)
    await release(second, version)
    assert.deepEqual((await get()).texts, texts)
    const reset = await edit(second, { version, remark: '恢复' })
    await release(writer, reset.version)
    const view = await get()
    assert.deepEqual(view.texts, ownTexts)
    assert.deepEqual(
      view.edits.map(({ version, state, own }) => [version, state, own]),
      [
        [2, 'released', false],
        [1, 'replaced', true],
      ],
    )
  })

  it('of a case’s step reaches the applicant as released', async () => {
    const { ownTexts, version } = await get()
    const edited = await edit(writer, { version, texts: { ...ownTexts, noticeTitle: '{事项}已经受理了' } })
    await release(second, edited.version)
    const applicant = await city.person()
    await loanIn(city, applicant, 'accepted')
    const { tellApplicant } = await import('../cases/tell-applicant.ts')
    const { flows } = await import('../../app/modules.ts')
    const event = await city.platform.db
      .selectFrom('outbox_event')
      .selectAll()
      .where('type', '=', 'case.moved')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    const payload = event.payload as Record<string, unknown>
    await tellApplicant(city.platform, flows).handle({ ...event, payload, at: event.at.toISOString() })
    const { items } = await city.call<{ items: { title: string }[] }>(applicant, 'notice.find')
    assert.equal(items[0]?.title, '创业担保贷款已经受理了')
  })

  it('is refused with every fault by its part, the unknown variable by its name', async () => {
    const { ownTexts, version } = await get()
    const texts = { ...ownTexts, sms: '{申请人}您好', emailSubject: '' }
    const { status, errors = [] } = await refusalOf(edit(writer, { version, texts }))
    assert.equal(status, 422)
    assert.deepEqual(
      errors.map(({ field, code }) => [field, code]),
      [
        ['texts.sms', 'variable'],
        ['texts.emailSubject', 'required'],
      ],
    )
    assert.match(errors[0]?.message ?? '', /没有“\{申请人\}”这个变量/)
  })

  it('is refused when stale or unchanged, and one that waits is replaced or thrown away', async () => {
    const { texts, version } = await get()
    assert.equal((await refusalOf(edit(writer, { version: version + 1, texts }))).code, 'stale')
    assert.equal((await refusalOf(edit(writer, { version, texts }))).code, 'unchanged')
    assert.equal((await refusalOf(release(second, version))).code, 'nothing-waits')
    const first = await edit(writer, { version, texts: { ...texts, sms: '一' } })
    const next = await edit(second, { version: first.version, texts: { ...texts, sms: '二' } })
    await city.call(writer, 'noticeTemplate.discard', { code, version: next.version })
    const { edits } = await get()
    assert.deepEqual(
      edits.slice(0, 2).map(({ state }) => state),
      ['discarded', 'discarded'],
    )
  })

  it('is nobody’s below the root, nor of other roles', async () => {
    const { db, now } = city.platform
    const below = await placeStaff(db, now(), { role: 'editor', division: xiling })
    assert.equal((await refusalOf(get(below))).status, 403)
    assert.equal((await refusalOf(city.call(below, 'noticeTemplate.find'))).status, 403)
    assert.equal((await refusalOf(get(city.staff.clerk))).status, 403)
    assert.equal((await refusalOf(city.call(writer, 'noticeTemplate.get', { code: 'no' }))).status, 404)
  })

  it('lists every kind of notice', async () => {
    const { items } = await city.call<{ items: { code: string; media: string[]; edited: boolean }[] }>(
      writer,
      'noticeTemplate.find',
    )
    assert.deepEqual(items.find((item) => item.code === 'loginCode')?.media, ['sms'])
    assert.deepEqual(items.find((item) => item.code === 'emailCode')?.media, ['email'])
    assert.equal(items.find((item) => item.code === code)?.edited, true)
  })
})
