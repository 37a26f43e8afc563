import type { FastifyPluginAsync } from 'fastify'
import type { Page } from 'playwright-core'
import { Random } from '../bench/load/random.ts'
import { buildFaces } from '../scripts/build.ts'
import type { Caller } from '../src/app/caller.ts'
import { loadFaces } from '../src/app/faces.ts'
import { desktop, launchBrowser, type OpenedPage, openPage } from '../test/browser.ts'
import { testServer } from '../test/server.ts'
import { atOnce } from './at-once.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { echoing, type Looks, listsOf, openDesk, plantEverywhere } from './xss-city.ts'
import { MARK, payloads } from './xss-payloads.ts'

/** As many pages are open beside each other. */
const PAGES = 3
const PATIENCE = 20_000
/** With fewer texts, only so many of the pages are opened, by chance. */
const WHOLE_FROM = 10
const SHORT_SHARE = 0.3

const asMarkup = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'")

/** The control: pages have as markup what was typed as text, and no policy forbids them anything. */
const unescaped = (face: FastifyPluginAsync): FastifyPluginAsync => {
  const broken: FastifyPluginAsync = async (app, options) => {
    app.addHook('onRequest', async ({ headers }) => {
      headers['accept-encoding'] = 'identity'
    })
    app.addHook('onSend', async (_request, reply, body) => {
      reply.removeHeader('content-security-policy')
      return typeof body === 'string' ? asMarkup(body) : body
    })
    await face(app, options)
  }
  return broken
}

const brokenFaces = async (caller: Caller) => (await loadFaces(caller)).map(unescaped)

/** What came of looking at the pages. */
class Findings {
  pages = 0
  /** Pages that show one of the texts as the text it is: without any, silence would say nothing. */
  showing = 0
  readonly dialogs: string[] = []
  readonly reports: string[] = []
  readonly injected: string[] = []
  readonly failed: string[] = []
}

/** What no page of ours has, and what a text that became markup would be; papers are shown in a frame of their own bytes. */
const foreign = [
  '[onerror],[onload]:not(link),[onfocus],[ontoggle],[onmouseover],iframe:not([src^="blob:"]),object,base,math,video',
  'meta[http-equiv="refresh" i],a[href^="javascript:" i],script:not([src]):not([nonce])',
].join(',')

/** What a page shows, once it has come to rest. */
const read = (page: Page) =>
  page.evaluate(
    ([mark, selector]) => {
      const fields = [...document.querySelectorAll('input,textarea')].map((one) => (one as HTMLInputElement).value)
      return {
        isShown: [document.body.textContent, ...fields].some((text) => text.includes(mark ?? '')),
        injected: [...document.querySelectorAll(selector ?? '')].map((one) => one.outerHTML.slice(0, 120)),
      }
    },
    [MARK, foreign],
  )

interface Visit {
  address: string
  cookie: string | null
  path: string
}

async function look({ page, complaints }: OpenedPage, findings: Findings, { address, cookie, path }: Visit) {
  const [name = '', value = ''] = cookie?.split('=') ?? []
  await page.context().clearCookies()
  if (cookie) await page.context().addCookies([{ name, value, url: address }])
  findings.pages += 1
  try {
    const status = (await page.goto(path))?.status() ?? 0
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page
      .getByText(/^正在取/)
      .first()
      .waitFor({ state: 'hidden' })
    const { isShown, injected } = await read(page)
    if (isShown) findings.showing += 1
    if (status >= 500) findings.failed.push(`${path}: ${status}`)
    findings.injected.push(...injected.map((one) => `${path}: ${one}`))
  } catch (error) {
    findings.failed.push(`${path}: ${(error as Error).message.split('\n')[0]}`)
  }
  const broken = complaints.splice(0).filter(({ kind }) => kind !== 'console')
  findings.reports.push(...broken.map(({ kind, text }) => `${path}: ${kind}: ${text.slice(0, 200)}`))
}

/** Opens pages in a browser, so many beside each other, and hears of every dialog. */
async function openCrawler(address: string, findings: Findings, isLookedAt: () => boolean) {
  const browser = await launchBrowser()
  const free = await Promise.all(
    Array.from({ length: PAGES }, async () => {
      const opened = await openPage(browser, { viewport: desktop, baseURL: address })
      opened.page.setDefaultTimeout(PATIENCE)
      opened.page.on('dialog', async (dialog) => {
        findings.dialogs.push(`${opened.page.url()}: ${dialog.message()}`)
        await dialog.dismiss().catch(() => {})
      })
      return opened
    }),
  )
  return {
    async crawl(looks: readonly Looks[], isEnough: () => boolean) {
      const all = looks.flatMap(({ cookie, paths }) => paths.map((path) => ({ address, cookie, path })))
      const visits = all.filter(isLookedAt)
      await atOnce(PAGES, visits.length, async (index) => {
        if (isEnough()) return
        const opened = free.pop() as OpenedPage
        await look(opened, findings, visits[index] as Visit)
        free.push(opened)
      })
    },
    close: () => browser.close(),
  }
}

/** As many of the texts as are wanted, by chance. */
function drawTexts(seed: number, size: number): string[] {
  const [random, left] = [new Random(seed), [...payloads]]
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(random.below(left.length), 1)[0] ?? '')
}

async function plantAndLook({ seed, size, broken }: Course): Promise<Outcome> {
  await buildFaces({ log: () => {} })
  const server = await testServer({ faces: broken ? brokenFaces : loadFaces })
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const findings = new Findings()
  const random = new Random(seed)
  const crawler = await openCrawler(address, findings, () => size >= WHOLE_FROM || random.next() < SHORT_SHARE)
  // The control has shown what it had to once a dialog has opened.
  const isEnough = () => broken && findings.dialogs.length > 0
  try {
    const desk = await openDesk(server)
    const texts = drawTexts(seed, size)
    for (const [number, text] of texts.entries()) {
      if (isEnough()) break
      await crawler.crawl([echoing(text)], isEnough)
      const looks = await plantEverywhere(server, desk, { text, number }, (drafts) => crawler.crawl(drafts, isEnough))
      await crawler.crawl(looks, isEnough)
    }
    await crawler.crawl(await listsOf(server, desk), isEnough)
    return conclude(findings, texts.length, desk.planter)
  } finally {
    await crawler.close()
    await server.close()
  }
}

function conclude(
  findings: Findings,
  texts: number,
  { stored, refused }: Record<'stored' | 'refused', object>,
): Outcome {
  const { pages, showing, dialogs, reports, injected, failed } = findings
  return {
    figures: {
      texts,
      fields: Object.keys(stored).length,
      stored: Object.values(stored).reduce((sum, count) => sum + count, 0),
      refused,
      pages,
      showing,
      dialogs: dialogs.length,
      reports: reports.length,
      injected: injected.length,
      failed: failed.length,
      examples: [...dialogs, ...reports, ...injected, ...failed].slice(0, 10),
    },
    holds: dialogs.length + reports.length + injected.length + failed.length === 0 && showing > 0,
  }
}

/** Texts that want to be scripts, in each field that takes them, and every page that shows them, in a browser. Sizes are texts. */
export const xss: Experiment = {
  name: 'xss',
  sizes: { full: payloads.length, short: 1, control: 5 },
  run: plantAndLook,
}
