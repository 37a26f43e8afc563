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

/** The commit was answered by a rollback, for a statement before it had failed. */
export class RolledBack extends Error {
  constructor() {
    super('a statement had failed: the transaction was rolled back instead of committed')
  }
}

async function commit(connection: DatabaseConnection): Promise<void> {
  const { rows } = await run(connection, 'commit')
  const [ended] = rows as { command?: string }[]
  if (ended?.command === 'ROLLBACK') throw new RolledBack()
}

/** Writes that a transaction's commit waits for, and nobody before it. */
interface Left {
  writes: Promise<unknown>[]
  hasFailed: boolean
}

const unfinished = new WeakMap<Tx, Left>()

/**
 * Hands the waiting for a write over to the commit, so that both travel together; resolves at once. Only for writes whose outcome
 * nothing in the transaction goes by: a failure still undoes all of it. In a transaction of another kind it waits itself.
 */
export async function leaveToCommit(tx: Tx, write: Promise<unknown>): Promise<void> {
  const left = unfinished.get(tx)
  if (!left) {
    await write
    return
  }
  left.writes.push(write)
  write.catch(() => {
    left.hasFailed = true
  })
}

const turn = () => new Promise<void>((resolve) => process.nextTick(resolve))

/**
 * Lets those fail that fail before they are sent, such as a value that cannot be written: the database never hears of them and
 * would commit the rest. It takes the client two turns to tell, and no trip.
 */
async function refuseUnsent(left: Left): Promise<void> {
  if (left.writes.length === 0) return
  await turn()
  await turn()
  if (left.hasFailed) throw new Error('a write that was left to the commit has failed')
}

/** After a failure every later statement fails too; what is told is the first. */
async function firstFailure(writes: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const failed = (await Promise.allSettled(writes)).find((one) => one.status === 'rejected')
  return failed ? failed.reason : otherwise
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
    const tx = transactionOn(connection, executor)
    const left: Left = { writes: [], hasFailed: false }
    unfinished.set(tx, left)
    try {
      const result = await work(tx)
      await refuseUnsent(left)
      await Promise.all([begun, ...left.writes, commit(connection)])
      return result
    } catch (error) {
      await run(connection, 'rollback').catch(() => {})
      throw await firstFailure(left.writes, error)
    }
  })
}
