import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { plantTree } from './planted-tree.ts'

/** Runs planted test files in a process outside this test run, which node:test would otherwise refuse to nest. */
async function runPlanted(t: TestContext, files: Readonly<Record<string, string>>) {
  const program = `
    import { runTests } from ${JSON.stringify(join(import.meta.dirname, 'run-tests.ts'))}
    const log = (text) => console.log(text)
    const signal = new AbortController().signal
    const files = ${JSON.stringify(Object.keys(files))}
    const tally = await runTests({ folder: process.cwd(), files, concurrency: 2, timeoutMilliseconds: 20_000, signal, log })
    console.log(JSON.stringify(tally))`
  const folder = await plantTree(t, { 'package.json': '{ "type": "module" }', 'program.js': program, ...files })
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['program.js'], { cwd: folder, env })
  const lines = stdout.trimEnd().split('\n')
  return { tally: JSON.parse(lines.pop() ?? ''), told: lines.join('\n') }
}

test('leaves count; suites and tests with tests inside do not', async (t) => {
  const { tally, told } = await runPlanted(t, {
    'leaves.test.ts': `
      import { describe, it, test } from 'node:test'
      test('alone', () => {})
      test('outer', async (t) => { await t.test('inner', () => {}); await t.test('another', () => {}) })
      describe('suite', () => { it('first', () => {}); describe('deep', () => { it('second', () => {}) }) })`,
  })
  assert.deepEqual(tally, { passed: 5, failed: 0 })
  assert.match(told, /^ {2}✓ leaves\.test\.ts 5 \(\d+\.\d s\)$/)
})

test('a failure is told in full and counted once', async (t) => {
  const { tally, told } = await runPlanted(t, {
    'fails.test.ts': `
      import { test } from 'node:test'
      console.log('printed by the file')
      test('outer', async (t) => {
        await t.test('holds', () => {})
        await t.test('breaks', () => { throw new Error('two and two') })
      })`,
  })
  assert.deepEqual(tally, { passed: 1, failed: 1 })
  assert.match(told, /fails\.test\.ts 1 of 2 failed \(\d+\.\d s\)\n {4}✗ breaks\n {6}Error: two and two/)
  assert.match(told, /printed by the file$/)
})

test('a hook that fails counts beside the tests it cancels', async (t) => {
  const { tally } = await runPlanted(t, {
    'hook.test.ts': `
      import { before, describe, it } from 'node:test'
      describe('suite', () => { before(() => { throw new Error('no ground') }); it('stands', () => {}) })`,
  })
  assert.deepEqual(tally, { passed: 0, failed: 2 })
})

test('what did not run does not pass', async (t) => {
  const { tally } = await runPlanted(t, {
    'skipped.test.ts': "import { test } from 'node:test'\ntest.skip('later', () => {})\ntest.todo('some day')",
    'empty.test.ts': 'export const nothing = 0',
    'broken.test.ts': "throw new Error('at load')",
    'leaves-early.test.ts':
      "import { test } from 'node:test'\ntest('holds', () => {})\nsetTimeout(() => process.exit(3), 50)\nawait new Promise((resolve) => setTimeout(resolve, 5000))",
  })
  assert.deepEqual(tally, { passed: 1, failed: 5 })
})
