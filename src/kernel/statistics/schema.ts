import { type Static, Type } from 'typebox'
import { ChartLayout } from '../cases/schema.ts'
import { Nullable } from '../operations/schemas.ts'

const day = (title: string) =>
  Type.String({ title, pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '请写成 2026-11-22 的样子' })

export const FiguresAsked = Type.Object(
  {
    from: day('从哪一天'),
    to: day('到哪一天'),
    division: Type.Optional(Type.String({ title: '地区', pattern: '^\\d{12}$', 'x-pattern': '请从列表里选择' })),
    service: Type.Optional(Type.String({ title: '服务', maxLength: 40 })),
  },
  { additionalProperties: false },
)
export type FiguresAsked = Static<typeof FiguresAsked>

export const FiguresExported = Type.Object(
  { ...FiguresAsked.properties, form: Type.Optional(Type.Enum(['xlsx', 'csv'], { title: '文件格式' })) },
  { additionalProperties: false },
)

/** One figure with its definition in plain words; a rate is in basis points, working days are whole. */
export const Figure = Type.Object({
  key: Type.String(),
  zh: Type.String(),
  meaning: Type.String(),
  unit: Type.Enum(['count', 'rate']),
  value: Nullable(Type.Integer({ description: 'Null where there is nothing to count from' })),
  previous: Nullable(
    Type.Integer({ description: 'In the period of the same length before; null for what is counted now' }),
  ),
})
export type Figure = Static<typeof Figure>

const StepFigures = Type.Object({
  service: Type.String(),
  serviceLabel: Type.String(),
  state: Type.String(),
  label: Type.String(),
  count: Type.Integer(),
  median: Type.Integer({ description: 'Working days' }),
  ninth: Type.Integer({ description: 'Working days within which nine of ten were done' }),
  late: Nullable(Type.Integer({ description: 'Longer than the limit; null where there is none' })),
})
export type StepFigures = Static<typeof StepFigures>

const Counted = Type.Object({ label: Type.String(), count: Type.Integer() })

/** The flow's own chart with what went through it. */
const Funnel = Type.Object({
  service: Type.String(),
  title: Type.String(),
  chart: ChartLayout,
  boxes: Type.Array(
    Type.Object({
      id: Type.String(),
      entered: Type.Integer(),
      median: Nullable(Type.Integer({ description: 'Working days in this box' })),
    }),
  ),
  arrows: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      count: Type.Integer(),
      share: Nullable(Type.Integer({ description: 'Of all that left the box, in basis points' })),
    }),
  ),
})
export type Funnel = Static<typeof Funnel>

export const FiguresView = Type.Object({
  from: Type.String(),
  to: Type.String(),
  previousFrom: Type.String(),
  previousTo: Type.String(),
  division: Type.String(),
  trail: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }), {
    description: 'From the outermost division in reach to the one shown',
  }),
  roots: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  services: Type.Array(Type.Object({ service: Type.String(), label: Type.String() })),
  numbers: Type.Array(Figure),
  trend: Type.Array(Type.Object({ bucket: Type.String(), received: Type.Integer(), ended: Type.Integer() })),
  byMonth: Type.Boolean(),
  outcomes: Type.Array(Counted),
  refusals: Type.Array(Counted, { description: 'By the article they rest on, most first' }),
  steps: Type.Array(StepFigures),
  holders: Type.Array(
    Type.Object({ label: Type.String(), days: Type.Integer(), share: Type.Integer({ description: 'Basis points' }) }),
    { description: 'Who used how many of the working days' },
  ),
  children: Type.Array(
    Type.Object({
      code: Nullable(Type.String({ description: 'Null for what lies in the division itself, in none beneath' })),
      name: Type.String(),
      received: Type.Integer(),
      ended: Type.Integer(),
      open: Type.Integer(),
      overdue: Type.Integer(),
      onTime: Nullable(Type.Integer({ description: 'Basis points' })),
    }),
  ),
  funnels: Type.Array(Funnel),
})
export type FiguresView = Static<typeof FiguresView>

/** Figures for everyone; a count below five is not told. */
export const PublicFigures = Type.Object({
  from: Type.String(),
  to: Type.String(),
  fewest: Type.Integer({ description: 'Smaller counts are null' }),
  numbers: Type.Array(Figure),
  services: Type.Array(
    Type.Object({
      label: Type.String(),
      received: Nullable(Type.Integer()),
      done: Nullable(Type.Integer()),
      steps: Type.Array(Type.Object({ label: Type.String(), median: Nullable(Type.Integer()) })),
    }),
  ),
})
export type PublicFigures = Static<typeof PublicFigures>
