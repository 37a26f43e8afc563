import { publishFlows } from '../src/kernel/cases/publish-flows.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { loanFlow } from '../src/modules/financing/flow.ts'
import { newId } from '../src/shared/ids.ts'
import type { TestPlatform } from './platform.ts'

/** Lets cases of the loan's flow into a test database. */
export async function publishLoanFlow(ownerUrl: string): Promise<void> {
  const owner = openDatabase(ownerUrl, { max: 1 })
  await publishFlows(owner.db, [loanFlow]).finally(owner.close)
}

export interface PlacedCase {
  state?: keyof typeof loanFlow.steps
  division?: string
  dueOn?: string | null
  openedAt?: Date
  /** Whose it is; a nameless party of its own if not given. */
  partyId?: string
}

let placed = 0

/** A loan case laid straight into the spine where it shall stand: for tests of what reads the spine. */
export async function placeCase(
  platform: TestPlatform,
  place: PlacedCase = {},
): Promise<CaseReceipt & { partyId: string }> {
  const { state = 'submitted', division = '420502000000', dueOn = null, openedAt = platform.now() } = place
  placed += 1
  const [id, number] = [newId(openedAt), `DK4205022026${String(placed).padStart(7, '0')}`]
  const partyId = place.partyId ?? (await placeParty(platform, division))
  const { by, end } = loanFlow.steps[state] as { by?: string; end?: string }
  await platform.db
    .insertInto('service_case')
    .values({
      id,
      number,
      service: loanFlow.service,
      flow_version: loanFlow.version,
      state,
      party_id: partyId,
      division,
      channel: 'online',
      holder: end ? 'none' : by === 'applicant' ? 'applicant' : 'office',
      held_since: openedAt,
      due_on: dueOn,
      history_hash: '',
      opened_at: openedAt,
      ended_at: end ? openedAt : null,
    })
    .execute()
  return { id, number, state, version: 1, partyId }
}

async function placeParty({ db, now }: TestPlatform, division: string): Promise<string> {
  const id = newId(now())
  await db.insertInto('party').values({ id, kind: 'person', division, created_at: now() }).execute()
  return id
}
