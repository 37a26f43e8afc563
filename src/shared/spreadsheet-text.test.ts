import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCsv } from './spreadsheet-text.ts'

test('rows end with CRLF after a byte order mark', () => {
  assert.equal(
    toCsv([
      ['编号', '状态'],
      ['DK1', '已提交'],
    ]),
    '\uFEFF编号,状态\r\nDK1,已提交\r\n',
  )
})

test('commas, quotes and line ends are quoted', () => {
  assert.equal(toCsv([['a,b', '说"好"', '一\n二']]), '\uFEFF"a,b","说""好""","一\n二"\r\n')
})

test('nothing becomes a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t']) {
    assert.match(toCsv([[`${start}HYPERLINK(1)`]]), /^\uFEFF"?'/)
  }
})

test('a long number stays text, a short one a number', () => {
  assert.equal(toCsv([['420102199001011234', '30']]), "\uFEFF'420102199001011234,30\r\n")
})
