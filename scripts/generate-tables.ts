import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { generate, PostgresDialect } from 'kysely-codegen'
import { DEFAULT_SCHEMA } from '../src/kernel/db/connect.ts'
import { testDatabase } from '../test/database.ts'

const TABLES_FILE = fileURLToPath(new URL('../src/kernel/db/tables.generated.ts', import.meta.url))

/**
 * The table types that the migrations make, as TypeScript: column names as in SQL, types as `openDatabase` reads them
 * (bigint number, date 'YYYY-MM-DD', timestamptz Date, jsonb Json).
 */
export async function generateTables(): Promise<string> {
  const { db, close } = await testDatabase()
  try {
    return await generate({
      db,
      dialect: new PostgresDialect({ defaultSchemas: [DEFAULT_SCHEMA] }),
      defaultSchemas: [DEFAULT_SCHEMA],
      includePattern: `${DEFAULT_SCHEMA}.*`,
      outFile: null,
      typeMapping: { int8: 'number', date: 'string', timestamptz: 'Date' },
    })
  } finally {
    await close()
  }
}

if (import.meta.main) await writeFile(TABLES_FILE, await generateTables())
