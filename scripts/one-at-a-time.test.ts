import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { oneAtATime } from './one-at-a-time.ts'

const folder = await mkdtemp(join(tmpdir(), 'qichuang-lock-'))
after(() => rm(folder, { recursive: true }))
const lock = join(folder, 'build', 'lock')

test('what is done under one lock never overlaps, also after a failure', async () => {
  let [atWork, most] = [0, 0]
  const work = async (number: number) => {
    atWork += 1
    most = Math.max(most, atWork)
    await wait(10)
    atWork -= 1
    if (number === 2) throw new Error('failed')
    return number
  }
  const all = await Promise.allSettled([1, 2, 3, 4].map((number) => oneAtATime(lock, () => work(number))))
  assert.equal(most, 1)
  assert.deepEqual(
    all.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(await readdir(join(folder, 'build')), [])
})

test('the lock of a process that died is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeFile(lock, String(pid))
  assert.equal(await oneAtATime(lock, async () => 'done'), 'done')
})
