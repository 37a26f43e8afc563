import { Type } from 'typebox'
import { anyone } from '../access/policy.ts'
import { defineOperation } from '../operations/operation.ts'
import { parseDivisionCode } from './division.ts'
import { findDivisions } from './store.ts'

const code = (title: string) => Type.String({ title, pattern: '^\\d{12}$', 'x-pattern': '12 位区划代码' })

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

/** Divisions; they are public. */
export const divisionOperations = [findDivisionsOperation]
