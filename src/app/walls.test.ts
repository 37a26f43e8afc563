import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { sql } from 'kysely'
import { loanIn, testCity, wujiagang, xiling, yichang } from '../../test/city.ts'
import { within } from '../../test/people.ts'
import type { Db } from '../kernel/db/connect.ts'
import { parseDivisionCode } from '../kernel/divisions/division.ts'
import { everything, nothing, partyScope, type RegionScope, regionScope } from '../kernel/divisions/scope.ts'

const city = await testCity()
after(() => city.close())
const applicant = await city.person()
const { partyId } = applicant
await loanIn(city, applicant, 'recommended')

const tables = ['person', 'fact', 'judgement', 'document', 'loan'] as const

/** How many rows of the applicant each table shows. */
async function countRows(db: Db): Promise<number[]> {
  const counts = []
  for (const table of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where party_id = ${partyId}`.execute(db)
    counts.push(rows[0]?.count ?? 0)
  }
  return counts
}
const seenFrom = (scope: RegionScope) => within(city.platform, scope, countRows)
const divisionScope = (code: string) => regionScope([parseDivisionCode(code)])

describe('row-level security alone, with no policy before it', () => {
  test('shows no row beside the division or below it, to another person, to nobody, and without a scope', async () => {
    const stranger = await city.person({ division: wujiagang })
    const scopes = [divisionScope(wujiagang), divisionScope('420502091000'), partyScope(stranger.partyId), nothing]
    for (const scope of scopes) assert.deepEqual(await seenFrom(scope), [0, 0, 0, 0, 0])
    assert.deepEqual(await countRows(city.platform.db), [0, 0, 0, 0, 0])
  })

  test('shows them to their own party, to the division and to what stands above it', async () => {
    for (const scope of [partyScope(partyId), divisionScope(xiling), divisionScope(yichang), everything]) {
      const counts = await seenFrom(scope)
      assert.ok(
        counts.every((rows) => rows > 0),
        String(counts),
      )
    }
  })

  test('lets nobody out of reach change, add or take away a row', async () => {
    const scope = divisionScope(wujiagang)
    await within(city.platform, scope, async (tx) => {
      for (const table of ['person', 'document', 'loan'] as const) {
        const change = tx.updateTable(table).set({ division: wujiagang }).where('party_id', '=', partyId)
        assert.equal((await change.executeTakeFirst()).numUpdatedRows, 0n, table)
      }
    })
    const add = sql`
      insert into fact (party_id, key, value, valid_from, source, recorded_at)
      values (${partyId}, 'credit.clean', 'true', '2026-01-01', 'declared', now())`
    await assert.rejects(
      within(city.platform, scope, (tx) => add.execute(tx)),
      /row-level security/,
    )
    for (const table of tables) {
      const remove = sql`delete from ${sql.table(table)} where party_id = ${partyId}`
      await assert.rejects(remove.execute(city.platform.db), /permission denied/, table)
    }
  })
})
