import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { PreparingClient } from './prepared.ts'
import type { DB } from './tables.generated.ts'

/** Every table of the schema, as generated from the migrations. */
export type Tables = DB
/** A connection pool; each query outside a transaction is its own. */
export type Db = Kysely<Tables>
/** One transaction. */
export type Tx = Transaction<Tables>

export interface Database {
  db: Db
  pool: pg.Pool
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** The most connections held at once; 10 if not given. */
  max?: number
  /** The tenant's schema; unqualified names are looked up in it, then in `public`, where the extensions are. */
  schema?: string
}

export const DEFAULT_SCHEMA = 'qichuang'

/** PostgreSQL's type numbers. */
const INT8 = 20
const DATE = 1082
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182
const TEXT_ARRAY = 1009

/** A bigint as number. @throws RangeError beyond 2^53, rather than a rounded figure. */
const parseInt8 = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond the safe integers')
  return value
}

// Typed for a list of built-in numbers without arrays; it takes any.
const findParser = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown
const parseTextArray = findParser(TEXT_ARRAY) as (text: string) => (string | null)[]

const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, parseInt8],
  [INT8_ARRAY, (text) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)))],
  // A calendar date has no time zone; pg would make it midnight of the machine's.
  [DATE, (text) => text],
  [DATE_ARRAY, parseTextArray],
])

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (format === 'binary' ? undefined : PARSERS.get(oid)) ?? findParser(oid, format),
}

/** Reads a connection string; `postgresql://role@/database?host=/folder` is one too, but no URL. @throws TypeError if none. */
export const parseUrl = (url: string): URL => new URL(url.replace('@/', '@localhost/'))

/** The role a connection string logs in as. @throws TypeError when it is no URL. */
export const roleOf = (url: string): string => decodeURIComponent(parseUrl(url).username)

/** A schema name that needs no quoting anywhere. @throws RangeError otherwise. */
export function checkSchemaName(schema: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new RangeError(`not a plain schema name: ${schema}`)
  return schema
}

/**
 * Opens a pool on a PostgreSQL database. bigint comes as number (it throws beyond 2^53; sums of bigint are numeric and come
 * as string: cast them), date as 'YYYY-MM-DD', timestamptz as Date. A statement may take 30 seconds, an open transaction may
 * wait 60. Connects at the first query.
 */
export function openDatabase(url: string, { max = 10, schema = DEFAULT_SCHEMA }: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: withOptions(url, `-c search_path=${checkSchemaName(schema)},public -c TimeZone=UTC`),
    max,
    types,
    Client: PreparingClient,
    pipeline: true,
    application_name: 'qichuang',
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
  })
  // A connection that breaks while idle is dropped by the pool; the next query opens another, or reports the trouble itself.
  pool.on('error', () => {})
  // One that breaks between two queries of a transaction tells of it by an event too, and nobody else listens: its next query fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

/** Adds start options to a connection string; its own come first, and the pool would let them stand alone. */
function withOptions(url: string, options: string): string {
  const merged = parseUrl(url)
  merged.searchParams.set('options', `${merged.searchParams.get('options') ?? ''} ${options}`.trim())
  return merged.href
}
