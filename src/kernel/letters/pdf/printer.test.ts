import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLetterPrinter } from './printer.ts'

test('a printer that waits for its next letter keeps no process alive', async () => {
  const printer = createLetterPrinter()
  const spoiled = printer.print({} as Parameters<typeof printer.print>[0])
  assert.ok(process.getActiveResourcesInfo().includes('MessagePort'), 'while it prints, it does')
  await assert.rejects(spoiled)
  assert.ok(!process.getActiveResourcesInfo().includes('MessagePort'))
})
