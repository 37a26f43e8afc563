import { Type } from 'typebox'
import { anyone } from '../access/policy.ts'
import { lineageOf, parseDivisionCode } from '../divisions/division.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { sayHours, sayOpenNow } from './hours.ts'
import { institutionOperations } from './institution-operations.ts'
import { noticeOperations } from './notice-operations.ts'
import { rotaOperations } from './rota-operations.ts'
import { staffOperations } from './staff-operations.ts'
import { findOffices, type OfficeRow } from './store.ts'

/** The words of services, by their names on the case spine; the composition root gives them. */
export type ServiceWords = Readonly<Record<string, string>>

const OfficeView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  institution: Nullable(Type.String()),
  division: Type.String(),
  address: Type.String(),
  hours: Type.String({ description: 'The week in words' }),
  open: Type.Boolean({ description: 'Whether it is open at this moment, by hours, closures and the holiday calendar' }),
  openSays: Type.String(),
  closures: Type.Array(Type.String({ description: 'Days to come on which it is closed, in words' })),
  services: Type.Array(Type.String({ description: 'What it offers, in words' })),
  phone: Type.String(),
  latitude: Nullable(Type.Number()),
  longitude: Nullable(Type.Number()),
  invented: Type.Boolean(),
})

const sayClosure = ({ firstDay, lastDay, reason }: OfficeRow['closures'][number]) =>
  `${firstDay}${lastDay === firstDay ? '' : ` 至 ${lastDay}`} 不开门（${reason}）`

function viewOffice(ctx: Ctx, words: ServiceWords, row: OfficeRow) {
  const now = sayOpenNow(row, ctx.platform.calendar, ctx.now)
  const offered = row.services.length > 0 ? row.services : Object.keys(words)
  return {
    id: row.id,
    name: row.name,
    institution: row.institution,
    division: row.division,
    address: row.address,
    hours: sayHours(row.openings),
    open: now.open,
    openSays: now.says,
    closures: row.closures.map(sayClosure),
    services: offered.map((service) => words[service] ?? service),
    phone: row.phone,
    latitude: row.latitude,
    longitude: row.longitude,
    invented: row.invented,
  }
}

const MOST_OFFICES = 100

const findOfficesOperation = (words: ServiceWords) =>
  defineOperation({
    name: 'office.find',
    summary: '服务窗口和现在是否开门；给出地区时，从近到远',
    http: 'GET /offices',
    policy: anyone,
    input: Type.Object(
      {
        division: Type.Optional(Type.String({ title: '地区', pattern: '^\\d{12}$', 'x-pattern': '12 位区划代码' })),
        limit: Type.Optional(Type.Integer({ title: '最多几个', minimum: 1, maximum: MOST_OFFICES })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ items: Type.Array(OfficeView) }),
    async handle(ctx, { division, limit = MOST_OFFICES }) {
      const divisions = division ? lineageOf(parseDivisionCode(division)) : null
      const found = await findOffices(ctx.db, { on: ctx.today, kind: 'window', divisions, limit })
      const items = found.map((row) => viewOffice(ctx, words, row))
      return { items: divisions ? items.toSorted((a, b) => b.division.localeCompare(a.division)) : items }
    },
  })

/** Institutions, their windows, and who works there. */
export const officeOperations = (words: ServiceWords) => [
  findOfficesOperation(words),
  ...institutionOperations(words),
  ...noticeOperations,
  ...staffOperations,
  ...rotaOperations,
]
