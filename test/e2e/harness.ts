import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import type { Config } from '../../src/app/config.ts'
import type { Running } from '../../src/app/start.ts'
import type { Platform } from '../../src/kernel/operations/context.ts'
import { desktop, launchBrowser, type OpenedPage, openPage, type PageOptions, phone, takePicture } from '../browser.ts'
import { startHouse, takeHouseFolder } from './seeded-house.ts'

/** Everything there is, up and running: database, demonstration city, server, browser. */
export interface House {
  /** Where it answers, 'http://127.0.0.1:…', without a slash at its end. */
  address: string
  platform: Platform
  browser: Browser
  /** Opens a page of this house, as a person with a telephone unless told otherwise. */
  open(options?: Partial<PageOptions>): Promise<OpenedPage>
  /** Opens a page as people at a desk in an office have it. */
  openAtDesk(): Promise<OpenedPage>
  close(): Promise<void>
}

/** How long a page may take before a journey gives up. */
const PATIENCE = 20_000

async function openHousePage(browser: Browser, options: PageOptions): Promise<OpenedPage> {
  const opened = await openPage(browser, options)
  opened.page.setDefaultTimeout(PATIENCE)
  return opened
}

/**
 * Starts the whole of it once for a file of journeys: `start()` on a data folder with the demonstration in it, with its own
 * database, on a free port, with `more` of the configuration where a journey needs it.
 */
export async function openHouse(more: Partial<Config> = {}): Promise<House> {
  const { folder, remove } = await takeHouseFolder()
  let running: Running | undefined
  const close = async () => {
    await running?.stop()
    await remove()
  }
  try {
    running = await startHouse(folder, more)
    const { address, platform } = running
    const browser = await launchBrowser()
    return {
      address,
      platform,
      browser,
      open: (options) => openHousePage(browser, { viewport: phone, baseURL: address, ...options }),
      openAtDesk: () => openHousePage(browser, { viewport: desktop, baseURL: address }),
      close: () => browser.close().finally(close),
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Tries again until it holds: for what happens behind the page, such as a message that is on its way. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await wait(100)
  }
}

/** Takes a picture of a step for whoever asked for pictures by naming a folder in PICTURES; others need not wait for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await takePicture(page, name)
}

/** Pictures of every page as it stands, for whoever looks into a failure. */
async function takePictures({ browser }: House, title: string): Promise<void> {
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [index, page] of pages.entries()) await takePicture(page, `failed ${title} ${index + 1}`)
}

/**
 * For the steps of one journey, each upon the one before: when one has failed, the others fail at once, and pictures are left
 * of where it stood.
 */
export function stepsIn(house: () => House): (title: string, walk: () => Promise<void>) => void {
  let brokenOff = false
  return (title, walk) =>
    void it(title, async () => {
      assert.ok(!brokenOff, 'The journey was broken off before')
      brokenOff = true
      await walk().catch(async (error: unknown) => {
        await takePictures(house(), title)
        throw error
      })
      brokenOff = false
    })
}
