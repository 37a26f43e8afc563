import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { everywhere } from '../../src/kernel/operations/everywhere.ts'
import type { OpenedPage } from '../browser.ts'
import { type House, openHouse, picture } from './harness.ts'
import { declareRealName, httpCaller, logInAsStaff, logInByPhone, readSms, xiling } from './http-caller.ts'
import { chooseByArrows, enter, hasFocus, tickBySpace, typeDay, typeInto } from './keyboard.ts'
import { type Expectation, findFaults, findFaultsAsItStands, visited } from './page-faults.ts'
import { casePages, correctionPages, ownCorrectionPages, ownPages, publicPages } from './page-lists.ts'
import { findLinks, measureLoad } from './page-load.ts'
import { findUnvisited } from './page-routes.ts'
import { inventApplicant } from './people.ts'
import {
  enterAs,
  findAgentsCase,
  findSeededCases,
  findStaff,
  type SeededCase,
  type SeededState,
  seededStates,
} from './seeded.ts'

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
    const people = [
      'letters',
      'letters?served=no',
      'enterprises',
      'people',
      `people/${submitted.partyId}`,
      'intake',
      `loans/new/${withdrawn.partyId}`,
    ]
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
      'erasures',
      'erasures?state=refused',
      'audit',
      'audit?operation=loan.accept',
      'audit/verifications',
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

  /** The first link on a page that leads to an address that begins so. */
  async function follow({ page }: OpenedPage, path: string, start: string): Promise<string> {
    await page.goto(path)
    const link = page.getByRole('main').locator(`a[href^="${start}"]`).first()
    return (await link.getAttribute('href')) ?? ''
  }

  it('is in order for those who act for an enterprise, and of one thing: a letter, a rating, an agency', async () => {
    const opened = await house.open()
    await enterAs(house, opened.page, { id: cases.recommended.accountId, kind: 'person' })
    const letter = await follow(opened, '/me/letters', '/letters/')
    const paper = await follow(opened, '/me/file', '/papers/')
    const own = ['/me/letters', letter, paper, '/me/file/copy', `/me/ratings/${cases.recommended.id}`]
    assert.deepEqual(await walk(opened, own), [])
    const { agent } = await findAgentsCase(house)
    await enterAs(house, opened.page, { id: agent, kind: 'person' })
    assert.deepEqual(await walk(opened, [await follow(opened, '/me/agencies', '/me/agencies/')]), [])
    await opened.close()
  })

  it('of a kiosk is in order, and on the phone on which one goes on', async () => {
    const opened = await house.open()
    await opened.page.goto('/kiosk')
    assert.deepEqual(await walk(opened, ['/kiosk', '/kiosk?ended=idle', '/kiosk/phone', '/']), [])
    const phone = await house.open({ javaScript: false })
    await enterAs(house, phone.page, { id: cases.draft.accountId, kind: 'person' })
    assert.deepEqual(await walk(phone, ['/h/0123456789abcdef']), [])
    await Promise.all([opened.close(), phone.close()])
  })

  it('is in order for someone who has not agreed to the terms yet', async () => {
    const own = httpCaller(house.address)
    const { phone } = inventApplicant(22)
    await own.call('session.requestCode', { phone })
    const message = await readSms(own, phone, /验证码/)
    await own.call('session.logInByCode', { phone, code: /验证码 (\d{6})/.exec(message)?.[1] ?? '' })
    const opened = await house.open({ javaScript: false })
    await own.continueIn(opened.page)
    assert.deepEqual(await walk(opened, ['/consents/due']), [])
    await opened.close()
  })

  it('of the workbench is in order where it shows one thing: an enterprise, an import, a rating, two persons', async () => {
    const opened = await house.openAtDesk()
    const clerk = httpCaller(house.address)
    await logInAsStaff(clerk, 'clerk3')
    const { party } = await findAgentsCase(house)
    const table = new File(['姓名,证件号码,手机号,所在地区\n演示甲,1,2,西陵区\n'], '花名册.csv')
    const batch = await clerk.call('import.begin', { kind: 'people' }, { file: table })
    await clerk.continueIn(opened.page)
    const pair = `people/${cases.submitted.partyId}/merge/${cases.withdrawn.partyId}`
    const things = [`enterprises/${party}`, `loans/new-for-enterprise/${party}`, `imports/${batch.id}`, pair]
    assert.deepEqual(await walk(opened, atDesk(things)), [])
    const ended = await everywhere(house.platform, (tx) =>
      tx
        .selectFrom('rating_invitation as one')
        .select('case_id')
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('rating').select('rating.id').whereRef('rating.case_id', '=', 'one.case_id'))),
        )
        .where('closes_on', '>', house.platform.now().toISOString().slice(0, 10))
        .executeTakeFirstOrThrow(),
    )
    const { path } = await clerk.call('rating.invite', { id: ended.case_id })
    const guest = await house.open({ javaScript: false })
    assert.deepEqual(await walk(guest, [path]), [])
    await Promise.all([opened.close(), guest.close()])
  })

  it('of the workbench is in order for an administrator who sets people up', async () => {
    const opened = await house.openAtDesk()
    const administrator = httpCaller(house.address)
    await logInAsStaff(administrator, 'administrator1')
    const { path } = await administrator.call('staff.makeSetUp', { id: (await findStaff(house, 'clerk5')).id })
    await administrator.continueIn(opened.page)
    const rating = await follow(opened, '/workbench/ratings?view=all', '/workbench/ratings/')
    assert.deepEqual(await walk(opened, ['/workbench/consent-texts', rating, path]), [])
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

/** After the others: what they opened is held against what the two faces declare. */
describe('pages', () => {
  it('that the portal and the workbench declare have all been looked at', () => {
    assert.deepEqual(findUnvisited(visited), [])
  })
})
