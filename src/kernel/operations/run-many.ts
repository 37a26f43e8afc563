import type { Tx } from '../db/connect.ts'
import type { Platform } from './context.ts'
import type { Operation } from './operation.ts'
import { type Call, enterScope, openCall, openContext, writeWithin } from './run.ts'

/** Thrown to take back what was only tried; nobody outside sees it. */
class TakenBack extends Error {}

/**
 * Does all that a write would do, and takes it back: what the write would be refused for, this is refused for, by the same code.
 * Throws the same Refusal; leaves nothing.
 */
export async function rehearse(platform: Platform, operation: Operation, call: Call): Promise<void> {
  const { scope, input } = openCall(platform, operation, call)
  const attempt = platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, scope)
    await operation.handle(openContext(platform, call, scope, tx).ctx, input)
    throw new TakenBack()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
}

/**
 * Runs one write many times in one transaction: all of them, or none. Each has its own key, effect and audit row. `told` hears of each
 * that has been done, with its answer; throws what the first one that fails throws.
 */
export const runTogether = (
  platform: Platform,
  operation: Operation,
  calls: readonly Call[],
  told: (index: number, output: unknown, tx: Tx) => Promise<void>,
): Promise<void> =>
  platform.db.transaction().execute(async (tx) => {
    for (const [index, call] of calls.entries()) {
      const { output } = await writeWithin(tx, openCall(platform, operation, call))
      await told(index, output, tx)
    }
  })
