import pg from 'pg'

/** Lends one connection outside any pool, for starting up: migrations, checks, making the database. No statement timeout. */
export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString,
    application_name: 'qichuang-start',
    connectionTimeoutMillis: 10_000,
  })
  // A broken connection also fails the query under way, which reports it; unheard, this event would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}
