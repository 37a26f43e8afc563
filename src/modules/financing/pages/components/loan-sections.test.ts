import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicantKinds, loanForms } from '../../schema.ts'
import { fieldsOf, isBesidePoint, nextPart, schemasOf, sectionsOf } from './loan-sections.ts'

test('every field of the form stands on one page; the promise is given at the check', () => {
  for (const { value: kind } of applicantKinds) {
    const onPages = sectionsOf(kind).flatMap(fieldsOf)
    assert.deepEqual([...onPages, 'truthful'].sort(), Object.keys(loanForms[kind].properties).sort(), kind)
  }
})

test('the pages follow each other and end at the papers', () => {
  assert.deepEqual(sectionsOf('person').map(nextPart), ['need', 'credit', 'papers'])
})

test('the date of registration is beside the point for who has not registered', () => {
  const [first] = sectionsOf('person')
  const schema = first && schemasOf(first).businessRegisteredOn
  assert.ok(schema)
  assert.equal(isBesidePoint(schema, { businessKind: 'notYet' }), true)
  assert.equal(isBesidePoint(schema, { businessKind: 'soleTrader' }), false)
})
