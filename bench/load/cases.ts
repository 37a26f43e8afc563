import { type HistoryEntry, hashEntry } from '../../src/kernel/cases/history.ts'
import type { Ciphers } from '../../src/kernel/ciphers/ciphers.ts'
import { loanFlow } from '../../src/modules/financing/flow.ts'
import { canonicalJson } from '../../src/shared/canonical.ts'
import { addDays, dateIn } from '../../src/shared/dates.ts'
import { Personal } from '../../src/shared/personal.ts'
import type { Cell } from './copy.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

/** How a case came to its state: the actions in their order. */
const paths = {
  draft: [],
  submitted: ['submit'],
  supplement: ['submit', 'askOnce'],
  accepted: ['submit', 'accept'],
  recommended: ['submit', 'accept', 'recommend'],
  rejected: ['submit', 'accept', 'reject'],
  withdrawn: ['submit', 'withdraw'],
} as const
export type State = keyof typeof paths

const openStates: readonly (readonly [State, number])[] = [
  ['draft', 40],
  ['submitted', 30],
  ['supplement', 10],
  ['accepted', 40],
]
const endStates: readonly (readonly [State, number])[] = [
  ['recommended', 72],
  ['rejected', 16],
  ['withdrawn', 12],
]
/** One case in eight is under way. */
const OPEN_SHARE = 0.125

const papers = ['identity', 'group', 'licence', 'place', 'plan']
const LIMIT = 7

/** Rows of one case in each of the tables that hold it, in the order of `tables`. */
export interface CaseRows {
  id: string
  state: State
  person: Person
  rows: Readonly<Record<keyof typeof caseTables, readonly (readonly Cell[])[]>>
}

export const caseTables = {
  service_case: [
    'id',
    'number',
    'service',
    'flow_version',
    'state',
    'party_id',
    'division',
    'channel',
    'round',
    'version',
    'holder',
    'office_id',
    'assignee_id',
    'holding',
    'first_account_id',
    'first_office_id',
    'held_since',
    'clock_limit',
    'clock_used',
    'clock_started_on',
    'due_on',
    'performed',
    'history_hash',
    'opened_at',
    'submitted_at',
    'ended_at',
  ],
  case_holding: [
    'case_id',
    'sequence',
    'round',
    'state',
    'holder',
    'office_id',
    'account_id',
    'cause',
    'since',
    'until',
    'workdays_used',
  ],
  loan: [
    'case_id',
    'party_id',
    'division',
    'form_cipher',
    'requested_amount',
    'requested_months',
    'recommended_amount',
    'recommended_months',
    'saved_at',
  ],
  case_event: [
    'case_id',
    'sequence',
    'round',
    'service',
    'flow_version',
    'action',
    'from_state',
    'to_state',
    'actor_id',
    'actor_role',
    'office_id',
    'channel',
    'detail',
    'at',
    'previous_hash',
    'hash',
    'xid',
  ],
  document: [
    'id',
    'party_id',
    'case_id',
    'division',
    'kind',
    'name_cipher',
    'media_type',
    'size',
    'sha256',
    'storage_key',
    'state',
    'uploaded_by',
    'uploaded_at',
  ],
  fact: ['party_id', 'key', 'value', 'valid_from', 'source', 'source_ref', 'recorded_at'],
} as const

/** Written long before the first seal of the installation: the sealer, which takes new rows, leaves these alone. */
export const EARLY = '3'

const DAY = 24 * 60 * 60 * 1000

const details = {
  askOnce: { gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }] },
  recommend: { amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' },
  reject: {
    reason: '经营地址与营业执照登记的地址不一致。',
    article: '财金〔2023〕75号 第二条',
    wayOut: '请先办理地址变更登记，再重新申请。',
  },
} as Record<string, Record<string, unknown>>

/** An application as someone would fill it in; every condition is met. */
const formOf = (random: Random) => ({
  group: random.pick(['graduate', 'returnee', 'veteran', 'unemployed']),
  businessKind: 'soleTrader',
  businessName: `测量${random.pick(['早点铺', '理发店', '修车行', '花店', '小吃店', '文具店'])}${random.below(10_000)}`,
  businessRegisteredOn: '2026-03-02',
  businessAddress: `测量路 ${random.below(900)} 号`,
  purpose: '添置设备和冷藏柜，采购原料，支付半年的房租。',
  requestedAmount: (5 + random.below(20)) * 1_000_000,
  requestedMonths: 12 + random.below(3) * 12,
  earlierLoans: 0,
  ownDebts: [],
  spouseDebts: [],
  cleanCredit: true,
  truthful: true,
})

/** The facts that a sent form leaves, as the reviewer's judgement reads them. */
const factsOf = (form: ReturnType<typeof formOf>): Record<string, unknown> => ({
  'applicant.group': form.group,
  'business.registered': true,
  'business.registeredOn': form.businessRegisteredOn,
  'business.kind': form.businessKind,
  'loan.earlierCount': 0,
  'loan.otherDebts': [],
  'spouse.otherDebts': [],
  'loan.requestedAmount': form.requestedAmount,
  'loan.requestedMonths': form.requestedMonths,
  'credit.clean': true,
})

/** Who takes an action, and from which office. */
function doerOf({ county, account }: Person, action: string) {
  if (action === 'accept' || action === 'askOnce') {
    return { actorId: county.clerk, actorRole: 'clerk', officeId: county.window }
  }
  if (action === 'recommend' || action === 'reject') {
    return { actorId: county.reviewer, actorRole: 'reviewer', officeId: county.bureau }
  }
  return { actorId: account, actorRole: 'entrepreneur', officeId: null }
}

/** Who has a case in a state: the office and the person in it, or neither. */
function holderOf({ county }: Person, state: string) {
  if (state === 'submitted') return { holder: 'office', officeId: county.window, accountId: county.clerk }
  if (state === 'accepted') return { holder: 'office', officeId: county.bureau, accountId: county.reviewer }
  return { holder: 'applicant', officeId: null, accountId: null }
}

/** Who had the case from when to when; the last holding of a case under way is open. */
function holdingsOf(
  person: Person,
  isOpen: boolean,
  openedAt: Date,
  events: readonly { entry: HistoryEntry }[],
): Cell[][] {
  const stages = [
    { state: 'draft', since: openedAt },
    ...events.map(({ entry }) => ({ state: entry.to, since: entry.at })),
  ]
  const held = isOpen ? stages : stages.slice(0, -1)
  return held.map(({ state, since }, index) => {
    const { holder, officeId, accountId } = holderOf(person, state)
    const until = stages[index + 1]?.since ?? null
    const cause = index === 0 ? 'opened' : accountId === null ? 'moved' : 'assigned'
    return [index + 1, 1, state, holder, officeId, accountId, cause, since, until, until === null ? null : 2]
  })
}

/** Cases of the guaranteed loan, with their chained histories, sealed forms, papers' records and facts. */
export class Cases {
  readonly #ciphers: Ciphers
  readonly #random: Random

  constructor(ciphers: Ciphers, random: Random) {
    this.#ciphers = ciphers
    this.#random = random
  }

  /** A party's only open case is its first; all others have ended. */
  invent(index: number, person: Person, isFirst: boolean, openedAt: Date): CaseRows {
    const random = this.#random
    const isOpen = isFirst && random.next() < OPEN_SHARE * 1.6
    const state = random.weighed(isOpen ? openStates : endStates)
    const id = random.id(openedAt)
    const form = formOf(random)
    const events = this.#history(id, person, state, openedAt)
    const last = events.at(-1)
    const { county } = person
    const seal = (field: string, text: string) => this.#ciphers.sealText(person.key, field, new Personal(text))
    const atOffice = state === 'submitted' || state === 'accepted'
    const lastAt = last?.entry.at ?? openedAt
    const startedOn = atOffice ? dateIn(lastAt) : null
    const holdings = holdingsOf(person, isOpen, openedAt, events)
    const standing = holderOf(person, state)
    const spine: readonly Cell[] = [
      id,
      `DK${county.code.slice(0, 6)}${openedAt.getUTCFullYear()}B${String(index).padStart(7, '0')}`,
      loanFlow.service,
      loanFlow.version,
      state,
      person.id,
      county.code,
      random.weighed([
        ['online', 7],
        ['window', 3],
      ]),
      1,
      events.length + 1,
      atOffice ? 'office' : isOpen ? 'applicant' : 'none',
      standing.officeId,
      standing.accountId,
      holdings.length,
      events.some(({ entry }) => entry.actorRole === 'clerk') ? county.clerk : null,
      events.length > 0 ? county.window : null,
      lastAt,
      atOffice ? LIMIT : null,
      0,
      startedOn,
      startedOn ? addDays(startedOn, LIMIT) : state === 'supplement' ? addDays(dateIn(lastAt), 20) : null,
      Object.fromEntries(events.map(({ entry }) => [entry.action, entry.actorId])),
      last?.hash ?? '',
      openedAt,
      events[0]?.entry.at ?? null,
      isOpen ? null : lastAt,
    ]
    const recommended = state === 'recommended'
    const handsIn = isOpen || random.next() < 0.2
    const facts = state === 'submitted' || state === 'accepted' ? Object.entries(factsOf(form)) : []
    return {
      id,
      state,
      person,
      rows: {
        service_case: [spine],
        case_holding: holdings.map((holding) => [id, ...holding]),
        loan: [
          [
            id,
            person.id,
            county.code,
            seal('loan.form', canonicalJson(form)),
            form.requestedAmount,
            form.requestedMonths,
            recommended ? form.requestedAmount : null,
            recommended ? form.requestedMonths : null,
            openedAt,
          ],
        ],
        case_event: events.map(({ entry, previousHash, hash }) => [
          entry.caseId,
          entry.sequence,
          entry.round,
          entry.service,
          entry.flowVersion,
          entry.action,
          entry.from,
          entry.to,
          entry.actorId,
          entry.actorRole,
          entry.officeId,
          entry.channel,
          entry.detail,
          entry.at,
          previousHash,
          hash,
          EARLY,
        ]),
        document: (handsIn ? papers : papers.slice(0, 1)).map((kind) => {
          const paper = random.id(openedAt)
          return [
            paper,
            person.id,
            id,
            county.code,
            kind,
            seal('fileName', `${kind}.pdf`),
            'application/pdf',
            120_000,
            '0'.repeat(64),
            paper,
            'accepted',
            person.account,
            openedAt,
          ]
        }),
        fact: facts.map(([key, value]) => [
          person.id,
          key,
          JSON.stringify(value),
          '2026-01-01',
          state === 'accepted' && key.startsWith('business') ? 'paper' : 'declared',
          id,
          openedAt,
        ]),
      },
    }
  }

  #history(caseId: string, person: Person, state: State, openedAt: Date) {
    const events: { entry: HistoryEntry; previousHash: string; hash: string }[] = []
    let from = 'draft'
    for (const [index, name] of paths[state].entries()) {
      const { to } = loanFlow.actions[name]
      const entry: HistoryEntry = {
        caseId,
        sequence: index + 2,
        round: 1,
        service: loanFlow.service,
        flowVersion: loanFlow.version,
        action: name,
        from,
        to,
        ...doerOf(person, name),
        channel: 'online',
        detail: details[name] ?? {},
        at: new Date(openedAt.getTime() + (index + 1) * 2 * DAY),
      }
      const previousHash = events.at(-1)?.hash ?? ''
      events.push({ entry, previousHash, hash: hashEntry(entry, previousHash) })
      from = to
    }
    return events
  }
}
