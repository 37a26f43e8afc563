import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive, logIn, openLoan } from './applicant.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaults, findFaultsAsItStands } from './page-faults.ts'
import { inventApplicant } from './people.ts'
import { enterAs } from './seeded.ts'

/** Beyond the time after which it is asked, and beyond that after which it is wiped; the clock of the page is put forward. */
const ASKED_AFTER = 95_000
const WIPED_AFTER = 125_000
const upright = { width: 1080, height: 1920 }

/** The journey at a kiosk (自助终端): begun in the hall, taken along on a phone, and wiped when nobody is there any more. */
describe('a kiosk in the hall', () => {
  const applicant = inventApplicant(41)
  let house: House
  let kiosk: OpenedPage
  let own: OpenedPage
  let casePath: string
  let handover: string
  let accountId: string

  before(async () => {
    house = await openHouse()
    kiosk = await house.open({ viewport: upright })
    await kiosk.page.clock.install()
    own = await house.open()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('has large doors, and everything on it can be pressed by a thumb', async () => {
    const { page } = kiosk
    await page.goto('/kiosk')
    await arrive(page, '您想办什么？')
    await picture(page, 'kiosk-1-doors')
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('.kiosk-doors a, .kiosk-bar .button')]
        .map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width < 60 || height < 60),
    )
    assert.deepEqual(small, [])
  })

  step('is where a loan is begun, which is recorded as begun at a kiosk', async () => {
    const { page } = kiosk
    await page.goto('/loans/new')
    await logIn(page, applicant.phone)
    await openLoan(page)
    casePath = new URL(page.url()).pathname
    const id = casePath.split('/')[2] ?? ''
    const begun = await house.platform.db
      .selectFrom('service_case')
      .innerJoin('account', 'account.party_id', 'service_case.party_id')
      .select(['channel', 'account.id as accountId'])
      .where('service_case.id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(begun.channel, 'kiosk')
    accountId = begun.accountId
    await picture(page, 'kiosk-2-form')
  })

  step('gives a code to go on at a phone, which logs nobody in and is good once', async () => {
    const { page } = kiosk
    await page.getByRole('button', { name: '带到手机上继续' }).click()
    await arrive(page, '带到手机上继续')
    await page.getByRole('img', { name: /二维码/ }).waitFor()
    await picture(page, 'kiosk-3-code')
    handover = (await page.locator('.handover-href').innerText()).trim()
    const { page: mine } = own
    await mine.goto(handover)
    await arrive(mine, '登录')
    // Logged in here as anyone is: a second code within a minute would be refused.
    await enterAs(house, mine, { id: accountId, kind: 'person' })
    await mine.goto(handover)
    await arrive(mine, '在手机上继续')
    await picture(mine, 'kiosk-4-phone')
    await mine.getByRole('button', { name: '继续办理' }).click()
    await mine.waitForURL((url) => url.pathname === casePath)
    await mine.goto(handover)
    await mine.getByRole('button', { name: '继续办理' }).click()
    await mine.getByText('这个二维码已经用过，或者过期了').waitFor()
  })

  step('asks whether somebody is still there, and goes on when told so', async () => {
    const { page } = kiosk
    await page.goto(casePath)
    const question = page.getByRole('dialog', { name: '您还在吗？' })
    await page.clock.fastForward(ASKED_AFTER)
    await question.waitFor()
    await picture(page, 'kiosk-5-question')
    await question.getByRole('button', { name: '我还在，继续办' }).click()
    await question.waitFor({ state: 'hidden' })
    assert.equal(new URL(page.url()).pathname, casePath)
  })

  step('ends the session and shows nothing of it when nobody answers', async () => {
    const { page } = kiosk
    const cookies = await page.context().cookies()
    await page.clock.fastForward(WIPED_AFTER)
    await page.getByText('太久没有操作，已经退出并清除').waitFor()
    await picture(page, 'kiosk-6-wiped')
    await page.goto(casePath)
    await arrive(page, '登录')
    // What somebody kept of the cookie opens nothing: the session has ended on the server.
    await page.context().addCookies(cookies)
    await page.goto('/me')
    await arrive(page, '登录')
  })

  step('is wiped at once by whoever says that they are done, and becomes an ordinary browser again', async () => {
    const { page } = kiosk
    await page.goto('/kiosk')
    assert.deepEqual(await findFaultsAsItStands(kiosk), [])
    await page.getByRole('link', { name: '结束并清除' }).first().click()
    await page.getByText('已经退出并清除').waitFor()
    await page.getByRole('link', { name: '这不是自助终端，恢复普通页面' }).click()
    await arrive(page, /您想办什么/)
    assert.equal(await page.getByRole('navigation', { name: '自助终端' }).count(), 0)
    assert.deepEqual(await findFaults(kiosk, '/policies'), [])
  })

  step('has made none of the pages complain, but of the code that was used', async () => {
    const others = own.complaints.filter(({ text }) => !text.includes('409'))
    assert.deepEqual([...kiosk.complaints, ...others], [])
  })
})
