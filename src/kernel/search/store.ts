import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Query } from './query.ts'
import { toVector } from './words.ts'

/** A public text that can be found. It gives its reference only: the page behind it reads its own row. */
export interface SearchEntry {
  /** What it is, such as 'policy'; with `ref` it names the page. */
  kind: string
  ref: string
  division: string
  title: string
  /** What it says in short; counts for more than the text. */
  summary: string
  body: string
  /** Multiplies the rank; 1 is usual, less what is out of force. */
  importance: number
  publishedOn: CalendarDate
  /** A word that the reader has to see beside the title, such as that it is out of force. */
  note?: string
}

/** Enters a text, or enters it anew. */
export async function indexEntry(tx: Tx, entry: SearchEntry): Promise<void> {
  const { kind, ref, division, title, summary, body, importance } = entry
  const words = toVector([
    { text: title, weight: 'A' },
    { text: summary, weight: 'B' },
    { text: body, weight: 'D' },
  ])
  const values = {
    division,
    title,
    body: [summary, body].filter((text) => text !== '').join('\n'),
    words,
    importance,
    published_on: entry.publishedOn,
    note: entry.note ?? '',
  }
  await tx
    .insertInto('search_entry')
    .values({ kind, ref, ...values })
    .onConflict((conflict) => conflict.columns(['kind', 'ref']).doUpdateSet(values))
    .execute()
}

/** Takes a text out of the search; that it was not in it is no error. */
export async function removeEntry(tx: Tx, kind: string, ref: string): Promise<void> {
  await tx.deleteFrom('search_entry').where('kind', '=', kind).where('ref', '=', ref).execute()
}

/** How closely what was found fits: every part of the question, any part, or a title that is written alike. */
export type Closeness = 'every' | 'any' | 'alike'

export interface EntrySearch {
  query: Query
  /** Texts published later are not found yet. */
  today: CalendarDate
  kinds?: readonly string[] | undefined
  /** What an earlier page gave as `next`. */
  after?: string | undefined
  limit: number
}

export interface FoundEntry {
  kind: string
  ref: string
  title: string
  body: string
  note: string
}

export interface FoundPage {
  closeness: Closeness
  items: FoundEntry[]
  next: string | null
}

/** Ranked are no more than these, the most important and newest of the matches. */
const MOST_RANKED = 10_000
/** Nobody reads on; an address made up by a machine should not cost more than a question. */
const LAST_PLACE = 1_000
/** What a hit counts in text, (unused), summary and title; more hits in a long text do not outweigh the title. */
const WEIGHTS = '{0.02, 0.1, 0.2, 1.0}'
/** Divides a rank by 1 + log of the text's length. */
const BY_LENGTH = 1
/** How much of the question's letters in threes a title must share. */
const ALIKE = '0.3'

interface Place {
  closeness: Closeness
  offset: number
}

/** Where an earlier page ended. Throws a Refusal (422, field 'after'). */
function readPlace(after: string | undefined): Place | null {
  if (after === undefined) return null
  const [, closeness, digits] = /^(every|any|alike)\.(\d{1,4})$/.exec(after) ?? []
  const offset = Number(digits)
  if (!closeness || offset > LAST_PLACE) {
    throw invalid([
      { field: 'after', code: 'after', message: '翻页位置不对，请从第一页重新搜索，或把搜索内容写得更具体。' },
    ])
  }
  return { closeness: closeness as Closeness, offset }
}

const visible = ({ kinds, today }: EntrySearch) =>
  kinds ? sql`published_on <= ${today} and kind = any (${kinds})` : sql`published_on <= ${today}`

/** A text with more of the parts stands before one with fewer; where every part is wanted, all have as many. */
const countParts = (parts: readonly string[], closeness: Closeness) =>
  closeness === 'any'
    ? sql`(select count(*) from unnest(${parts}::tsquery[]) as part where words @@ part)`
    : sql`${parts.length}`

async function findByWords(db: Db, search: EntrySearch, { closeness, offset }: Place): Promise<FoundEntry[]> {
  const { parts } = search.query
  const wanted = sql`${parts.join(closeness === 'any' ? ' | ' : ' & ')}::tsquery`
  const { rows } = await sql<FoundEntry>`
    with candidate as (
      select kind, ref, words, importance, published_on from search_entry
      where words @@ ${wanted} and ${visible(search)}
      order by importance desc, published_on desc, kind, ref
      limit ${MOST_RANKED}
    ), ranked as (
      select kind, ref, published_on, ${countParts(parts, closeness)} as found,
        importance * ts_rank_cd(${WEIGHTS}, words, ${wanted}, ${BY_LENGTH}) as rank
      from candidate
      order by found desc, rank desc, published_on desc, kind, ref
      limit ${search.limit + 1} offset ${offset}
    )
    select kind, ref, title, body, note from ranked join search_entry using (kind, ref)
    order by found desc, rank desc, ranked.published_on desc, kind, ref`.execute(db)
  return rows
}

/** The threshold of the operator is a setting, so that this has a transaction of its own. */
const findAlike = (db: Db, search: EntrySearch, offset: number): Promise<FoundEntry[]> =>
  db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`.execute(tx)
    const { rows } = await sql<FoundEntry>`
      select kind, ref, title, body, note from search_entry
      where ${search.query.text} <% title and ${visible(search)}
      order by word_similarity(${search.query.text}, title) * importance desc, published_on desc, kind, ref
      limit ${search.limit + 1} offset ${offset}`.execute(tx)
    return rows
  })

const findWith = (db: Db, search: EntrySearch, place: Place): Promise<FoundEntry[]> =>
  place.closeness === 'alike' ? findAlike(db, search, place.offset) : findByWords(db, search, place)

function cutPage(search: EntrySearch, { closeness, offset }: Place, found: FoundEntry[]): FoundPage {
  const end = offset + search.limit
  const more = found.length > search.limit && end <= LAST_PLACE
  return { closeness, items: found.slice(0, search.limit), next: more ? `${closeness}.${end}` : null }
}

/** A question of one part has no other way to be met in part. */
const closenesses = ({ parts }: Query): Closeness[] =>
  parts.length > 1 ? ['every', 'any', 'alike'] : ['every', 'alike']

/**
 * What fits a question, best first: texts with every part of it; where there is none, with any part; where there is none,
 * those whose title is written alike (typing errors). Later pages go on as the first began.
 */
export async function findEntries(db: Db, search: EntrySearch): Promise<FoundPage> {
  const place = readPlace(search.after)
  if (place) return cutPage(search, place, await findWith(db, search, place))
  let page: FoundPage = { closeness: 'every', items: [], next: null }
  for (const closeness of closenesses(search.query)) {
    const first = { closeness, offset: 0 }
    page = cutPage(search, first, await findWith(db, search, first))
    if (page.items.length > 0) return page
  }
  return page
}
