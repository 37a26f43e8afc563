import type { ClientBase } from 'pg'
import { services } from '../src/app/modules.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { readQuery } from '../src/kernel/search/query.ts'
import type { House, Served } from './house.ts'
import { questions } from './load/texts.ts'

const MOST_MATCHES = 10_000
const TEN = 10
const synonyms = services.flatMap((module) => module.synonyms ?? [])

/**
 * The exact top ten by brute force: every text that has all parts of the question, in the title before in title and summary before
 * anywhere, each by importance and rank, as the search promises; null where there are too many matches, or none.
 */
async function exactTopTen(client: ClientBase, wanted: string): Promise<string[] | null> {
  const { rows } = await client.query<{ ref: string; matches: number }>(
    `with matching as (
      select ref, importance, published_on, title_words, head_words, words,
        case when title_words @@ $1::tsquery then 1 when head_words @@ $1::tsquery then 2 else 3 end as place
      from search_entry where words @@ $1::tsquery and published_on <= current_date)
    select ref, count(*) over ()::int as matches from matching
    order by place, importance * ts_rank_cd('{0.02, 0.1, 0.2, 1.0}',
      case place when 1 then title_words when 2 then head_words else words end, $1::tsquery, 1) desc,
      published_on desc, ref limit $2`,
    [wanted, TEN],
  )
  const matches = rows[0]?.matches ?? 0
  return matches === 0 || matches > MOST_MATCHES ? null : rows.map(({ ref }) => ref)
}

/** The share of the exact top ten that the platform's search gives, over all questions with up to 10,000 matches. */
export const compareTopTen = (house: House, platform: Served): Promise<{ share: number; questions: number }> =>
  withClient(house.cluster.superuserUrl, async (client) => {
    await client.query('set search_path = qichuang, public')
    let [kept, all, asked] = [0, 0, 0]
    for (const question of questions.slice(0, 200)) {
      const exact = await exactTopTen(client, readQuery(question, synonyms).parts.join(' & '))
      if (!exact) continue
      const answer = await fetch(`${platform.address}/api/v1/search?q=${encodeURIComponent(question)}`)
      const { items } = (await answer.json()) as { items: { ref: string }[] }
      const given = new Set(items.slice(0, TEN).map(({ ref }) => ref))
      kept += exact.filter((ref) => given.has(ref)).length
      all += exact.length
      asked += 1
    }
    return { share: all === 0 ? 1 : kept / all, questions: asked }
  })
