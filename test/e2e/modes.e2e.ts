import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { desktop, phone } from '../browser.ts'
import { type House, openHouse, picture } from './harness.ts'
import { findFaults } from './page-faults.ts'
import { enterAs, findSeededCases } from './seeded.ts'

const paths = [
  '/',
  '/services/guaranteed-loan',
  '/policies',
  '/policies/yichang-guaranteed-loan-2024',
  '/windows',
  '/login',
]

/** Texts below 18 px and targets below 44 px as they are shown, in words; a link within a sentence is as tall as its line (WCAG 2.2, 2.5.8). */
const findSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden, .skip')
    const zoomOf = (element: Element) => (element as { currentCSSZoom?: number }).currentCSSZoom ?? 1
    const small: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement } = node
      const text = node.textContent?.trim()
      if (
        !parentElement ||
        !text ||
        !isShown(parentElement) ||
        parentElement.closest('script, style, title, desc, option')
      )
        continue
      const size = Number.parseFloat(getComputedStyle(parentElement).fontSize) * zoomOf(parentElement)
      if (size < 18) small.push(`${size} px: ${text.slice(0, 20)}`)
    }
    for (const target of document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden])')) {
      if (!isShown(target)) continue
      const isWithinText = target.matches('a') && getComputedStyle(target).display === 'inline'
      const shape = (target.closest('label') ?? target).getBoundingClientRect()
      if (!isWithinText && shape.height < 43.5)
        small.push(`${Math.round(shape.height)} px high: ${target.outerHTML.slice(0, 90)}`)
    }
    return small
  })

describe('the portal in other values of the same tokens', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('长辈版: one press, no script; type of 18 px and targets of 44 px on every page; and back', async () => {
    const opened = await house.open({ javaScript: false })
    const { page } = opened
    await page.goto('/policies')
    await page.getByRole('button', { name: '长辈版' }).click()
    assert.equal(new URL(page.url()).pathname, '/policies')
    for (const path of paths) {
      assert.deepEqual(await findFaults(opened, path), [])
      await page.setViewportSize(phone)
      assert.deepEqual([path, await findSmall(page)], [path, []])
    }
    await page.goto('/')
    await picture(page, 'modes-elder-phone')
    await page.setViewportSize(desktop)
    assert.deepEqual(await findSmall(page), [])
    await picture(page, 'modes-elder-desktop')
    await page.getByRole('button', { name: '标准版' }).click()
    await page.getByRole('heading', { name: '四项支持，现在有什么' }).waitFor()
    await opened.close()
  })

  it('长辈版 holds on the pages of a person and their case', async () => {
    const opened = await house.open()
    const { submitted } = await findSeededCases(house)
    await enterAs(house, opened.page, { id: submitted.accountId, kind: 'person' })
    await opened.page.goto('/me')
    await opened.page.getByRole('button', { name: '长辈版' }).click()
    for (const path of ['/me', `/loans/${submitted.id}`]) {
      assert.deepEqual(await findFaults(opened, path), [])
      await opened.page.setViewportSize(phone)
      assert.deepEqual([path, await findSmall(opened.page)], [path, []])
    }
    await picture(opened.page, 'modes-elder-case')
    await opened.close()
  })

  it('high contrast and dark are chosen on a page, remembered, and in order', async () => {
    const opened = await house.open({ javaScript: false })
    const { page } = opened
    for (const [theme, name] of [
      ['浅色', 'light'],
      ['深色', 'dark'],
    ] as const) {
      await page.goto('/appearance?next=/windows')
      await page.getByRole('radio', { name: '高对比度' }).check()
      await page.getByRole('radio', { name: theme }).check()
      await page.getByRole('button', { name: '保存显示设置' }).click()
      assert.equal(new URL(page.url()).pathname, '/windows')
      for (const path of ['/', '/services/guaranteed-loan', '/policies/yichang-guaranteed-loan-2024', '/appearance']) {
        assert.deepEqual(await findFaults(opened, path), [])
      }
      await page.goto('/services/guaranteed-loan')
      await picture(page, `modes-contrast-${name}`)
    }
    await opened.close()
  })

  it('on paper a page is black on white and has nothing to press', async () => {
    const opened = await house.open({ javaScript: false })
    const { page } = opened
    await page.goto('/services/guaranteed-loan')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const colours = await page.evaluate(() => {
      const { color } = getComputedStyle(document.querySelector('h1') ?? document.body)
      return [color, getComputedStyle(document.documentElement).getPropertyValue('--paper')]
    })
    assert.deepEqual(colours, ['rgb(0, 0, 0)', '#fff'])
    assert.equal(
      await page
        .getByRole('main')
        .getByRole('button')
        .or(page.locator('main .button'))
        .filter({ visible: true })
        .count(),
      0,
    )
    await picture(page, 'modes-print')
    await opened.close()
  })
})
