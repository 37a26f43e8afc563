import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appearanceCookie, readAppearance, usualAppearance, withParts } from './appearance.ts'

test('what was chosen is read back, and what makes no sense is the usual', () => {
  const chosen = { size: 'elder', contrast: 'more', theme: 'dark' } as const
  const [value = ''] = appearanceCookie(chosen, true).split('; ')
  assert.deepEqual(readAppearance(value.split('=')[1]), chosen)
  for (const nonsense of [undefined, '', 'x', '..', 'elder', '<script>.more.', 'usual.less.pink.more']) {
    const { size, contrast, theme } = readAppearance(nonsense)
    assert.ok(['usual', 'elder'].includes(size) && ['usual', 'more'].includes(contrast) && theme === 'auto')
  }
})

test('one part changes without the others', () => {
  const elder = withParts(usualAppearance, { size: 'elder' })
  assert.deepEqual(elder, { size: 'elder', contrast: 'usual', theme: 'auto' })
  assert.deepEqual(withParts(elder, { theme: 'dark', contrast: 'none' }), { ...elder, theme: 'dark' })
})

test('the cookie is sent over TLS alone where the page came so', () => {
  assert.ok(!appearanceCookie(usualAppearance, false).includes('Secure'))
  assert.match(appearanceCookie(usualAppearance, true), /; Secure$/)
})
