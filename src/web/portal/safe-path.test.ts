import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safePath } from './safe-path.ts'

test('a path on this site is followed', () => {
  for (const path of ['/', '/me', '/loans/new?division=370112000000', '/policies/a#text']) {
    assert.equal(safePath(path, '/me'), path)
  }
})

test('an address elsewhere is not', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'me',
    '',
    '/a\\b',
    '/a\n/b',
    null,
    undefined,
  ]
  for (const path of elsewhere) assert.equal(safePath(path, '/me'), '/me')
})
