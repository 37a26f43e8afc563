import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../shared/errors.ts'
import { parsePhone } from './phone.ts'

const written = ['13800138000', '+86 138-0013-8000', '8613800138000', '0086 138 0013 8000', '138 0013 8000']

for (const text of [...written, '１３８００１３８０００', '+86 (138) 00138000']) {
  test(`${text} is one number`, () => assert.equal(parsePhone(text).reveal(), '13800138000'))
}

for (const text of ['', '12800138000', '1380013800', '138001380000', '010-88888888', '１２８abc', '+1 138 0013 8000']) {
  test(`“${text}” is no mobile number, and the field is named`, () => {
    assert.throws(
      () => parsePhone(text, 'value'),
      (error) => error instanceof Refusal && error.parts.status === 422 && error.parts.errors?.[0]?.field === 'value',
    )
  })
}
