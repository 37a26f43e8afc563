import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { type House, openHouse, picture } from './harness.ts'
import { declareRealName, httpCaller, logInByPhone, xiling } from './http-caller.ts'
import { chooseByArrows, enter, hasFocus, tickBySpace, typeDay, typeInto } from './keyboard.ts'
import { type Expectation, findFaults, findFaultsAsItStands } from './page-faults.ts'
import { findLinks, measureLoad } from './page-load.ts'
import { inventApplicant } from './people.ts'
import { enterAs, findSeededCases, findStaff, type SeededCase, type SeededState, seededStates } from './seeded.ts'

const search = (q: string) => `/search?q=${encodeURIComponent(q)}`

/** What anyone may open. */
const publicPages: readonly (readonly [path: string, expected?: Expectation])[] = [
  ['/', { heading: /您想办什么/ }],
  ['/catalogue'],
  ['/figures'],
  ['/windows'],
  ['/windows?city=420500000000&county=420502000000'],
  ['/policies'],
  ['/policies?topic=loan&standing=current'],
  ['/policies/yichang-guaranteed-loan-2024'],
  ['/policies/yichang-guaranteed-loan-2021'],
  ['/policies/yiling-graduate-loan-2027'],
  ['/policies/yichang-guaranteed-loan-2024/versions'],
  ['/policies/yichang-guaranteed-loan-2024/versions?from=1&to=2&view=beside'],
  ['/search'],
  [search('毕业两年想贷款开店')],
  [search('龘龘龘龘')],
  ['/services/guaranteed-loan'],
  ['/services/guaranteed-loan?kind=enterprise&division=420581000000'],
  ['/services/guaranteed-loan?kind=partnership'],
  ['/eligibility/guaranteed-loan'],
  ['/eligibility/guaranteed-loan?kind=enterprise'],
  ['/login'],
  ['/letters/verify'],
  ['/letters/verify?number=x&code=y'],
  [`/letters/verify?number=${encodeURIComponent('西陵创贷受〔2026〕第999999号')}&code=00000-00000`],
  ['/appearance?next=/windows'],
  ['/consents/terms'],
  ['/consents/privacy?version=1'],
  ['/consents/sharing'],
  ['/demo/mailbox'],
  ['/demo/accounts'],
  ['/no-such-page', { status: 404, heading: /没有找到/ }],
  ['/policies/no-such-policy', { status: 404, heading: /没有找到/ }],
]

const whileFilling = ['/apply/applicant', '/apply/need', '/apply/credit', '/apply/papers', '/withdraw']

/** What the applicant may open of a case besides its own page, by where it stands. */
const casePages: Record<SeededState, readonly string[]> = {
  draft: ['/apply', ...whileFilling, '/check'],
  submitted: ['/receipt', '/withdraw'],
  supplement: ['/supply', ...whileFilling, '/receipt'],
  accepted: ['/receipt', '/withdraw'],
  recommended: ['/receipt'],
  rejected: ['/receipt'],
  withdrawn: ['/receipt'],
  reopened: ['/apply', '/check'],
}

/** Pages of the applicant's own that do not change with every state. */
const ownPages: Partial<Record<SeededState, readonly string[]>> = {
  draft: [
    '/loans/new',
    '/me/agencies',
    '/me/agencies/new',
    '/me/real-name',
    '/me/sessions',
    '/me/consents',
    '/me/file?show=identity',
  ],
  submitted: ['/me/notice-settings'],
  recommended: ['/loans/new', '/me/notices', '/me/file', '/me/looks'],
}

/** What belongs to a correction besides its own page, by where it stands, and what shows what has come of it. */
const correctionPages: Readonly<Record<string, readonly string[]>> = {
  draft: ['/fill', '/send', '/withdraw'],
  supplement: ['/fill', '/send'],
}
const ownCorrectionPages: Readonly<Record<string, readonly string[]>> = {
  draft: ['/me/corrections/new'],
  accepted: ['/me/corrections/new'],
  corrected: ['/me/file'],
}

const atDesk = (paths: readonly string[]) => paths.map((path) => `/workbench/${path}`)

describe('every page', { concurrency: 2 }, () => {
  let house: House
  let cases: Record<SeededState, SeededCase>

  before(async () => {
    house = await openHouse()
    cases = await findSeededCases(house)
  })
  after(() => house.close())

  async function walk(opened: OpenedPage, paths: readonly string[], expected?: Expectation): Promise<string[]> {
    const faults = []
    for (const path of paths) faults.push(...(await findFaults(opened, path, expected)))
    return faults
  }

  it('is in order for a reader without an account, runs no script, and leads nowhere in vain', async () => {
    const opened = await house.open()
    const [faults, scripts, links] = [[] as string[], [] as string[], new Set<string>()]
    opened.page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url())
    })
    for (const [path, expected] of publicPages) {
      faults.push(...(await findFaults(opened, path, expected)))
      for (const link of await findLinks(opened.page)) links.add(link)
    }
    assert.deepEqual([faults, scripts], [[], []])
    assert.ok(links.size > 50, `${links.size} links`)
    for (const link of links) {
      const { status } = await fetch(link)
      if (status >= 400) faults.push(`${link} answers ${status}`)
    }
    assert.deepEqual(faults, [])
    await opened.close()
  })

  it('that the catalogue leads to answers anyone', async () => {
    const { functions, measures } = await httpCaller(house.address).call('catalogue.get', {})
    assert.deepEqual([functions.length, measures.length], [33, 18])
    for (const { href } of [...functions, ...measures]) {
      if (href !== null) assert.equal((await fetch(house.address + href)).status, 200, href)
    }
  })

  for (const state of seededStates) {
    it(`is in order for an applicant whose case is ${state}`, async () => {
      const { id, accountId } = cases[state]
      const opened = await house.open()
      await enterAs(house, opened.page, { id: accountId, kind: 'person' })
      const parts = ['', ...casePages[state]].map((part) => `/loans/${id}${part}`)
      assert.deepEqual(await walk(opened, ['/me', ...(ownPages[state] ?? []), ...parts]), [])
      await opened.close()
    })
  }

  it('of a correction is in order for whoever asks for one and for the clerk, in each state', async () => {
    const [opened, desk] = [await house.open(), await house.openAtDesk()]
    const rows = await house.platform.db
      .selectFrom('service_case as one')
      .innerJoin('account', 'account.party_id', 'one.party_id')
      .distinctOn('one.state')
      .select(['one.id', 'one.state', 'account.id as account', 'one.party_id as party'])
      .where('one.service', '=', 'correction')
      .execute()
    const [draft, accepted] = ['draft', 'accepted'].map((state) => rows.find((row) => row.state === state))
    await enterAs(house, desk.page, await findStaff(house, 'clerk3'))
    for (const { id, state, account } of rows) {
      const own = [`/corrections/${id}`, ...(correctionPages[state] ?? []).map((part) => `/corrections/${id}${part}`)]
      await enterAs(house, opened.page, { id: account, kind: 'person' })
      assert.deepEqual(await walk(opened, [...own, ...(ownCorrectionPages[state] ?? [])]), [])
      assert.deepEqual(await walk(desk, atDesk([`corrections/${id}`])), [])
    }
    assert.deepEqual(await walk(desk, atDesk([`corrections/${draft?.id}/form`, `corrections/new/${draft?.party}`])), [])
    await desk.page.goto(`/workbench/corrections/${accepted?.id}`)
    for (const button of ['核实无误，更正', '不予更正']) {
      await desk.page.getByRole('button', { name: button, exact: true }).first().click()
      assert.deepEqual(await findFaultsAsItStands(desk), [])
      await picture(desk.page, `pages-correction-${button}`)
    }
    await opened.close()
    await desk.close()
  })

  it('of the workbench is in order for a clerk, with each form open', async () => {
    const opened = await house.openAtDesk()
    assert.deepEqual(await walk(opened, ['/workbench/login']), [])
    await enterAs(house, opened.page, await findStaff(house, 'clerk1'))
    const { draft, submitted, supplement, rejected, withdrawn } = cases
    const lists = ['inbox', 'inbox?view=office', 'staff-notices', 'inbox?view=all&overdue=yes', 'inbox?view=all&q=DK99']
    const people = ['enterprises', 'people', `people/${submitted.partyId}`, 'intake', `loans/new/${withdrawn.partyId}`]
    const loans = [draft, supplement, rejected].map(({ id }) => `loans/${id}`)
    const forms = [draft, supplement].map(({ id }) => `loans/${id}/form`)
    const others = ['duplicates', 'sessions', 'imports', `modules/${encodeURIComponent('创业融资')}`, 'no-such-page']
    assert.deepEqual(await walk(opened, atDesk([...lists, ...people, ...loans, ...forms, ...others])), [])
    assert.deepEqual(await walk(opened, atDesk([`loans/${draft.partyId}`]), { refused: 404 }), [])
    assert.deepEqual(await walk(opened, atDesk([`loans/${submitted.id}`])), [])
    for (const button of ['一次性告知补正', '驳回']) {
      await opened.page.getByRole('button', { name: button, exact: true }).first().click()
      assert.deepEqual(await findFaultsAsItStands(opened), [])
      await picture(opened.page, `pages-${button}`)
    }
    await opened.close()
  })

  it('of the workbench is in order for an administrator of offices and staff', async () => {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, 'administrator1'))
    const { id } = await findStaff(house, 'clerk5')
    const pages = [
      'institutions',
      'staff',
      `staff/${id}`,
      `staff/${id}/hand-over`,
      `rights?member=${id}&operation=case.claim`,
      'rota',
      'absences',
      'inbox',
    ]
    assert.deepEqual(await walk(opened, atDesk(pages)), [])
    await opened.page.goto('/workbench/institutions')
    await opened.page
      .getByRole('button', { name: /^修改.*窗口/ })
      .first()
      .click()
    assert.deepEqual(await findFaultsAsItStands(opened), [])
    await picture(opened.page, 'pages-office')
    await opened.page.goto('/workbench/staff')
    await opened.page.getByRole('button', { name: '新增人员' }).click()
    assert.deepEqual(await findFaultsAsItStands(opened), [])
    await picture(opened.page, 'pages-staff')
    await opened.page.goto('/workbench/rota')
    await opened.page.getByRole('button', { name: '保存这一周' }).waitFor()
    await picture(opened.page, 'pages-rota')
    await opened.close()
  })

  it('of the workbench is in order for a reviewer, with each form open', async () => {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, 'reviewer1'))
    const { recommended, reopened, accepted } = cases
    const loans = [recommended, reopened, accepted].map(({ id }) => `loans/${id}`)
    assert.deepEqual(await walk(opened, atDesk(['inbox', 'intake', 'people', ...loans])), [])
    for (const button of ['审核通过并推荐', '驳回']) {
      await opened.page.getByRole('button', { name: button, exact: true }).first().click()
      assert.deepEqual(await findFaultsAsItStands(opened), [])
    }
    await opened.close()
  })

  it('of the workbench is in order for an editor, with each form open', async () => {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, 'editor2'))
    const { platform } = house
    const slugIn = async (state: string) =>
      (
        await platform.db
          .selectFrom('policy')
          .innerJoin('policy_version', 'policy_version.policy_id', 'policy.id')
          .select('slug')
          .where('state', '=', state)
          .orderBy('policy.created_at', 'desc')
          .executeTakeFirstOrThrow()
      ).slug
    const lists = ['policies', 'policies?state=published&topic=loan', 'policies?q=%E9%BE%98', 'policies/collect']
    const work = ['policies/yichang-guaranteed-loan-2024', `policies/${await slugIn('organised')}/edit`]
    assert.deepEqual(await walk(opened, atDesk([...lists, ...work])), [])
    assert.deepEqual(await walk(opened, atDesk([`policies/${await slugIn('inReview')}`])), [])
    for (const button of ['审核通过，定日发布', '退回修改']) {
      await opened.page.getByRole('button', { name: button, exact: true }).first().click()
      assert.deepEqual(await findFaultsAsItStands(opened), [])
    }
    await opened.close()
  })

  it('of the workbench is in order for an administrator', async () => {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, 'administrator1'))
    const messages = [
      'notice-templates',
      'notice-templates/loginCode',
      'deliveries',
      'deliveries?state=failed',
      'ratings',
      'ratings?view=all',
      'duplicates',
      'audit',
      'audit?operation=loan.accept',
    ]
    assert.deepEqual(await walk(opened, atDesk(messages)), [])
    await opened.close()
  })

  it('of figures is in order for an auditor', async () => {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, 'auditor1'))
    const paths = ['statistics', 'statistics?period=year&division=420502000000', 'statistics?period=month&service=none']
    assert.deepEqual(await walk(opened, atDesk(paths.slice(0, 2))), [])
    assert.deepEqual(await walk(opened, atDesk(paths.slice(2)), { refused: 422 }), [])
    assert.deepEqual(await walk(opened, atDesk(['audit', `people/${cases.submitted.partyId}/former`])), [])
    await opened.close()
  })

  it('that people come to first is light: home and the inbox', async () => {
    const home = await house.open()
    const first = await measureLoad(home.page, '/')
    assert.ok(first.requests <= 10 && first.scriptBytes <= 15_000, JSON.stringify(first))
    const words = (await home.page.locator('body').innerText()).match(/\p{Script=Han}/gu) ?? []
    assert.ok(words.length > 300, `${words.length} Chinese characters`)
    const desk = await house.openAtDesk()
    await enterAs(house, desk.page, await findStaff(house, 'clerk1'))
    const inbox = await measureLoad(desk.page, '/workbench/inbox')
    assert.ok(inbox.scriptBytes > 0 && inbox.scriptBytes <= 600_000, JSON.stringify(inbox))
    await Promise.all([home.close(), desk.close()])
  })

  it('can be used by keyboard: the skip link leads to the matter', async () => {
    const { page, close } = await house.open()
    await page.goto('/')
    await page.keyboard.press('Tab')
    assert.ok(await hasFocus(page.getByRole('link', { name: '跳到正文' })))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.ok(await hasFocus(page.getByRole('main').getByRole('searchbox')))
    await close()
  })

  it('can be used by keyboard: the whole application is filled in', async () => {
    const applicant = inventApplicant(21)
    const own = httpCaller(house.address)
    await logInByPhone(own, applicant.phone)
    await declareRealName(own, applicant)
    const { id } = await own.call('loan.open', { division: xiling })
    const { page, close } = await house.open()
    await own.continueIn(page)
    await page.goto(`/loans/${id}/apply`)
    await enter(page, page.getByRole('link', { name: '申请人和经营主体' }))
    await chooseByArrows(page, '申请人类别', /高校毕业生/)
    await chooseByArrows(page, '经营主体类型', '个体工商户')
    await typeInto(page, '经营主体名称', '演示面包房')
    await typeDay(page, '登记日期', '2026-03-02')
    await typeInto(page, '经营地址', '西陵一路 12 号')
    const onwards = page.getByRole('button', { name: '保存并继续' })
    await enter(page, onwards)
    await typeInto(page, '贷款用途', '购买烘焙设备，付半年房租，用每月的营业收入还款。')
    await typeInto(page, '申请金额', '200000')
    await typeInto(page, '申请期限', '24')
    await enter(page, onwards)
    await typeInto(page, '已获得创业担保贷款次数', '0')
    await tickBySpace(page, '您本人还有哪些没有还清的贷款', '没有')
    await tickBySpace(page, '您的配偶还有哪些没有还清的贷款', '没有')
    await chooseByArrows(page, '您本人的信用记录', '没有不良信用记录')
    await enter(page, onwards)
    await enter(page, page.getByRole('link', { name: '去核对' }))
    await page.getByRole('heading', { level: 1, name: '核对并提交' }).waitFor()
    const { gaps } = await own.call('loan.get', { id })
    assert.deepEqual(
      gaps.map(({ field }) => field).filter((field) => !field.startsWith('papers.')),
      ['truthful'],
    )
    await close()
  })
})
