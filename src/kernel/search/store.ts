import { type RawBuilder, sql } from 'kysely'
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

/** Ranked are no more than these of a step, the most important and newest of the matches. */
const MOST_RANKED = 10_000
/** Nobody reads on; an address made up by a machine should not cost more than a question. */
const LAST_PLACE = 1_000
/** What a hit counts in text, (unused), summary and title; more hits in a long text do not outweigh the title. */
const WEIGHTS = '{0.02, 0.1, 0.2, 1.0}'
/** Divides a rank by 1 + log of the text's length. */
const BY_LENGTH = 1
/** How much of the question's letters in threes a title must share. */
const ALIKE = '0.3'

const columns = { title: sql.ref('title_words'), head: sql.ref('head_words'), text: sql.ref('words') } as const

/** What one statement finds and ranks. A later step gives what no earlier one of the same closeness has given. */
interface Step {
  name: 'title' | 'head' | 'text' | 'some'
  /** The words looked into: what stands in a title is found and ranked without reading the whole text's. */
  words: RawBuilder<unknown>
  /** As a tsquery. */
  wanted: string
  /** What an earlier step has given. */
  given: RawBuilder<boolean> | null
  /** Parts of the question to be counted, where a text with more of them stands before one with fewer. */
  counted: readonly string[]
}

/** Where the words must stand: in the title, else in title and summary, else anywhere. */
const stepsFor = (wanted: string): Step[] => [
  { name: 'title', words: columns.title, wanted, given: null, counted: [] },
  { name: 'head', words: columns.head, wanted, given: sql`${columns.title} @@ ${wanted}::tsquery`, counted: [] },
  { name: 'text', words: columns.text, wanted, given: sql`${columns.head} @@ ${wanted}::tsquery`, counted: [] },
]

const allBut = (parts: readonly string[], left: string) => parts.filter((part) => part !== left).join(' & ')

/** Texts that lack one part of the question, then those that have any. */
function stepsForAny(parts: readonly string[]): Step[] {
  const butOne = parts.map((part) => `(${allBut(parts, part)})`).join(' | ')
  const given = sql<boolean>`${columns.text} @@ ${butOne}::tsquery`
  const some: Step = { name: 'some', words: columns.text, wanted: parts.join(' | '), given, counted: parts }
  return parts.length > 2 ? [...stepsFor(butOne), some] : stepsFor(butOne)
}

/** The next text to be given: how many of its step stand before it. */
interface Place {
  closeness: Closeness
  step: string
  offset: number
}

/** Where an earlier page ended. Throws a Refusal (422, field 'after'). */
function readPlace(after: string | undefined): Place | null {
  if (after === undefined) return null
  const [, closeness, step, digits] = /^(every|any|alike)\.(title|head|text|some)\.(\d{1,4})$/.exec(after) ?? []
  const offset = Number(digits)
  if (!closeness || !step || offset > LAST_PLACE) {
    throw invalid([
      { field: 'after', code: 'after', message: '翻页位置不对，请从第一页重新搜索，或把搜索内容写得更具体。' },
    ])
  }
  return { closeness: closeness as Closeness, step, offset }
}

const visible = ({ kinds, today }: EntrySearch) =>
  kinds ? sql`published_on <= ${today} and kind = any (${kinds})` : sql`published_on <= ${today}`

interface Cut {
  offset: number
  limit: number
}

async function findByWords(db: Db, search: EntrySearch, step: Step, { offset, limit }: Cut): Promise<FoundEntry[]> {
  const wanted = sql`${step.wanted}::tsquery`
  const isNew = step.given ? sql`and not ${step.given}` : sql``
  const found =
    step.counted.length > 0
      ? sql`(select count(*) from unnest(${step.counted}::tsquery[]) as part where words @@ part)`
      : sql`0`
  const { rows } = await sql<FoundEntry>`
    with candidate as (
      select kind, ref, ${step.words} as words, importance, published_on from search_entry
      where ${step.words} @@ ${wanted} ${isNew} and ${visible(search)}
      order by importance desc, published_on desc, kind, ref
      limit ${MOST_RANKED}
    ), ranked as (
      select kind, ref, published_on, ${found} as found,
        importance * ts_rank_cd(${WEIGHTS}, words, ${wanted}, ${BY_LENGTH}) as rank
      from candidate
      order by found desc, rank desc, published_on desc, kind, ref
      limit ${limit} offset ${offset}
    )
    select kind, ref, title, body, note from ranked join search_entry using (kind, ref)
    order by found desc, rank desc, ranked.published_on desc, kind, ref`.execute(db)
  return rows
}

/** The threshold of the operator is a setting, so that this has a transaction of its own. */
const findAlike = (db: Db, search: EntrySearch, { offset, limit }: Cut): Promise<FoundEntry[]> =>
  db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`.execute(tx)
    const { rows } = await sql<FoundEntry>`
      select kind, ref, title, body, note from search_entry
      where ${search.query.text} <% title and ${visible(search)}
      order by word_similarity(${search.query.text}, title) * importance desc, published_on desc, kind, ref
      limit ${limit} offset ${offset}`.execute(tx)
    return rows
  })

/** A way to be met, with what finds it, step by step; each step is asked for no more than is still wanted. */
type Finder = { step: string; find: (cut: Cut) => Promise<FoundEntry[]> }

function findersFor(db: Db, search: EntrySearch, closeness: Closeness): Finder[] {
  if (closeness === 'alike') return [{ step: 'title', find: (cut) => findAlike(db, search, cut) }]
  const { parts } = search.query
  const steps = closeness === 'every' ? stepsFor(parts.join(' & ')) : stepsForAny(parts)
  return steps.map((step) => ({ step: step.name, find: (cut) => findByWords(db, search, step, cut) }))
}

/** A page from a place on. It asks for one text more than it holds, for that is where the next page begins. */
async function findPage(db: Db, search: EntrySearch, from: Place): Promise<FoundPage> {
  const { closeness } = from
  const items: FoundEntry[] = []
  let next: string | null = null
  const finders = findersFor(db, search, closeness)
  for (const { step, find } of finders.slice(finders.findIndex((finder) => finder.step === from.step))) {
    const offset = step === from.step ? from.offset : 0
    const room = search.limit - items.length
    const found = await find({ offset, limit: room + 1 })
    items.push(...found.slice(0, room))
    if (found.length <= room) continue
    if (offset + room <= LAST_PLACE) next = `${closeness}.${step}.${offset + room}`
    break
  }
  return { closeness, items, next }
}

/** A question of one part has no other way to be met in part. */
const closenesses = ({ parts }: Query): Closeness[] =>
  parts.length > 1 ? ['every', 'any', 'alike'] : ['every', 'alike']

/**
 * What fits a question, best first: texts with every part of it; where there is none, with all parts but one and then with any;
 * where there is none, those whose title is written alike (typing errors). Of those that fit equally, what has it in the title
 * stands before what has it in the summary or the text. Later pages go on as the first began.
 */
export async function findEntries(db: Db, search: EntrySearch): Promise<FoundPage> {
  const from = readPlace(search.after)
  if (from) return findPage(db, search, from)
  let page: FoundPage = { closeness: 'every', items: [], next: null }
  for (const closeness of closenesses(search.query)) {
    page = await findPage(db, search, { closeness, step: 'title', offset: 0 })
    if (page.items.length > 0) return page
  }
  return page
}
