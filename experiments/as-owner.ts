import { sql } from 'kysely'
import { openDatabase } from '../src/kernel/db/connect.ts'

/** Runs statements as the database's owner: what an experiment changes in it to break a defence, or looks at past every wall. */
export async function asOwner<Row = unknown>(ownerUrl: string, ...statements: string[]): Promise<Row[]> {
  const owner = openDatabase(ownerUrl, { max: 1 })
  try {
    let last: Row[] = []
    for (const statement of statements) last = (await sql.raw<Row>(statement).execute(owner.db)).rows
    return last
  } finally {
    await owner.close()
  }
}
