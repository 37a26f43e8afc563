import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { loanIn, refusal, testCity } from '../../../test/city.ts'
import { readPdfLines } from '../../../test/pdf-text.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../../kernel/access/actor.ts'
import type { CaseReceipt } from '../../kernel/cases/receipt.ts'
import { openDatabase } from '../../kernel/db/connect.ts'
import { checkCodeOf } from '../../kernel/letters/numbering.ts'
import type { LetterItem, LetterView } from '../../kernel/letters/schema.ts'
import type { FileAnswer } from '../../kernel/operations/operation.ts'

const city = await testCity()
after(() => city.close())
const { clerk, otherClerk, reviewer } = city.staff

const act = (actor: Actor, name: string, { id, version }: CaseReceipt, input: object = {}) =>
  city.call<CaseReceipt>(actor, name, { id, version, ...input })
const find = async (actor: Actor, input: object) =>
  (await city.call<{ items: LetterItem[] }>(actor, 'letter.find', input)).items
const get = (actor: Actor, id: string) => city.call<LetterView>(actor, 'letter.get', { id })
const print = async (actor: Actor, id: string) =>
  buffer((await city.call<FileAnswer>(actor, 'letter.getPdf', { id })).stream)

/** The one letter of a loan that was just acted upon. */
async function newest(actor: Actor, loan: CaseReceipt): Promise<LetterView> {
  const [item] = await find(actor, { case: loan.id })
  assert.ok(item)
  return get(actor, item.id)
}

const gaps = [
  { item: '经营场所证明', says: '租赁合同缺少出租方签字页，请补一份完整的合同；租期应当覆盖申请的贷款期限。' },
  { item: '创业计划', says: '请写明每月的预计收入和支出（可以用平台里的“还款试算”打印），以及还款来源。' },
]
const recommendation = { amount: 20_000_000, months: 24, opinion: '条件逐条符合，建议推荐。' }

/** Each act that issues a letter: from which state, by whom, with what, which kind, and what its text must say. */
const issuing = [
  ['submitted', 'accept', clerk, {}, 'acceptanceNotice', /现予受理.*审核时限5 个工作日，至2026年11月30日.*12345/s],
  ['submitted', 'askOnce', clerk, { gaps }, 'supplementNotice', /1经营场所证明.*2创业计划.*请在2026年12月\d+日前补齐/s],
  ['submitted', 'reject', clerk, refusal, 'nonAcceptanceDecision', /不予受理.*行政复议法》第二十条.*第四十六条/s],
  ['accepted', 'reject', reviewer, refusal, 'refusalDecision', /不予推荐.*宜昌市西陵区人民政府申请行政复议/s],
  ['accepted', 'recommend', reviewer, recommendation, 'reviewResultNotice', /人民币贰拾万元整.*24 个月/s],
  ['submitted', 'withdraw', null, {}, 'withdrawalConfirmation', /撤回，本次办理终止/],
] as const

const operationOf: Record<string, string> = { askOnce: 'loan.askOnce' }

for (const [state, action, actor, input, kind, says] of issuing) {
  test(`${action} from ${state} issues the letter ${kind}, whole and printed the same each time`, async () => {
    const applicant = await city.person()
    const loan = await loanIn(city, applicant, state)
    await act(actor ?? applicant, operationOf[action] ?? `loan.${action}`, loan, input)
    const letter = await newest(applicant, loan)
    assert.equal(letter.kind, kind)
    assert.match(letter.number, /^西陵创贷[受补不驳审撤]+〔2026〕第\d{6}号$/)
    const pdf = await print(applicant, letter.id)
    assert.deepEqual(await print(clerk, letter.id), pdf)
    assert.ok(pdf.length < 120_000, `${pdf.length} bytes`)
    const lines = readPdfLines(pdf).flat()
    const text = lines.map((line) => line.trim()).join('')
    assert.match(text, says)
    for (const part of [
      letter.title,
      letter.number,
      '测试申请人：',
      letter.checkCode,
      '二〇二六年十一月二十三日',
      '送达回证',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
    assert.deepEqual(
      lines.filter((line) => /^[，。、；：？！”’）》〕…]/.test(line)),
      [],
      'no line begins with a closing mark',
    )
    assert.deepEqual(
      lines.filter((line) => /[“‘（《〔]$/.test(line)),
      [],
      'no line ends with an opening mark',
    )
    assert.ok(!text.includes('\u0000'), 'the font has every character')
  })
}

test('numbers are given once, however many are issued at the same moment', async () => {
  const applicants = await Promise.all(Array.from({ length: 8 }, () => city.person()))
  const loans = await Promise.all(applicants.map((applicant) => loanIn(city, applicant, 'submitted')))
  await Promise.all(loans.map((loan) => act(clerk, 'loan.accept', loan)))
  const letters = await Promise.all(loans.map((loan) => newest(clerk, loan)))
  assert.equal(new Set(letters.map(({ number }) => number)).size, loans.length)
})

test('the history of the case keeps number and hash, and shows the number', async () => {
  const applicant = await city.person()
  const loan = await loanIn(city, applicant, 'accepted')
  const letter = await newest(applicant, loan)
  const { history } = await city.call<{ history: { action: string; detail: object; letters: object[] }[] }>(
    applicant,
    'loan.get',
    { id: loan.id },
  )
  const accepted = history.find(({ action }) => action === 'accept')
  assert.deepEqual(accepted?.letters, [{ id: letter.id, title: letter.title, number: letter.number }])
  assert.deepEqual(accepted?.detail, {})
  const event = await city.platform.db
    .selectFrom('case_event')
    .select('detail')
    .where('case_id', '=', loan.id)
    .where('action', '=', 'accept')
    .executeTakeFirstOrThrow()
  const { letters } = event.detail as { letters: { hash: string }[] }
  assert.equal(letters[0]?.hash, letter.hash)
})

test('what is recommended stands in letter and loan, and the history keeps no sum of money', async () => {
  const applicant = await city.person()
  const loan = await loanIn(city, applicant, 'recommended')
  const { history, recommendation: shown } = await city.call<{
    history: { action: string; detail: object }[]
    recommendation: object
  }>(applicant, 'loan.get', { id: loan.id })
  assert.deepEqual(history.find(({ action }) => action === 'recommend')?.detail, {
    months: 24,
    opinion: '条件符合，建议推荐',
  })
  assert.deepEqual(shown, { amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' })
})

test('an act that fails issues nothing', async () => {
  const applicant = await city.person({ verified: false })
  const loan = await loanIn(city, applicant, 'submitted')
  assert.equal((await refusalOf(act(clerk, 'loan.accept', loan))).status, 409)
  assert.deepEqual(await find(applicant, { case: loan.id }), [])
})

test('a letter is read by its party and by those whose division it is, and by nobody else', async () => {
  const [applicant, stranger] = [await city.person(), await city.person()]
  const loan = await loanIn(city, applicant, 'accepted')
  const letter = await newest(applicant, loan)
  for (const actor of [stranger, otherClerk]) {
    assert.deepEqual(await find(actor, { case: loan.id }), [])
    for (const name of ['letter.get', 'letter.getPdf']) {
      assert.equal((await refusalOf(city.call(actor, name, { id: letter.id }))).status, 404)
    }
  }
  const { rows } = await sql`select from letter`.execute(city.platform.db)
  assert.equal(rows.length, 0, 'the rows are closed where no reach was entered')
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  const change = owner.db.updateTable('letter').set({ number: 'x' }).where('id', '=', letter.id).execute()
  await assert.rejects(change, /append-only|may not be changed/i)
  await owner.close()
})

test('whoever holds a paper has it confirmed by number and code, and learns nothing personal', async () => {
  const applicant = await city.person()
  const loan = await loanIn(city, applicant, 'accepted')
  const { number, checkCode, hash, title, office } = await newest(applicant, loan)
  const stranger = await city.person()
  const typed = {
    number: number.replace('〔', ' [').replace('〕', '] '),
    code: checkCode.toLowerCase().replace('-', ' '),
  }
  const confirmed = await city.call<object>(stranger, 'letter.verify', typed)
  assert.deepEqual(confirmed, { number, title, serviceLabel: '创业担保贷款', office, issuedOn: '2026-11-23', hash })
  const wrong = checkCodeOf('0'.repeat(64))
  assert.equal((await refusalOf(city.call(stranger, 'letter.verify', { number, code: wrong }))).status, 404)
  const other = { number: number.replace(/\d{6}号/, '999999号'), code: checkCode }
  assert.equal((await refusalOf(city.call(stranger, 'letter.verify', other))).status, 404)
})

test('service is recorded once by the first opening, and by staff with a receipt; the earliest day begins the time to appeal', async () => {
  const applicant = await city.person()
  const loan = await loanIn(city, applicant, 'submitted')
  await act(clerk, 'loan.reject', loan, refusal)
  const { id, servedOn, appeal } = await newest(applicant, loan)
  assert.deepEqual([servedOn, appeal], [null, null])
  assert.equal((await find(clerk, { case: loan.id, served: 'no' })).length, 1)
  const serve = (input: object) => city.call(clerk, 'letter.recordServing', { id, ...input })
  const faults = async (input: object) => (await refusalOf(serve(input))).errors?.map(({ field }) => field)
  assert.deepEqual(await faults({ way: 'window', servedOn: '2026-11-23' }), ['receipt'])
  assert.deepEqual(await faults({ way: 'mail', servedOn: '2026-11-24', receipt: 'EMS 1234' }), ['servedOn'])
  assert.deepEqual(await faults({ way: 'mail', servedOn: '2026年11月22日', receipt: 'EMS 1234' }), ['servedOn'])
  await city.call(applicant, 'letter.recordOpening', { id })
  await city.call(applicant, 'letter.recordOpening', { id })
  await serve({ way: 'window', servedOn: '2026-11-23', receipt: '本人签收' })
  assert.equal((await refusalOf(serve({ way: 'window', servedOn: '2026-11-23', receipt: '本人签收' }))).code, 'served')
  assert.equal((await refusalOf(city.call(clerk, 'letter.recordOpening', { id }))).status, 403)
  const served = await get(clerk, id)
  assert.deepEqual(
    served.servings.map(({ way, receipt }) => [way, receipt]),
    [
      ['online', null],
      ['window', '本人签收'],
    ],
  )
  // 60 days after 23 November 2026 is a Friday; six months after it a Sunday, so the Monday after.
  assert.deepEqual(served.appeal, { reviewBy: '2027-01-22', suitBy: '2027-05-24' })
  assert.equal(served.servedOn, '2026-11-23')
  assert.deepEqual(await find(clerk, { case: loan.id, served: 'no' }), [])
})

test('once the person’s key is gone a letter says so, and its number can still be confirmed', async () => {
  const applicant = await city.person()
  const loan = await loanIn(city, applicant, 'accepted')
  const { id, number, checkCode } = await newest(applicant, loan)
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  await owner.db.updateTable('person').set({ wrapped_key: null }).where('party_id', '=', applicant.partyId).execute()
  await owner.close()
  for (const name of ['letter.get', 'letter.getPdf']) {
    const refused = await refusalOf(city.call(clerk, name, { id }))
    assert.deepEqual([refused.status, refused.code], [410, 'erased'])
  }
  await city.call(clerk, 'letter.verify', { number, code: checkCode })
})
