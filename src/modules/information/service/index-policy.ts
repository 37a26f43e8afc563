import { sql } from 'kysely'
import type { Db, Tx } from '../../../kernel/db/connect.ts'
import { indexEntry, removeEntry } from '../../../kernel/search/store.ts'
import { type CalendarDate, parseDate } from '../../../shared/dates.ts'
import { sayBlock } from '../schema/body-text.ts'
import type { PolicyBlock, PolicyCard, PolicyStanding } from '../schema.ts'
import { selectShown, standingOn } from '../store/policies.ts'
import { labelOf } from '../terms.ts'

/** What holds today stands before what does not yet, and that before what no longer does; what can be applied for stands first. */
const importanceOf = (standing: PolicyStanding, service: string | null) =>
  standing === 'expired' || standing === 'replaced' ? 0.5 : service === null ? 1 : 1.5

const noteOf = (standing: PolicyStanding) => (standing === 'current' ? '' : labelOf('policyStanding', standing))

const selectIndexed = (db: Db, today: CalendarDate) =>
  selectShown(db).select([
    'policy.slug',
    'shown.division',
    'shown.title',
    'shown.issuer',
    'shown.number',
    'shown.issued_on',
    'shown.service',
    sql<PolicyCard>`shown.card`.as('card'),
    sql<PolicyBlock[]>`shown.body`.as('body'),
    standingOn(today).as('standing'),
  ])

type IndexedRow = Awaited<ReturnType<ReturnType<typeof selectIndexed>['executeTakeFirstOrThrow']>>

/** Number and issuer stand last: people search by them, but an excerpt should not begin with them. */
async function indexRow(tx: Tx, row: IndexedRow): Promise<void> {
  if (row.standing === 'withdrawn') return removeEntry(tx, 'policy', row.slug)
  const { who, howMuch, bring, howLong, where } = row.card
  await indexEntry(tx, {
    kind: 'policy',
    ref: row.slug,
    division: row.division ?? '',
    title: row.title,
    summary: [who, howMuch, bring.join('、'), howLong, where].join('\n'),
    body: [...row.body.map(sayBlock), row.number, row.issuer].join('\n'),
    importance: importanceOf(row.standing, row.service),
    publishedOn: parseDate(row.issued_on ?? ''),
    note: noteOf(row.standing),
  })
}

/** Brings a policy's entry in the search up to date, and those of the policies that it replaces: in the transaction of the change. */
export async function indexPolicy(tx: Tx, policyId: string, today: CalendarDate): Promise<void> {
  const rows = await selectIndexed(tx, today)
    .where((where) =>
      where.or([
        where('policy.id', '=', policyId),
        where('policy.id', 'in', (from) =>
          from
            .selectFrom('policy_link')
            .innerJoin('policy_version', 'policy_version.id', 'policy_link.version_id')
            .select('policy_link.target_id')
            .where('policy_version.policy_id', '=', policyId),
        ),
      ]),
    )
    .execute()
  for (const row of rows) await indexRow(tx, row)
}

/** Enters anew what the calendar alone has moved: come into force, expired, replaced; gives how many. */
export async function indexMoved(tx: Tx, today: CalendarDate): Promise<number> {
  const rows = await selectShown(tx)
    .leftJoin('search_entry', (join) =>
      join.on('search_entry.kind', '=', 'policy').onRef('search_entry.ref', '=', 'policy.slug'),
    )
    .select(['policy.slug', 'search_entry.note', standingOn(today).as('standing')])
    .where('shown.state', '=', 'published')
    .execute()
  const moved = rows.filter((row) => row.note !== noteOf(row.standing)).map(({ slug }) => slug)
  if (moved.length === 0) return 0
  for (const row of await selectIndexed(tx, today).where('policy.slug', 'in', moved).execute()) await indexRow(tx, row)
  return moved.length
}
