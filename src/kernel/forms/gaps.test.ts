import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { findGaps } from './gaps.ts'

/** A registered business says since when; one that is not yet registered is not asked. */
const Form = Type.Object(
  {
    kind: Type.Enum(['company', 'notYet'], { title: '主体类型' }),
    registeredOn: Type.Optional(
      Type.String({ title: '登记日期', pattern: '^\\d{4}$', 'x-unless': { field: 'kind', is: 'notYet' } }),
    ),
    purpose: Type.String({ title: '用途', minLength: 4 }),
    remark: Type.Optional(Type.String({ title: '备注', maxLength: 5 })),
  },
  { additionalProperties: false },
)

const missing = ['kind', 'purpose', 'registeredOn']
const forms: [name: string, values: Record<string, unknown>, fields: string[]][] = [
  ['empty', {}, missing],
  ['all blank', { kind: '', registeredOn: '', purpose: '', remark: '' }, missing],
  ['all null', { kind: null, registeredOn: null, purpose: null, remark: null }, missing],
  ['whole, of a registered business', { kind: 'company', registeredOn: '2026', purpose: '添置设备' }, []],
  ['whole, of one not yet registered', { kind: 'notYet', purpose: '添置设备' }, []],
  ['without what the other answers call for', { kind: 'company', purpose: '添置设备' }, ['registeredOn']],
  ['wrong in an answer not called for', { kind: 'notYet', registeredOn: 'x', purpose: '添置设备' }, ['registeredOn']],
  [
    'wrong and missing at once',
    { kind: 'bank', remark: '说得太多了吧' },
    ['kind', 'purpose', 'registeredOn', 'remark'],
  ],
  ['with something unasked for', { kind: 'notYet', purpose: '添置设备', more: 1 }, ['more']],
  ['with nought, which is an answer', { kind: 'notYet', purpose: 0 }, ['purpose']],
]

describe('the gaps of a form', () => {
  for (const [name, values, fields] of forms) {
    it(`are all told at once: ${name}`, () => {
      const gaps = findGaps(Form, values)
      assert.deepEqual(gaps.map((gap) => gap.field).toSorted(), fields)
    })
  }

  it('are told by their titles', () => {
    assert.deepEqual(findGaps(Form, { kind: 'company', purpose: '设备' }), [
      { field: 'purpose', code: 'minLength', message: '用途：至少要 4 个字' },
      { field: 'registeredOn', code: 'required', message: '登记日期：还没有填写' },
    ])
  })

  it('name each field once, whatever is filled in, and leave the form as it was', () => {
    const answers = fc.oneof(fc.constantFrom('company', 'notYet', '2026', '', null, 0), fc.string())
    const filled = fc.record(
      { kind: answers, registeredOn: answers, purpose: answers, remark: answers },
      { requiredKeys: [], noNullPrototype: true },
    )
    fc.assert(
      fc.property(filled, (values) => {
        const before = structuredClone(values)
        const fields = findGaps(Form, values).map((gap) => gap.field)
        assert.equal(new Set(fields).size, fields.length)
        assert.deepEqual(values, before)
      }),
    )
  })
})
