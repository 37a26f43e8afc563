import type { Page } from 'playwright-core'

export interface PageLoad {
  /** Every request, the page's own included. */
  requests: number
  /** Scripts as they came over the line, in bytes. */
  scriptBytes: number
}

/** What a page loads until nothing more comes, in a window that has nothing of it yet. */
export async function measureLoad(page: Page, path: string): Promise<PageLoad> {
  const load: PageLoad = { requests: 0, scriptBytes: 0 }
  page.on('requestfinished', async (request) => {
    load.requests += 1
    if (request.resourceType() === 'script') load.scriptBytes += (await request.sizes()).responseBodySize
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  return load
}

/** The addresses on this site that a page links to, other than places on itself. */
export async function findLinks(page: Page): Promise<string[]> {
  const links = await page
    .getByRole('link')
    .evaluateAll((anchors) => anchors.map((one) => (one as HTMLAnchorElement).href))
  const here = new URL(page.url())
  const there = links.filter((link) => URL.canParse(link)).map((link) => new URL(link))
  return there
    .filter(
      ({ origin, pathname, search }) => origin === here.origin && pathname + search !== here.pathname + here.search,
    )
    .map(({ href }) => href)
}
