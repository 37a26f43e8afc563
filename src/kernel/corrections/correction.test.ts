import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, loanIn, paperFile, refusal, testCity, wujiagang, xiling } from '../../../test/city.ts'
import { agentOf } from '../../../test/enterprises.ts'
import { newPhone, newResidentId, within } from '../../../test/people.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { CaseReceipt } from '../cases/receipt.ts'
import { everything } from '../divisions/scope.ts'
import { findActor, openSession } from '../identity/sessions.ts'
import { findNewestMessages } from '../notifications/messages.ts'
import type { CorrectionForm, CorrectionView } from './schema.ts'

let city: City
before(async () => {
  city = await testCity()
})
after(() => city.close())

const item = (target: string, right: Record<string, unknown>, wrong = '登记的时候写错了') => ({ target, wrong, right })
const nameItem = (value: string) => item('name', { value })

interface Asking {
  actor: Actor
  items: CorrectionForm['items']
  partyId?: string
  papers?: number
}

async function drafted({ actor, items, partyId, papers = 1 }: Asking): Promise<CaseReceipt> {
  const targets = items.map(({ target }) => target)
  const draft = await city.call<CaseReceipt>(actor, 'correction.open', { targets, ...(partyId ? { partyId } : {}) })
  for (let count = 0; count < papers; count += 1) {
    await city.call(actor, 'paper.add', { id: draft.id, kind: 'correctionProof' }, { file: paperFile() })
  }
  return city.call<CaseReceipt>(actor, 'correction.saveDraft', { id: draft.id, version: 1, form: { items } })
}

const act = (actor: Actor, name: string, { id, version }: CaseReceipt, more: object = {}) =>
  city.call<CaseReceipt>(actor, `correction.${name}`, { id, version, ...more })

const submitted = async (asking: Asking) => act(asking.actor, 'submit', await drafted(asking))
const accepted = async (asking: Asking) => act(city.staff.clerk, 'accept', await submitted(asking))
const finding = { finding: '与身份证原件一致，原登记是录入错误。' }
const corrected = async (asking: Asking) => act(city.staff.clerk, 'correct', await accepted(asking), finding)

const get = (actor: Actor, id: string) => city.call<CorrectionView>(actor, 'correction.get', { id })
const refused = (status: number, code?: string) => (error: unknown) =>
  error instanceof Refusal && error.parts.status === status && (code === undefined || error.parts.code === code)

describe('a correction', () => {
  test('puts name and phone right, keeps what was there, tells, and ends the log-ins of the former number', async () => {
    const actor = await city.person()
    const phone = newPhone()
    const { phone: former } = await city.call<{ phone: string }>(actor, 'person.revealOwn', {})
    const token = await openSession(
      city.platform.db,
      { id: String(actor.accountId), kind: 'person' },
      city.platform.now(),
    )
    const receipt = await corrected({ actor, items: [nameItem('欧阳改正'), item('phone', { value: phone })] })
    assert.equal(await findActor(city.platform.db, token, city.platform.now()), null)
    const told = await findNewestMessages(city.platform, 20)
    assert.ok(told.some(({ recipient, body }) => recipient.reveal() === former && /不能再登录/.test(body.reveal())))
    assert.equal(receipt.state, 'corrected')
    const view = await get(actor, receipt.id)
    assert.deepEqual(
      view.items.map(({ zh, before, now }) => [zh, before === now, now]),
      [
        ['姓名', false, '欧阳改正'],
        ['手机号', false, phone],
      ],
    )
    assert.equal(view.items[0]?.before, '测试申请人')
    assert.equal(view.finding, finding.finding)
    const own = await city.call<{ name: string; phone: string }>(actor, 'person.revealOwn', {})
    assert.deepEqual([own.name, own.phone], ['欧阳改正', phone])
    const found = await city.call<{ items: { id: string }[] }>(city.staff.clerk, 'person.find', {
      by: 'phone',
      value: phone,
    })
    assert.equal(found.items[0]?.id, actor.partyId)
    const auditor = await placeStaff(city.platform.db, city.platform.now(), { role: 'auditor', division: xiling })
    const kept = await city.call<{ items: { zh: string; before: string }[] }>(auditor, 'person.findFormer', {
      id: actor.partyId,
    })
    assert.deepEqual(Object.fromEntries(kept.items.map(({ zh, before }) => [zh, before])), {
      姓名: '测试申请人',
      手机号: former,
    })
    const letters = await city.call<{ items: { kind: string }[] }>(actor, 'letter.find', { case: receipt.id })
    assert.deepEqual(letters.items.map(({ kind }) => kind).toSorted(), ['acceptanceNotice', 'correctionNotice'])
  })

  test('puts an identity paper right; nobody else may have its number', async () => {
    const [actor, other] = [await city.person(), await city.person()]
    const { identity } = await city.call<{ identity: string }>(other, 'person.revealOwn', {})
    const taken = await accepted({
      actor,
      items: [item('identity', { identityKind: 'residentId', identityNumber: identity })],
    })
    await assert.rejects(act(city.staff.clerk, 'correct', taken, finding), refused(409, 'identity-taken'))
    await act(city.staff.clerk, 'refuse', taken, refusal)
    const number = newResidentId()
    const receipt = await corrected({
      actor,
      items: [item('identity', { identityKind: 'residentId', identityNumber: number })],
    })
    const view = await get(actor, receipt.id)
    assert.match(view.items[0]?.now ?? '', new RegExp(`^居民身份证 ${number}，`))
    assert.match(view.items[0]?.before ?? '', /^居民身份证 \d/)
    const rows = await within(city.platform, everything, (tx) =>
      tx.selectFrom('former_value').select(['field', 'identity_kind']).where('party_id', '=', actor.partyId).execute(),
    )
    assert.deepEqual(rows, [{ field: 'identity', identity_kind: 'residentId' }])
  })

  test('refuses a phone of somebody else', async () => {
    const [actor, other] = [await city.person(), await city.person()]
    const { phone } = await city.call<{ phone: string }>(other, 'person.revealOwn', {})
    const receipt = await accepted({ actor, items: [item('phone', { value: phone })] })
    await assert.rejects(act(city.staff.clerk, 'correct', receipt, finding), refused(409, 'phone-taken'))
  })

  test('puts facts right, checked against the paper; what was known before stays', async () => {
    const actor = await city.person()
    await loanIn(city, actor, 'submitted')
    const target = 'fact:applicant.group'
    const receipt = await corrected({ actor, items: [item(target, { value: 'veteran' })] })
    const view = await get(actor, receipt.id)
    assert.equal(view.items[0]?.now, '退役军人')
    assert.match(view.items[0]?.before ?? '', /高校毕业生/)
    const file = await city.call<{ facts: { key: string; value: unknown; source: string }[] }>(
      actor,
      'person.getOwnFile',
      {},
    )
    const fact = file.facts.find(({ key }) => key === 'applicant.group')
    assert.deepEqual([fact?.value, fact?.source], ['veteran', 'paper'])
  })

  test('sets an e-mail address without a paper, and an unknown one is a supplement (补充)', async () => {
    const actor = await city.person()
    await corrected({ actor, items: [item('email', { value: 'Someone@Example.com' }, '没有登记过')], papers: 0 })
    const settings = await city.call<{ email: string }>(actor, 'noticeSetting.getOwn', {})
    assert.equal(settings.email, 'S***@example.com')
  })

  test('puts an enterprise right for its agent', async () => {
    const { agent } = await agentOf(city)
    const receipt = await corrected({
      actor: agent,
      items: [item('enterpriseName', { value: '演示改名后茶业有限公司' }), item('industry', { value: 'H62' })],
    })
    const view = await get(agent, receipt.id)
    assert.deepEqual(
      view.items.map(({ now }) => now),
      ['演示改名后茶业有限公司', '餐饮业'],
    )
    assert.match(view.items[0]?.before ?? '', /^演示第\d+茶业有限公司$/)
  })

  test('is refused with reason, article and way out, and leaves the file alone', async () => {
    const actor = await city.person()
    const receipt = await act(
      city.staff.clerk,
      'refuse',
      await accepted({ actor, items: [nameItem('张冠李')] }),
      refusal,
    )
    assert.equal(receipt.state, 'uncorrected')
    const view = await get(actor, receipt.id)
    assert.deepEqual(view.refusal, refusal)
    assert.equal(view.items[0]?.now, '测试申请人')
    const letters = await city.call<{ items: { id: string; kind: string }[] }>(actor, 'letter.find', {
      case: receipt.id,
    })
    const letter = letters.items.find(({ kind }) => kind === 'correctionRefusal')
    const { content } = await city.call<{ content: object }>(actor, 'letter.get', { id: letter?.id })
    assert.match(JSON.stringify(content), /第五十条/)
  })
})

describe('what is asked for', () => {
  test('is told whole when something is missing, wrong or the same', async () => {
    const actor = await city.person()
    const receipt = await drafted({
      actor,
      papers: 0,
      items: [nameItem('测试申请人'), item('phone', { value: '123' }), { target: 'email' }],
    })
    await assert.rejects(act(actor, 'submit', receipt), (error: unknown) => {
      assert.ok(error instanceof Refusal)
      assert.deepEqual(
        error.parts.errors?.map(({ field, code }) => [field, code]),
        [
          ['name.value', 'same'],
          ['email.wrong', 'required'],
          ['email.value', 'required'],
          ['papers.correctionProof', 'required'],
        ],
      )
      return true
    })
  })

  test('is nothing that is not in the file, nor what an unverified person changes alone', async () => {
    const [actor, unverified] = [await city.person(), await city.person({ verified: false })]
    await assert.rejects(city.call(actor, 'correction.open', { targets: ['fact:no.such'] }), refused(422))
    await assert.rejects(city.call(unverified, 'correction.open', { targets: ['name'] }), refused(422))
    const { items } = await city.call<{ items: { target: string; byCase: boolean; now: string }[] }>(
      unverified,
      'correction.findChoices',
      {},
    )
    assert.deepEqual(
      items.map(({ target, byCase }) => [target, byCase]),
      [
        ['name', false],
        ['identity', false],
        ['phone', true],
        ['email', true],
      ],
    )
    assert.match(items[2]?.now ?? '', /\*/)
  })

  test('is one open correction at a time', async () => {
    const actor = await city.person()
    await drafted({ actor, items: [nameItem('第一件')] })
    await assert.rejects(drafted({ actor, items: [nameItem('第二件')] }), refused(409, 'already-open'))
  })
})

describe('who may', () => {
  test('not see another’s, nor a clerk of the division beside; acts of one service do not touch another’s case', async () => {
    const [actor, stranger] = [await city.person(), await city.person({ division: wujiagang })]
    const receipt = await submitted({ actor, items: [nameItem('不给看')] })
    for (const other of [stranger, city.staff.otherClerk]) {
      await assert.rejects(get(other, receipt.id), refused(404))
    }
    await assert.rejects(act(city.staff.otherClerk, 'accept', receipt), refused(404))
    await assert.rejects(act(city.staff.reviewer, 'accept', receipt), refused(403))
    const loan = await loanIn(city, actor, 'submitted')
    await assert.rejects(act(actor, 'withdraw', loan), refused(404))
    await assert.rejects(get(actor, loan.id), refused(404))
    await assert.rejects(city.call(actor, 'loan.get', { id: receipt.id }), refused(404))
  })

  test('decide: not the clerk who handed it in, who is told so; another one is', async () => {
    const { partyId } = await city.person()
    const second = await placeStaff(city.platform.db, city.platform.now(), { role: 'clerk', division: xiling })
    const { clerk } = city.staff
    const handedIn = await submitted({ actor: clerk, partyId, items: [nameItem('窗口代交')] })
    const receipt = await act(clerk, 'accept', handedIn)
    await assert.rejects(act(clerk, 'correct', receipt, finding), refused(409, 'not-allowed-now'))
    assert.equal((await act(second, 'correct', receipt, finding)).state, 'corrected')
  })

  test('send the same twice without anything happening twice, and an old version is refused', async () => {
    const actor = await city.person()
    const receipt = await accepted({ actor, items: [nameItem('只改一次')] })
    const input = { id: receipt.id, version: receipt.version, ...finding }
    const options = { idempotencyKey: 'one-key-for-one-correction' }
    const once = await city.call(city.staff.clerk, 'correction.correct', input, options)
    assert.deepEqual(await city.call(city.staff.clerk, 'correction.correct', input, options), once)
    await assert.rejects(city.call(city.staff.clerk, 'correction.correct', input), refused(409, 'stale'))
    const { rows } = await within(city.platform, everything, async (tx) => ({
      rows: await tx.selectFrom('former_value').select('id').where('party_id', '=', actor.partyId).execute(),
    }))
    assert.equal(rows.length, 1)
  })
})

describe('a person registered twice', () => {
  test('asked before the merge: what is right goes into the survivor’s file', async () => {
    const [survivor, twin] = [await city.person(), await city.person({ verified: false })]
    const phone = newPhone()
    const receipt = await accepted({ actor: twin, items: [item('phone', { value: phone })] })
    await city.call(city.staff.cityClerk, 'person.merge', {
      id: survivor.partyId,
      mergedId: twin.partyId,
      version: 1,
      mergedVersion: 1,
      reason: '同一个人登记了两次',
    })
    await act(city.staff.clerk, 'correct', receipt, finding)
    const own = await city.call<{ phone: string }>(survivor, 'person.revealOwn', {})
    assert.equal(own.phone, phone)
  })
})
