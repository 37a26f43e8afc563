import { sql } from 'kysely'
import { loadSealKey } from '../kernel/audit/seal-key.ts'
import { sealRows } from '../kernel/audit/sealer.ts'
import { turnAbsences } from '../kernel/cases/absence-work.ts'
import { tellApplicant } from '../kernel/cases/tell-applicant.ts'
import { closeUnsent } from '../kernel/cases/unsent-drafts.ts'
import { DEFAULT_SCHEMA } from '../kernel/db/connect.ts'
import { everything } from '../kernel/divisions/scope.ts'
import { removePaperFiles, sweepQuarantine } from '../kernel/documents/paper-files.ts'
import type { FileStorage } from '../kernel/documents/storage.ts'
import { carryOutErasures } from '../kernel/erasures/carry-out.ts'
import { proposeDue } from '../kernel/erasures/propose.ts'
import { forgetOldCodes } from '../kernel/identity/login-codes.ts'
import { forgetOldSessions } from '../kernel/identity/sessions.ts'
import { forgetOldTries } from '../kernel/identity/tries.ts'
import { forgetSheets } from '../kernel/imports/store.ts'
import { runImports } from '../kernel/imports/work.ts'
import { type Recurring, startWorker, type Worker } from '../kernel/jobs/worker.ts'
import type { AttachmentSources } from '../kernel/notifications/attachments.ts'
import { pruneMessages } from '../kernel/notifications/messages.ts'
import { type MessagePorts, sendDue } from '../kernel/notifications/sending.ts'
import { media } from '../kernel/notifications/template-text.ts'
import type { Platform } from '../kernel/operations/context.ts'
import { forgetOldKeys } from '../kernel/operations/idempotency.ts'
import type { Operation } from '../kernel/operations/operation.ts'
import { enterScope } from '../kernel/operations/run.ts'
import { inviteToRate, remindToRate } from '../kernel/ratings/invite.ts'
import { rollUp } from '../kernel/statistics/roll-up.ts'
import { runVerifications } from '../kernel/verification/work.ts'
import { sayFault } from '../shared/fault.ts'
import type { Config } from './config.ts'
import { erasedListIn } from './maintenance/erased-list.ts'
import { messagesOff, openPorts } from './message-config.ts'
import { attachmentSources, findHolds, flows, importServices, services } from './modules.ts'

const second = 1000

/** The queues there must be before the work begins: one for each subscriber. */
export const queues = ['tell-applicant', 'invite-to-rate', 'remove-paper-files', 'run-imports'] as const

const subscribersOf = ({ platform, storage, operations, config }: Work) => [
  tellApplicant(platform, flows),
  inviteToRate(platform, { flows, publicAddress: config.publicAddress ?? null }),
  removePaperFiles(storage),
  runImports(
    platform,
    importServices(() => operations),
  ),
]

/** The key of the seals; once there are seals, a lost one is never silently made anew. */
async function findSealKey({ db }: Platform, dataFolder: string) {
  const { rows } = await sql<{ sealed: boolean }>`select exists (select from seal) as sealed`.execute(db)
  return loadSealKey(dataFolder, { mayMake: !rows[0]?.sealed })
}

/** Each medium by itself, so that one whose gateway keeps us waiting holds up none of the other's. */
const sendMessages = (platform: Platform, ports: MessagePorts, attachments: AttachmentSources): Recurring[] =>
  media.map((medium) => ({
    name: `messages-${medium}`,
    everyMilliseconds: second,
    run: () => sendDue(platform, ports, medium, attachments),
  }))

const forgetImports = (platform: Platform) =>
  platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    await forgetSheets(tx, platform.now())
  })

interface Work {
  operations: readonly Operation[]
  config: Config
  appUrl: string
  platform: Platform
  storage: FileStorage
  /** What goes on for the operator's sake: backups. */
  maintenance?: readonly Recurring[]
}

/** Starts what goes on beside the requests: events to their subscribers, seals, messages, and sweeping up; ends with a last seal. */
export async function startWork(work: Work): Promise<Worker> {
  const { config, appUrl, platform, storage, maintenance = [] } = work
  const messages = config.messages ?? messagesOff
  const sealKey = await findSealKey(platform, config.dataFolder)
  const seal = () => sealRows(platform.db, sealKey, platform.now())
  const verifications = runVerifications(platform, sealKey)
  const worker = await startWorker({
    appUrl,
    schema: DEFAULT_SCHEMA,
    db: platform.db,
    log: platform.log,
    subscribers: subscribersOf(work),
    recurring: [
      { name: 'seal', everyMilliseconds: second, run: seal },
      verifications.recurring,
      { name: 'tries', everyMilliseconds: 60 * second, run: () => forgetOldTries(platform.db, platform.now()) },
      {
        name: 'sessions',
        everyMilliseconds: 60 * 60 * second,
        run: () => forgetOldSessions(platform.db, platform.now()),
      },
      { name: 'codes', everyMilliseconds: 60 * 60 * second, run: () => forgetOldCodes(platform.db, platform.now()) },
      { name: 'keys', everyMilliseconds: 60 * 60 * second, run: () => forgetOldKeys(platform.db, platform.now()) },
      { name: 'absences', everyMilliseconds: 30 * second, run: () => turnAbsences(platform, flows) },
      sweepQuarantine(storage, platform.now),
      { name: 'imports', everyMilliseconds: 60 * 60 * second, run: () => forgetImports(platform) },
      { name: 'figures', everyMilliseconds: 10 * 60 * second, run: () => rollUp(platform, flows) },
      {
        name: 'erasures',
        everyMilliseconds: second,
        run: () => carryOutErasures(platform, erasedListIn(config.dataFolder), findHolds),
      },
      { name: 'unsent-drafts', everyMilliseconds: 60 * 60 * second, run: () => closeUnsent(platform, flows) },
      { name: 'retention', everyMilliseconds: 60 * 60 * second, run: () => proposeDue(platform, findHolds) },
      ...services.flatMap((module) => module.recurring?.(platform) ?? []),
      {
        name: 'old-messages',
        everyMilliseconds: 60 * 60 * second,
        run: () => pruneMessages(platform, messages.keptDays),
      },
      remindToRate(platform, { flows, publicAddress: config.publicAddress ?? null }),
      ...sendMessages(platform, openPorts(messages, config.demonstration), attachmentSources(storage)),
      ...maintenance,
    ],
  })
  const stop = async () => {
    verifications.interrupt()
    await worker.stop()
    // What the last second wrote does not lie unsealed while the platform stands still; without a database the next start does it.
    await seal().catch((error: unknown) => platform.log({ level: 'error', job: 'seal', message: sayFault(error) }))
  }
  return { ...worker, stop }
}
