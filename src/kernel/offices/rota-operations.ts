import { type Static, Type } from 'typebox'
import { only } from '../access/policy.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { getWeek, halves, savePattern, saveWeek } from './rota.ts'

const MOST_SEATS = 2000

const OfficeId = Type.String({ title: '窗口或科室', format: 'uuid' })
const Monday = Type.String({ title: '周', pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '要写周一的日期' })
const Half = Type.Enum([...halves], { title: '上午或下午' })
const Day = Type.String({ title: '日期', pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '不是一个日期' })

const WeekInput = Type.Object(
  {
    office: OfficeId,
    monday: Monday,
    seats: Type.Array(
      Type.Object(
        { account: Type.String({ title: '人员', format: 'uuid' }), day: Day, half: Half },
        { additionalProperties: false },
      ),
      { title: '值班', maxItems: MOST_SEATS },
    ),
  },
  { additionalProperties: false },
)

const Saved = Type.Object({ saved: Type.Literal(true) })

const save = (write: (ctx: Ctx, input: Static<typeof WeekInput>) => Promise<void>) =>
  async function handle(ctx: Ctx, input: Static<typeof WeekInput>) {
    await write(ctx, input)
    return { saved: true as const }
  }

/** The duty rota (值班表): who sits where on which half-day. */
export const rotaOperations = [
  defineOperation({
    name: 'duty.getWeek',
    summary: '一个窗口或科室一周的值班表',
    http: 'GET /duties',
    policy: only('clerk', 'reviewer', 'administrator'),
    input: Type.Object({ office: OfficeId, monday: Monday }, { additionalProperties: false }),
    output: Type.Object({
      office: Type.String(),
      days: Type.Array(Type.Object({ day: Type.String(), workday: Type.Boolean() })),
      people: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          desk: Type.String(),
          seats: Type.Array(Type.Object({ day: Type.String(), half: Half })),
          away: Type.Array(Type.String({ description: 'Days of the week on which they are absent' })),
        }),
      ),
    }),
    handle: (ctx, { office, monday }) => getWeek(ctx, office, monday),
  }),
  defineOperation({
    name: 'duty.saveWeek',
    summary: '排定一周的值班',
    http: 'POST /duties',
    policy: only('administrator'),
    input: WeekInput,
    output: Saved,
    handle: save(saveWeek),
  }),
  defineOperation({
    name: 'duty.savePattern',
    summary: '把一周的安排设为每周固定',
    http: 'POST /duties/pattern',
    policy: only('administrator'),
    input: WeekInput,
    output: Saved,
    handle: save(savePattern),
  }),
]
