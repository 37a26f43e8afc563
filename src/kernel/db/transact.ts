import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryExecutor,
  Transaction,
} from 'kysely'
import type { Db, Tables, Tx } from './connect.ts'

/** What a Transaction of Kysely's wants to be given and never uses: everything goes through the executor. */
const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

function transactionOn(connection: DatabaseConnection, executor: QueryExecutor): Tx {
  const own = executor.withConnectionProvider({ provideConnection: (consumer) => consumer(connection) })
  return new Transaction<Tables>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor: own })
}

const run = (connection: DatabaseConnection, text: string) => connection.executeQuery(CompiledQuery.raw(text))

async function commit(connection: DatabaseConnection): Promise<void> {
  const { rows } = await run(connection, 'commit')
  const [ended] = rows as { command?: string }[]
  if (ended?.command === 'ROLLBACK')
    throw new Error('a statement had failed: the transaction was rolled back instead of committed')
}

/**
 * Runs `work` in a transaction and commits it; rolls back when it throws, and throws the same. Unlike Kysely's own transactions
 * it makes no statement wait for the answer to the one before: `begin` travels with the first statement, and what the work
 * starts together (`Promise.all`) travels together and runs in that order. After the first failure all others fail, so none may be
 * left without being awaited.
 */
export function transact<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const executor = db.getExecutor()
  return executor.provideConnection(async (connection) => {
    const begun = run(connection, 'begin')
    // It fails with the connection alone, and then the first statement tells of it.
    begun.catch(() => {})
    try {
      const result = await work(transactionOn(connection, executor))
      await begun
      await commit(connection)
      return result
    } catch (error) {
      await run(connection, 'rollback').catch(() => {})
      throw error
    }
  })
}
