import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { checkAccessibility, desktop, launchBrowser, openPage, phone, takePicture } from './browser.ts'

const document = (body: string) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>启创</title></head><body><main>${body}</main></body></html>`

const dataPage = (body: string) => `data:text/html;charset=utf-8,${encodeURIComponent(document(body))}`

describe('browser', () => {
  let browser: Browser
  before(async () => {
    browser = await launchBrowser()
  })
  after(() => browser.close())

  it('opens a page in Chinese, in Shanghai’s time, at a phone’s width', async () => {
    const { page, complaints, close } = await openPage(browser, { viewport: phone })
    await page.goto(dataPage('<h1>您想办什么？</h1>'))
    assert.equal(await page.textContent('h1'), '您想办什么？')
    const seen = await page.evaluate(() => [navigator.language, new Date(0).getHours(), innerWidth])
    assert.deepEqual(seen, ['zh-CN', 8, 390])
    assert.deepEqual(complaints, [])
    await close()
  })

  it('collects errors that a page throws or prints', async () => {
    const { page, complaints, close } = await openPage(browser, { viewport: desktop })
    await page.goto(dataPage('<script>console.error("printed"); throw new Error("thrown")</script>'))
    assert.deepEqual(complaints.map(({ kind, text }) => [kind, text.split('\n')[0]]).sort(), [
      ['console', 'printed'],
      ['page', 'Error: thrown'],
    ])
    await close()
  })

  it('shows what a reader without JavaScript gets', async () => {
    const { page, close } = await openPage(browser, { viewport: phone, javaScript: false })
    await page.goto(dataPage('<h1>政策</h1><script>document.querySelector("h1").textContent = "换了"</script>'))
    assert.equal(await page.textContent('h1'), '政策')
    assert.deepEqual(await checkAccessibility(page), [])
    await page.reload()
    assert.equal(await page.textContent('h1'), '政策')
    await close()
  })

  it('finds what is not accessible', async () => {
    const { page, close } = await openPage(browser, { viewport: desktop })
    await page.goto(dataPage('<h1>申请</h1><input type="text">'))
    assert.match((await checkAccessibility(page)).join('\n'), /^label: .+\(input\)$/)
    await close()
  })

  it('takes a picture into the folder that PICTURES names', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'pictures-'))
    const earlier = process.env.PICTURES
    process.env.PICTURES = folder
    t.after(async () => {
      if (earlier === undefined) delete process.env.PICTURES
      else process.env.PICTURES = earlier
      await rm(folder, { recursive: true })
    })
    const { page, close } = await openPage(browser, { viewport: phone })
    await page.goto(dataPage('<h1>启创</h1>'))
    const picture = await readFile(await takePicture(page, 'home'))
    assert.equal(picture.subarray(1, 4).toString(), 'PNG')
    await close()
  })

  describe('under a strict Content-Security-Policy', () => {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'")
      response.end(document('<h1>启创</h1><script>document.title = "inline"</script>'))
    })
    before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
    after(() => server.close())

    it('tells breaches of it, and checks accessibility all the same', async () => {
      const { port } = server.address() as AddressInfo
      const { page, complaints, close } = await openPage(browser, {
        viewport: desktop,
        baseURL: `http://127.0.0.1:${port}`,
      })
      await page.goto('/')
      assert.equal(await page.title(), '启创')
      assert.deepEqual(await checkAccessibility(page), [])
      assert.ok(complaints.some(({ kind, text }) => kind === 'policy' && text.includes('inline')))
      await close()
    })
  })
})
