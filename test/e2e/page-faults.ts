import type { Page } from 'playwright-core'
import { checkAccessibility, desktop, type OpenedPage, phone } from '../browser.ts'

/** The addresses that were looked at so far, by this file of journeys. */
export const visited = new Set<string>()

export interface Expectation {
  /** What it answers with; 200 unless told. */
  status?: number
  /** What the API answers it with, where that is a refusal. */
  refused?: number
  /** Part of its one heading. */
  heading?: RegExp
}

/** What every page says of itself: its language, its title, one heading, and that nothing is still on its way. */
async function findMissingParts(page: Page, { heading = /./ }: Expectation): Promise<string[]> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page
    .getByText(/^正在取/)
    .first()
    .waitFor({ state: 'hidden' })
  const [language, headings, title] = await Promise.all([
    page.locator('html').getAttribute('lang'),
    page.getByRole('heading', { level: 1 }).allTextContents(),
    page.title(),
  ])
  return [
    ...(language === 'zh-CN' ? [] : [`its language is ${language}`]),
    ...(headings.length === 1 && heading.test(headings[0] ?? '') ? [] : [`its headings are ${headings}`]),
    ...(/启创/.test(title) && title.length > 4 ? [] : [`its title is ${title}`]),
  ]
}

const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** What is wrong with a page as it stands, at the two widths at which every page is looked at. */
async function findFaultsAt(page: Page, { isPortal }: { isPortal: boolean }): Promise<string[]> {
  const faults = []
  for (const viewport of [desktop, phone]) {
    await page.setViewportSize(viewport)
    const found = await checkAccessibility(page)
    if (isPortal && (await scrollsSideways(page))) found.push('it scrolls sideways')
    faults.push(...found.map((fault) => `at ${viewport.width} px: ${fault}`))
  }
  return faults
}

/** What is wrong with a page that has been opened and worked with. */
export async function findFaultsAsItStands({ page, complaints }: OpenedPage): Promise<string[]> {
  const faults = await findFaultsAt(page, { isPortal: false })
  return [...faults, ...complaints.splice(0).map(({ kind, text }) => `${kind}: ${text}`)]
}

/** Opens a page and tells everything that is wrong with it, a line each, with its address. */
export async function findFaults(
  { page, complaints }: OpenedPage,
  path: string,
  expected: Expectation = {},
): Promise<string[]> {
  const status = (await page.goto(path))?.status()
  visited.add(new URL(path, page.url()).pathname)
  const faults = status === (expected.status ?? 200) ? [] : [`it answers ${status}`]
  faults.push(...(await findMissingParts(page, expected)))
  faults.push(...(await findFaultsAt(page, { isPortal: !path.startsWith('/workbench') })))
  // The browser prints it when a page answers with an error, also where that is what it should do.
  const told = expected.refused ?? expected.status
  const heard = complaints.splice(0).filter(({ text }) => !(told && text.includes(`status of ${told}`)))
  faults.push(...heard.map(({ kind, text }) => `${kind}: ${text}`))
  return faults.map((fault) => `${path}: ${fault}`)
}
