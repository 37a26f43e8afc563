import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { Refusal } from '../../shared/errors.ts'
import { makeResidentId } from './demonstration-id.ts'
import { parseName, parseRealName } from './real-name.ts'

const today = parseDate('2026-11-23')

for (const [written, name] of [
  ['张三', '张三'],
  ['  张 三 ', '张三'],
  ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
  ['阿卜杜拉．买买提', '阿卜杜拉·买买提'],
  ['Anna  Maria Smith', 'Anna Maria Smith'],
  ['𠮷野', '𠮷野'],
] as const) {
  test(`${written} is ${name}`, () => assert.equal(parseName(written).reveal(), name))
}

for (const wrong of ['', ' ', '张', '张三1', '<b>张三</b>', '张三\u0000', '·张三', '张'.repeat(51)]) {
  test(`${JSON.stringify(wrong).slice(0, 20)} is no name, and the field is named`, () => {
    assert.throws(
      () => parseName(wrong),
      (error) => error instanceof Refusal && error.parts.status === 422 && error.parts.errors?.[0]?.field === 'name',
    )
  })
}

test('both faults are told at once, and neither quotes what was written', () => {
  const number = makeResidentId(parseDate('1990-05-17'), 12)
  const wrong = `${number.slice(0, 5)}1${number.slice(6)}`
  assert.throws(
    () => parseRealName({ name: '张', identityNumber: wrong }, today),
    (error) => {
      assert.ok(error instanceof Refusal)
      assert.deepEqual(
        error.parts.errors?.map(({ field }) => field),
        ['name', 'identityNumber'],
      )
      assert.equal(error.message.includes(wrong), false)
      return true
    },
  )
})
