import { sql } from 'kysely'
import { anyone, authorise } from '../src/kernel/access/policy.ts'
import { nothing, type RegionScope } from '../src/kernel/divisions/scope.ts'
import { enterScope } from '../src/kernel/operations/run.ts'
import type { City } from '../test/city.ts'
import type { Caller } from './access-callers.ts'
import type { Holdings } from './access-holdings.ts'
import { findWord } from './access-words.ts'
import { asOwner } from './as-owner.ts'

interface Table {
  name: string
  /** Columns that hold something sealed or an amount of money. */
  kept: string[]
}

/** Their secrets are of staff themselves: what their authenticator is set up with. */
const ofStaff = ['account', 'staff_set_up']

const findTables = async ({ ownerUrl }: City): Promise<Table[]> => {
  const tables = await asOwner<Table>(
    ownerUrl,
    `select table_name as name, coalesce(array_agg(column_name::text) filter (
        where column_name like '%\\_cipher' or column_name like '%amount'), '{}') as kept
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = current_schema() and table_type = 'BASE TABLE'
      group by table_name order by table_name`,
  )
  return tables.filter(({ name }) => !ofStaff.includes(name))
}

/** Rows that hold something and mention these holdings: as a condition on a table that is called `one`. */
const about = ({ kept }: Table, { ids }: Holdings) =>
  `num_nonnulls(${kept.join(', ')}) > 0 and one::text ~ '${ids.join('|')}'`

async function countAs(city: City, scope: RegionScope, table: Table, holdings: Holdings): Promise<number> {
  return city.platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, scope)
    const counting = sql.raw<{ rows: number }>(
      `select count(*)::int as rows from ${table.name} as one where ${about(table, holdings)}`,
    )
    return (await counting.execute(tx)).rows[0]?.rows ?? 0
  })
}

/** Words of anyone that stand open in a row that the database shows to nobody in particular; hashes and ciphers aside. */
async function findOpenWords(city: City, { name }: Table, words: readonly string[]): Promise<string[]> {
  const { rows } = await city.platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, nothing)
    return sql.raw<{ row: string }>(`select one::text as row from ${name} as one`).execute(tx)
  })
  const word = findWord(rows.map(({ row }) => row.replaceAll(/[0-9a-f]{32,}/g, '')).join('\n'), words)
  return word ? [`${name}: ${word}`] : []
}

/**
 * The second wall by itself: rows of personal data, papers and money that the database shows to callers who do not reach them.
 * `unplanted` are tables that hold such and no row of the holdings, of which this would therefore say nothing.
 */
export async function countForeignRows(city: City, callers: readonly Caller[], both: readonly Holdings[]) {
  const tables = await findTables(city)
  const keeping = tables.filter(({ kept }) => kept.length > 0)
  const [first, words] = [
    both[0] as Holdings,
    both.flatMap((one) => one.words.filter((word) => !one.registered.includes(word))),
  ]
  const kinds = new Map(
    callers.map((caller) => {
      // Whoever has lost their rights is nobody by the time that their request is looked at.
      const scope = caller.holds === 'nothing' || caller.holds.length === 0 ? nothing : authorise(anyone, caller.actor)
      return [JSON.stringify(scope), { scope, foreign: both.filter((one) => !caller.reaches.includes(one)) }] as const
    }),
  )
  const planted = await Promise.all(
    keeping.map(async (table) => {
      const rows = await asOwner(
        city.ownerUrl,
        `select 1 from ${table.name} as one where ${about(table, first)} limit 1`,
      )
      return rows.length > 0 ? [] : [table.name]
    }),
  )
  const foreign: Record<string, number> = {}
  for (const table of keeping) {
    for (const kind of kinds.values()) {
      for (const holdings of kind.foreign) {
        const rows = await countAs(city, kind.scope, table, holdings)
        if (rows > 0) foreign[table.name] = (foreign[table.name] ?? 0) + rows
      }
    }
  }
  const open = (await Promise.all(tables.map((table) => findOpenWords(city, table, words)))).flat()
  return { tables: keeping.length, scopes: kinds.size, foreign, open, unplanted: planted.flat() }
}
