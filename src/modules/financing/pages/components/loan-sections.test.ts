import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LoanForm } from '../../schema.ts'
import { fieldsOf, isBesidePoint, loanSections, nextPart, schemasOf } from './loan-sections.ts'

test('every field of the form stands on one page; the promise is given at the check', () => {
  const onPages = loanSections.flatMap(fieldsOf)
  assert.deepEqual([...onPages, 'truthful'].sort(), Object.keys(LoanForm.properties).sort())
})

test('the pages follow each other and end at the papers', () => {
  assert.deepEqual(
    loanSections.map((section) => nextPart(section.id)),
    ['need', 'credit', 'papers'],
  )
})

test('the date of registration is beside the point for who has not registered', () => {
  const [first] = loanSections
  const schema = first && schemasOf(first).businessRegisteredOn
  assert.ok(schema)
  assert.equal(isBesidePoint(schema, { businessKind: 'notYet' }), true)
  assert.equal(isBesidePoint(schema, { businessKind: 'soleTrader' }), false)
})
