import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSearch } from './person-search.ts'

test('a phone number, with spaces or in full-width digits', () => {
  assert.deepEqual(readSearch('138 0013 8000'), { by: 'phone', value: '13800138000' })
  assert.deepEqual(readSearch('１３８００１３８０００'), { by: 'phone', value: '13800138000' })
})

test('an identity number, its last letter made a capital', () => {
  assert.deepEqual(readSearch('11010519491231002x'), { by: 'identity', value: '11010519491231002X' })
})

test('the number of a case or its beginning', () => {
  assert.deepEqual(readSearch('dk4201'), { by: 'number', value: 'DK4201' })
})

test('a name', () => {
  assert.deepEqual(readSearch(' 张三 '), { by: 'name', value: '张三' })
  assert.deepEqual(readSearch('阿依古丽·买买提'), { by: 'name', value: '阿依古丽·买买提' })
})

test('too little to look for', () => {
  for (const text of ['', '张', '123', '13800']) assert.equal(readSearch(text), undefined)
})
