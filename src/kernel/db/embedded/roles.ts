import { withClient } from '../client.ts'
import { EXTENSIONS } from '../requirements.ts'

export const SUPERUSER = 'postgres'
export const OWNER_ROLE = 'qichuang_owner'
export const APP_ROLE = 'qichuang_app'
export const DATABASE = 'qichuang'

/**
 * A connection string over a Unix socket. The host part is a stand-in that keeps it a valid URL; `host` names the folder.
 */
export const socketUrl = (role: string, database: string, socketFolder: string): string =>
  `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socketFolder)}&port=5432`

/**
 * Makes what is missing of our two roles, the database and its extensions. The owner migrates; the application's role owns
 * nothing, so that row-level security binds it.
 */
export async function prepareDatabase(socketFolder: string): Promise<void> {
  await withClient(socketUrl(SUPERUSER, 'postgres', socketFolder), async (client) => {
    for (const role of [OWNER_ROLE, APP_ROLE]) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
      if (rowCount === 0)
        await client.query(`create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls`)
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
  })
  await withClient(socketUrl(SUPERUSER, DATABASE, socketFolder), async (client) => {
    for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension} schema public`)
  })
}
