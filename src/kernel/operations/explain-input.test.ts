import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { explainInput } from './explain-input.ts'
import { Nullable } from './schemas.ts'

const explain = (schema: TSchema, value: unknown) => explainInput(schema, Compile(schema).Errors(value))
const sayings = (schema: TSchema, value: unknown) => explain(schema, value).map(({ message }) => message)

const kinds = [
  { value: 'company', zh: '有限责任公司' },
  { value: 'notYet', zh: '还没有办理登记' },
]

const Form = Type.Object(
  {
    name: Type.String({ title: '名称', minLength: 2, maxLength: 4 }),
    kind: Type.Unsafe<string>({ enum: kinds.map((kind) => kind.value), title: '主体类型', 'x-options': kinds }),
    amount: Type.Integer({ title: '金额', minimum: 1_000_000, maximum: 30_000_000, 'x-kind': 'fen' }),
    months: Type.Integer({ title: '期限', minimum: 3, maximum: 60, 'x-unit': '个月' }),
    rate: Type.Number({ title: '比例', exclusiveMinimum: 0 }),
    on: Type.String({ title: '日期', pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '请按「2026-01-31」这样填写' }),
    id: Type.String({ title: '办件', format: 'uuid' }),
    way: Type.Union([Type.Literal('post'), Type.Literal('window')], { title: '取件方式' }),
    note: Nullable(Type.String({ title: '备注', minLength: 2 })),
    truthful: Type.Literal(true, { title: '我承诺' }),
    clean: Type.Boolean({ title: '信用' }),
    debts: Type.Array(Type.String({ title: '贷款', minLength: 1 }), {
      title: '其他贷款',
      maxItems: 2,
      uniqueItems: true,
    }),
    gaps: Type.Array(Type.Object({ item: Type.String({ title: '补正事项', minLength: 1 }) }), {
      title: '补正清单',
      minItems: 1,
    }),
  },
  { additionalProperties: false },
)

const good = {
  name: '早点铺',
  kind: 'company',
  amount: 20_000_000,
  months: 24,
  rate: 0.5,
  on: '2026-11-23',
  id: '01a20621-ad00-71a5-ac7c-5dfb177d2769',
  way: 'post',
  note: null,
  truthful: true,
  clean: false,
  debts: ['住房贷款'],
  gaps: [{ item: '租赁合同' }],
}

const faults: [name: string, change: object, says: string[]][] = [
  ['nothing', {}, []],
  ['too short', { name: '铺' }, ['名称：至少要 2 个字']],
  ['too long', { name: '西陵早点铺' }, ['名称：最多 4 个字']],
  ['none of the options', { kind: 'other' }, ['主体类型：只能从这些里选：有限责任公司、还没有办理登记']],
  ['an amount too small', { amount: 1 }, ['金额：不能小于 1 万元']],
  ['an amount too large', { amount: 30_000_001 }, ['金额：不能大于 30 万元']],
  ['too few months', { months: 2 }, ['期限：不能小于 3 个月']],
  ['half a month', { months: 2.5 }, ['期限：请填整数']],
  ['no number', { rate: '一半' }, ['比例：请填数字']],
  ['not above nought', { rate: 0 }, ['比例：要大于 0']],
  ['a date written otherwise', { on: '2026/11/23' }, ['日期：请按「2026-01-31」这样填写']],
  ['no id', { id: 'x' }, ['办件：格式不对']],
  ['neither of two', { way: 'pigeon' }, ['取件方式：只能从这些里选：post、window']],
  ['too short where nothing would do', { note: '无' }, ['备注：至少要 2 个字']],
  ['something else where nothing would do', { note: 5 }, ['备注：填写的内容类型不对']],
  ['left out where it should say nothing', { note: undefined }, ['备注：还没有填写']],
  ['a promise not given', { truthful: false }, ['我承诺：请先勾选']],
  ['no yes and no no', { clean: '是' }, ['信用：填写的内容类型不对']],
  ['the same twice', { debts: ['购车贷款', '购车贷款'] }, ['其他贷款：不能重复选同一项']],
  ['too many', { debts: ['甲', '乙', '丙'] }, ['其他贷款：最多选 2 项']],
  ['an empty one among them', { debts: ['甲', ''] }, ['贷款：还没有填写']],
  ['an empty list', { gaps: [] }, ['补正清单：至少选 1 项']],
  ['something unasked for', { more: 1 }, ['more：不是这里要填的内容，请去掉']],
]

describe('what is wrong with an input', () => {
  for (const [name, change, says] of faults) {
    it(`is said in Chinese, by the field’s title: ${name}`, () => {
      const input = Object.fromEntries(
        Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined),
      )
      assert.deepEqual(sayings(Form, input), says)
    })
  }

  it('is told of every field at once, one sentence a field', () => {
    const missing = explain(Form, {})
    assert.deepEqual(
      missing.map(({ field, code }) => [field, code]),
      Object.keys(Form.properties).map((field) => [field, 'required']),
    )
    const wrong = Object.fromEntries(Object.keys(good).map((field) => [field, {}]))
    assert.deepEqual(
      explain(Form, wrong)
        .map(({ field }) => field)
        .toSorted(),
      Object.keys(good).toSorted(),
    )
    for (const { message } of [...missing, ...explain(Form, wrong)]) {
      assert.match(message, /^[^：]*[\u4e00-\u9fff]+：[^:,;()]*[\u4e00-\u9fff][^:,;()]*$/)
    }
  })

  it('names the place of each fault in a list', () => {
    const found = explain(Form, { ...good, gaps: [{ item: '' }, {}, { item: '好' }, { item: 3 }] })
    assert.deepEqual(
      found.map(({ field, code, message }) => [field, code, message]),
      [
        ['gaps.0.item', 'minLength', '补正事项：还没有填写'],
        ['gaps.1.item', 'required', '补正事项：还没有填写'],
        ['gaps.3.item', 'type', '补正事项：填写的内容类型不对'],
      ],
    )
  })

  for (const value of [null, 5, 'text', []]) {
    it(`is said of the whole when it is no form at all: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(explain(Form, value), [{ field: '', code: 'type', message: '提交的内容：填写的内容类型不对' }])
    })
  }
})
