import { Type } from 'typebox'
import { anyone } from '../access/policy.ts'
import { defineOperation } from '../operations/operation.ts'
import { lineageOf, parseDivisionCode } from './division.ts'
import { findDivisions } from './store.ts'

const code = (title: string) => Type.String({ title, pattern: '^\\d{12}$', 'x-pattern': '12 位区划代码' })

const OfficeView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  division: Type.String(),
  address: Type.String(),
  hours: Type.String(),
  phone: Type.String(),
  invented: Type.Boolean(),
})

const findDivisionsOperation = defineOperation({
  name: 'division.find',
  summary: '下级行政区划；不给上级时列出全省各市',
  http: 'GET /divisions',
  policy: anyone,
  input: Type.Object({ parent: Type.Optional(code('上级地区')) }, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({ code: Type.String(), name: Type.String(), level: Type.String(), invented: Type.Boolean() }),
    ),
  }),
  async handle(ctx, { parent }) {
    const filter = parent ? { parent: parseDivisionCode(parent, 'parent') } : ({ level: 'city' } as const)
    const found = await findDivisions(ctx.db, { on: ctx.today, ...filter })
    return { items: found.map(({ code, name, level, invented }) => ({ code, name, level, invented })) }
  },
})

const findOfficesOperation = defineOperation({
  name: 'office.find',
  summary: '服务窗口；给出地区时，从近到远',
  http: 'GET /offices',
  policy: anyone,
  input: Type.Object({ division: Type.Optional(code('地区')) }, { additionalProperties: false }),
  output: Type.Object({ items: Type.Array(OfficeView) }),
  async handle(ctx, { division }) {
    const lineage = division ? lineageOf(parseDivisionCode(division)) : null
    let query = ctx.db
      .selectFrom('office')
      .select(['id', 'name', 'division', 'address', 'hours', 'phone', 'invented'])
      .where('kind', '=', 'window')
      .orderBy('division')
      .limit(100)
    if (lineage) query = query.where('division', 'in', lineage)
    const items = await query.execute()
    return { items: lineage ? items.toSorted((a, b) => b.division.localeCompare(a.division)) : items }
  },
})

/** Divisions and the windows that serve them; both are public. */
export const divisionOperations = [findDivisionsOperation, findOfficesOperation]
