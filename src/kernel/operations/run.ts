import { sql } from 'kysely'
import { Compile, type Validator } from 'typebox/compile'
import { dateIn } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { type Actor, actingRole } from '../access/actor.ts'
import { authorise } from '../access/policy.ts'
import { type AuditEntry, appendAudit } from '../audit/entry.ts'
import type { Tx } from '../db/connect.ts'
import { leaveToCommit, RolledBack, transact } from '../db/transact.ts'
import type { RegionScope } from '../divisions/scope.ts'
import type { Channel, Ctx, Platform, Subject } from './context.ts'
import { explainInput } from './explain-input.ts'
import { checkKey, claimKey, hashRequest, storeResponse } from './idempotency.ts'
import { type IncomingFile, isWrite, type Operation, type ReceivedFile } from './operation.ts'
import { refuseUnreadable, withoutOuterSpaces } from './unreadable.ts'

/** Everything about a call but the operation itself. */
export interface Call {
  actor: Actor
  input: unknown
  idempotencyKey?: string | undefined
  file?: IncomingFile | undefined
  channel: Channel
  traceId: string
  origin: string
  /** What it came from, in plain words; see identity/device.ts. */
  device?: string | null | undefined
  /** What its browser kept from earlier log-ins. */
  deviceMark?: string | null | undefined
}

const validators = new WeakMap<Operation, Validator>()

function validatorOf(operation: Operation): Validator {
  const known = validators.get(operation)
  if (known) return known
  const made = Compile(operation.input)
  validators.set(operation, made)
  return made
}

function checkInput(operation: Operation, input: unknown): unknown {
  refuseUnreadable(operation.input, input)
  const validator = validatorOf(operation)
  if (!validator.Check(input)) throw invalid(explainInput(operation.input, validator.Errors(input)))
  refuseBlank(operation, validator, input)
  return input
}

/** Spaces around a text don't count: one that is too short without them is too short. */
function refuseBlank(operation: Operation, validator: Validator, input: unknown): void {
  const trimmed = withoutOuterSpaces(input)
  if (trimmed === input) return
  const short = validator.Errors(trimmed).filter(({ keyword }) => keyword === 'minLength')
  if (short.length > 0) throw invalid(explainInput(operation.input, short))
}

/** Makes the actor and their reach known to the database until the transaction ends; closed when never called. */
export async function enterScope(tx: Tx, scope: RegionScope, partyId: string | null = scope.party): Promise<void> {
  const prefixes = scope.all ? 'all' : scope.prefixes.join(',')
  await sql`select set_config('app.party', ${partyId ?? ''}, true), set_config('app.prefixes', ${prefixes}, true)`.execute(
    tx,
  )
}

interface Opened {
  ctx: Ctx
  /** What the call was about, and whom it showed. */
  told: () => Pick<AuditEntry, 'subject' | 'shown'>
}

export function openContext(platform: Platform, call: Call, scope: RegionScope, tx: Tx | null): Opened {
  const now = platform.now()
  let subject: Subject | undefined
  const shown = new Set<string>()
  const ctx: Ctx = {
    platform,
    actor: call.actor,
    scope,
    channel: call.channel,
    traceId: call.traceId,
    origin: call.origin,
    device: call.device ?? null,
    deviceMark: call.deviceMark ?? null,
    now,
    today: dateIn(now),
    db: tx ?? platform.db,
    guarded: (use) =>
      tx
        ? use(tx)
        : transact(platform.db, async (own) => {
            const [, result] = await Promise.all([enterScope(own, scope), use(own)])
            return result
          }),
    concerning: (about) => {
      subject = about
    },
    showing: (partyIds) => {
      for (const id of partyIds) shown.add(id)
    },
  }
  return { ctx, told: () => ({ subject, shown: [...shown] }) }
}

function entryOf(operation: Operation, call: Call, opened: Opened): AuditEntry {
  const { allows } = operation.policy
  return {
    at: opened.ctx.now,
    actorId: call.actor.accountId,
    actorRole: actingRole(call.actor, Array.isArray(allows) ? allows : []),
    operation: operation.name,
    ...opened.told(),
    channel: call.channel,
    traceId: call.traceId,
  }
}

/** A call whose policy and input have been looked at. */
export interface Opening {
  platform: Platform
  operation: Operation
  call: Call
  scope: RegionScope
  input: unknown
}

/** Looks at policy and input. Throws Refusal. */
export const openCall = (platform: Platform, operation: Operation, call: Call): Opening => ({
  platform,
  operation,
  call,
  scope: authorise(operation.policy, call.actor),
  input: checkInput(operation, call.input),
})

async function receive(opening: Opening): Promise<ReceivedFile | undefined> {
  const { platform, operation, call, scope, input } = opening
  if (!operation.receive) return undefined
  if (!call.file) throw invalid([{ field: 'file', code: 'required', message: '还没有选择文件' }])
  return operation.receive(openContext(platform, call, scope, null).ctx, input, call.file)
}

/** One write in a transaction: key, effect, audit row, answer. `repeated` where the key had been used for the same before. */
export async function writeWithin(
  tx: Tx,
  { platform, operation, call, scope, input }: Opening,
  received?: ReceivedFile,
): Promise<{ output: unknown; repeated: boolean }> {
  const claim = {
    actorKey: call.actor.accountId ?? `origin:${call.origin}`,
    key: checkKey(call.idempotencyKey),
    operation: operation.name,
    requestHash: hashRequest(platform.ciphers, { input, file: received?.sha256 ?? null }),
  }
  const opened = openContext(platform, call, scope, tx)
  const [, earlier] = await Promise.all([enterScope(tx, scope), claimKey(tx, claim, opened.ctx.now)])
  if (earlier) return { output: earlier.response, repeated: true }
  const output = await operation.handle(opened.ctx, input, received)
  const kept = [appendAudit(tx, entryOf(operation, call, opened)), storeResponse(tx, claim, output)]
  await leaveToCommit(tx, Promise.all(kept))
  return { output, repeated: false }
}

/** Whether the database said itself that it undid everything; where the connection broke, the commit may have been done. */
const isUndone = (error: unknown): boolean => {
  const { code = '', severity } = error as { code?: string; severity?: string }
  return error instanceof RolledBack || (severity === 'ERROR' && !/^(?:08|57P|58)/.test(code))
}

async function write(opening: Opening): Promise<unknown> {
  checkKey(opening.call.idempotencyKey)
  const received = await receive(opening)
  // From when the commit is sent the file may be somebody's: a repeat with the same key would be told of it.
  let used = false
  try {
    return await transact(opening.platform.db, async (tx) => {
      const { output, repeated } = await writeWithin(tx, opening, received)
      used = !repeated
      return output
    })
  } catch (error) {
    if (isUndone(error)) used = false
    throw error
  } finally {
    if (!used) await received?.discard()
  }
}

/**
 * Runs one operation for one caller: policy, input, then for a write one transaction with idempotency key, effect and audit
 * row. Throws Refusal for everything the caller can mend.
 */
export async function runOperation(platform: Platform, operation: Operation, call: Call): Promise<unknown> {
  const opening = openCall(platform, operation, call)
  if (isWrite(operation) && !operation.keyless) return write(opening)
  const opened = openContext(platform, call, opening.scope, null)
  const output = await operation.handle(opened.ctx, opening.input)
  if (operation.personal) await platform.reads.record(entryOf(operation, call, opened))
  else if (isWrite(operation)) await appendAudit(platform.db, entryOf(operation, call, opened))
  return output
}
