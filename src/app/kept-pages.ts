import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A public page as it is sent, to everyone alike. */
export interface KeptPage {
  headers: Readonly<Record<string, string>>
  etag: string
  plain: Buffer
  /** The same compressed: when somebody first takes it so. */
  gzipped(): Buffer
  renderedAt: number
}

export interface KeptPages {
  /** The page of this key and whether it should be rendered anew meanwhile; nothing where it is missing or too old. */
  find(key: string): { page: KeptPage; isStale: boolean } | undefined
  /** Begins a rendering; what it comes to is kept unless something has changed since. */
  begin(key: string): (page: KeptPage) => void
  /** Forgets everything: something has changed that pages may show. */
  drop(): void
}

/** For so long a page is sent as it is; after that it is rendered anew while the old one is still sent. */
const FRESH_MILLISECONDS = 5_000
/** What is older is not sent any more: as long as a page may lie in other caches. */
const KEPT_MILLISECONDS = 60_000
const MOST_PAGES = 200
const MOST_BYTES = 300_000

const etagOf = (page: Buffer) => `W/"${createHash('sha256').update(page).digest('base64url').slice(0, 27)}"`

/** What a rendered page is sent as. */
export function packPage(headers: Readonly<Record<string, string>>, page: string): KeptPage {
  const plain = Buffer.from(page)
  let gzipped: Buffer | undefined
  return {
    headers,
    etag: etagOf(plain),
    plain,
    gzipped: () => {
      gzipped ??= gzipSync(plain, { level: 6 })
      return gzipped
    },
    renderedAt: Date.now(),
  }
}

/**
 * Keeps public pages in memory, the most recently asked for, so that many readers cost one rendering. Each process keeps its own;
 * whoever changes something in it drops them, and in another process they are a minute old at most.
 */
export function keepPages(now: () => number = Date.now): KeptPages {
  const pages = new Map<string, KeptPage & { renewing: boolean }>()
  let generation = 0
  return {
    find(key) {
      const page = pages.get(key)
      if (!page) return undefined
      const age = now() - page.renderedAt
      if (age > KEPT_MILLISECONDS) {
        pages.delete(key)
        return undefined
      }
      const isStale = age > FRESH_MILLISECONDS && !page.renewing
      page.renewing ||= isStale
      return { page, isStale }
    },
    begin(key) {
      const begun = generation
      return (page) => {
        if (begun !== generation || page.plain.length > MOST_BYTES) return
        // Taken out first, so that the map's order is the order of renewal and the first is the oldest.
        pages.delete(key)
        pages.set(key, { ...page, renewing: false })
        const [oldest] = pages.size > MOST_PAGES ? pages.keys() : []
        if (oldest !== undefined) pages.delete(oldest)
      }
    },
    drop() {
      generation += 1
      pages.clear()
    },
  }
}
