import { type Static, Type } from 'typebox'
import { InstantText, Nullable } from '../operations/schemas.ts'

const DateText = Type.String({ description: 'Calendar date in Asia/Shanghai, YYYY-MM-DD' })
const Point = Type.Object({ x: Type.Number(), y: Type.Number() })

/** Pixels that a chart with figures leaves beside the words of an arrow. */
export const FIGURE_ROOM = 48

/** A drawn flow chart with the place of one case in it; lengths in pixels. */
export const ChartLayout = Type.Object({
  width: Type.Number(),
  height: Type.Number(),
  boxes: Type.Array(
    Type.Object({
      id: Type.String(),
      zh: Type.String(),
      x: Type.Number(),
      y: Type.Number(),
      width: Type.Number(),
      height: Type.Number(),
      state: Type.Enum(['done', 'lit', 'ahead']),
    }),
  ),
  edges: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      zh: Type.Optional(Type.String()),
      points: Type.Array(Point),
      label: Type.Optional(Point),
    }),
  ),
})
export type ChartLayout = Static<typeof ChartLayout>

const AvailableActionView = Type.Object({
  action: Type.String(),
  button: Type.String(),
  allowed: Type.Boolean(),
  reason: Type.String(),
})

const HistoryView = Type.Object({
  sequence: Type.Integer(),
  round: Type.Integer(),
  action: Type.String(),
  label: Type.String(),
  from: Type.String(),
  to: Type.String(),
  stateLabel: Type.String(),
  role: Type.String(),
  roleLabel: Type.String(),
  office: Nullable(Type.String()),
  channel: Type.String(),
  channelLabel: Type.String(),
  at: InstantText,
  detail: Type.Record(Type.String(), Type.Unknown()),
  letters: Type.Optional(
    Type.Array(Type.Object({ id: Type.String(), title: Type.String(), number: Type.String() }), {
      description: 'Numbered papers (文书) issued with the step',
    }),
  ),
})

/** One who held the case; names of staff are given to staff alone. */
const RelayLeg = Type.Object({
  sequence: Type.Integer(),
  round: Type.Integer(),
  holder: Type.Enum(['applicant', 'office']),
  stateLabel: Type.String(),
  office: Nullable(Type.String()),
  person: Nullable(Type.String()),
  deputyFor: Nullable(Type.String()),
  causeLabel: Type.String(),
  reason: Nullable(Type.String()),
  since: InstantText,
  until: Nullable(InstantText),
  workdays: Type.Integer({ description: 'Working days used, up to today while it is still held' }),
  endedBy: Nullable(Type.String({ description: 'Who acted in the holder’s stead and so ended it' })),
})

const relayProperties = {
  holding: Type.Integer({ description: 'Number of the present holding; an act on who holds it names the one it saw' }),
  assignee: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  mine: Type.Boolean({ description: 'Whether the asker is the staff member who has it' }),
  waitingReason: Nullable(Type.String({ description: 'Why it waits in the office’s pool' })),
  first: Nullable(Type.Object({ office: Nullable(Type.String()), person: Nullable(Type.String()) })),
  relay: Type.Array(RelayLeg),
}

/** The relay clock (办件接力): who has the case, who answers for it from first to last, and the days that each has used. */
export const RelayView = Type.Object(relayProperties)

/** What the spine knows of a case, as every case page shows it. */
export const caseViewProperties = {
  id: Type.String(),
  number: Type.String(),
  service: Type.String(),
  serviceLabel: Type.String(),
  version: Type.Integer(),
  state: Type.String(),
  stateLabel: Type.String(),
  round: Type.Integer(),
  channel: Type.String(),
  channelLabel: Type.String(),
  division: Type.String(),
  divisionName: Type.String(),
  sentence: Type.String(),
  holder: Type.Enum(['applicant', 'office', 'none']),
  office: Nullable(Type.String()),
  ...relayProperties,
  dueOn: Nullable(DateText),
  overdue: Type.Boolean(),
  workdaysLeft: Nullable(Type.Integer({ description: 'Working days left; negative when overdue' })),
  limitDays: Nullable(Type.Integer()),
  usedDays: Type.Integer(),
  openedAt: InstantText,
  submittedAt: Nullable(InstantText),
  endedAt: Nullable(InstantText),
  chart: ChartLayout,
  actions: Type.Array(AvailableActionView),
  history: Type.Array(HistoryView),
}

/** One row of a list of cases. */
export const CaseItem = Type.Object({
  id: Type.String(),
  number: Type.String(),
  service: Type.String(),
  serviceLabel: Type.String(),
  applicant: Type.String({ description: 'Masked name' }),
  state: Type.String(),
  stateLabel: Type.String(),
  channel: Type.String(),
  channelLabel: Type.String(),
  division: Type.String(),
  divisionName: Type.String(),
  sentence: Type.String(),
  dueOn: Nullable(DateText),
  workdaysLeft: Nullable(Type.Integer()),
  overdue: Type.Boolean(),
  holder: Type.Enum(['applicant', 'office', 'none']),
  office: Nullable(Type.String()),
  holding: Type.Integer(),
  assignee: Nullable(Type.String({ description: 'Who has it; for staff alone' })),
  mine: Type.Boolean(),
  first: Nullable(Type.String({ description: 'The first-responsible, for staff alone' })),
  waitingReason: Nullable(Type.String()),
  submittedAt: Nullable(InstantText),
  openedAt: InstantText,
  round: Type.Integer(),
})
export type CaseItem = Static<typeof CaseItem>

/** What every act on a case answers. */
export const CaseReceiptView = Type.Object({
  id: Type.String(),
  number: Type.String(),
  state: Type.String(),
  version: Type.Integer(),
})

export const caseId = Type.String({ title: '办件', format: 'uuid' })
export const seenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
/** Input of an act on a case that gives nothing but the version seen. */
export const CaseAct = Type.Object({ id: caseId, version: seenVersion }, { additionalProperties: false })

/** 一次性告知: everything that is missing, told once. */
export const Gaps = Type.Object(
  {
    gaps: Type.Array(
      Type.Object(
        {
          item: Type.String({ title: '补正事项', minLength: 1, maxLength: 60 }),
          says: Type.String({ title: '怎么补', minLength: 4, maxLength: 300 }),
        },
        { additionalProperties: false },
      ),
      { title: '补正清单', minItems: 1, maxItems: 20 },
    ),
  },
  { additionalProperties: false },
)

/** A refusal: no article, no refusal; and it says the way out. */
export const Refusal = Type.Object(
  {
    reason: Type.String({ title: '理由', minLength: 10, maxLength: 500 }),
    article: Type.String({ title: '依据条款', minLength: 6, maxLength: 200 }),
    wayOut: Type.String({ title: '申请人可以怎么办', minLength: 6, maxLength: 300 }),
  },
  { additionalProperties: false },
)
