import type pg from 'pg'
import { withClient } from '../../kernel/db/client.ts'
import { DEFAULT_SCHEMA } from '../../kernel/db/connect.ts'

/** A table by its content: rows counted, and one SHA-256 over the hashes of all rows in their order. */
export interface TableHash {
  table: string
  rows: number
  sha256: string
}

/** Lends a connection that writes every value in one way, whatever its server or its role is set to. */
export const withTables = <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(url, async (client) => {
    await client.query(`set search_path = ${DEFAULT_SCHEMA}, public`)
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres';
      set bytea_output = 'hex'; set extra_float_digits = 1`)
    return work(client)
  })

/** Every table of the schema, by name. */
export async function findTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition
      order by relname collate "C"`,
    [DEFAULT_SCHEMA],
  )
  return rows.map((row) => row.name)
}

/**
 * Hashes the rows of a table, wherever they lie and in whatever order. To be asked as someone whom row-level security does not
 * bind.
 */
export async function hashTable(client: pg.Client, table: string): Promise<TableHash> {
  const name = `${DEFAULT_SCHEMA}.${client.escapeIdentifier(table)}`
  const { rows } = await client.query<{ rows: string; sha256: string }>(`
    select count(*) as rows, encode(sha256(convert_to(coalesce(string_agg(hash, '' order by hash), ''), 'UTF8')), 'hex') as sha256
    from (select encode(sha256(convert_to(to_jsonb(one)::text, 'UTF8')), 'hex') collate "C" as hash from ${name} as one) as hashed`)
  const [found] = rows
  return { table, rows: Number(found?.rows), sha256: found?.sha256 ?? '' }
}

/** Hashes every table of the schema, by name. */
export async function hashTables(client: pg.Client): Promise<TableHash[]> {
  const hashes = []
  for (const table of await findTables(client)) hashes.push(await hashTable(client, table))
  return hashes
}
