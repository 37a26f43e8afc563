import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { clearAway, newFolder } from '../test/program.ts'
import { actNames } from './goals.ts'
import { slopeOf } from './growth.ts'

const folder = newFolder()
after(() => clearAway([folder]))

/** A run as an operator would start it, as small as can be: it tells nothing of speed. */
async function bench(part: string) {
  const small = ['--cases', '400', '--texts', '300', '--rounds', '1', '--seconds', '0.1']
  const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, BENCH_FOLDER: folder }
  const child = spawn(process.execPath, [fileURLToPath(new URL('./run.ts', import.meta.url)), part, ...small], { env })
  const output = { out: '', error: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text))
  const [code] = (await once(child, 'close')) as [number]
  const line = output.out.trimEnd().split('\n').at(-1) ?? ''
  assert.ok(line.startsWith('{'), output.out + output.error)
  const result = JSON.parse(line) as { name: string; figures: object; ratios: Record<string, object>; holds: boolean }
  assert.equal(JSON.stringify(result), line, 'one line of compact JSON')
  assert.ok(output.out.endsWith(`${line}\n`), 'with nothing after it')
  assert.equal(code, result.holds ? 0 : 1)
  return result
}

test('the spine is measured in all its acts, and what it ends with is read by machines', async () => {
  const { name, ratios } = await bench('spine')
  assert.equal(name, 'spine')
  assert.deepEqual(Object.keys(ratios), [...actNames, 'memory', 'start', 'topTen', 'installed'])
  assert.equal(ratios.topTen, 1, 'the exact top ten where there are few matches')
})

test('a time that grows with the number has slope one, one that does not has none', () => {
  const grown = [10, 100, 1000].map((cases) => ({ cases, seconds: cases / 7 }))
  assert.ok(Math.abs(slopeOf(grown) - 1) < 1e-9)
  assert.ok(Math.abs(slopeOf(grown.map(({ cases }) => ({ cases, seconds: 3 })))) < 1e-9)
})
