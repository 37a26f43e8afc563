import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanFileName, endingOf } from './file-name.ts'

test('folders are left out', () => {
  assert.equal(cleanFileName('../../etc/passwd'), 'passwd')
  assert.equal(cleanFileName('C:\\Users\\me\\营业执照.pdf'), '营业执照.pdf')
  assert.equal(cleanFileName('a/b\\..\\身份证 正面.jpg'), '身份证 正面.jpg')
  assert.equal(cleanFileName('folder/'), '')
})

test('what cannot be seen is left out', () => {
  assert.equal(cleanFileName('a\u0000b\r\n\t.pdf'), 'ab.pdf')
  assert.equal(cleanFileName('照片\u202egpj.exe'), '照片gpj.exe')
  assert.equal(cleanFileName('\u200b\ufeff合同.pdf\u2028'), '合同.pdf')
  assert.equal(cleanFileName('\ud800.png'), '\ufffd.png')
})

test('a long name is shortened, its ending kept', () => {
  const name = cleanFileName(`${'长'.repeat(300)}.pdf`)
  assert.equal([...name].length, 100)
  assert.ok(name.endsWith('长.pdf'))
  assert.equal([...cleanFileName('𠮷'.repeat(300))].length, 100)
})

test('any name becomes one that is no path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = cleanFileName(text)
      assert.doesNotMatch(name, /[/\\\p{C}]/u)
      assert.ok([...name].length <= 100)
      assert.equal(cleanFileName(name), name)
    }),
  )
})

test('the ending is the last one, in lower case', () => {
  assert.equal(endingOf('执照.pdf.EXE'), '.exe')
  assert.equal(endingOf('a.JPG'), '.jpg')
  for (const none of ['pdf', '.pdf', 'a.', 'a.合同', 'a.pdf ', '']) assert.equal(endingOf(none), '', none)
})
