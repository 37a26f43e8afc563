import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Personal } from '../../shared/personal.ts'
import { StartProblem } from '../db/start-problem.ts'
import { createCiphers } from './ciphers.ts'
import { addMasterKey, dropEarlierKeys, loadKeys } from './keys.ts'

async function newFolder(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-keys-'))
  context.after(() => rm(folder, { recursive: true }))
  return { folder, path: join(folder, 'keys', 'master.json') }
}

test('keys are made once, for their owner alone, and read again', async (context) => {
  const { folder, path } = await newFolder(context)
  const made = createCiphers({ ...(await loadKeys(folder)), suite: 'aes' })
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await stat(join(folder, 'keys'))).mode & 0o777, 0o700)
  assert.deepEqual(await readdir(join(folder, 'keys')), ['master.json'])

  const { key, wrapped } = made.newPersonKey()
  const sealed = made.sealText(key, 'name', new Personal('张三'))
  const read = createCiphers({ ...(await loadKeys(folder, { mayMake: false })), suite: 'aes' })
  assert.equal(read.openText(read.unwrap(wrapped), 'name', sealed).reveal(), '张三')
  assert.equal(read.blindIndex('name', '张三'), made.blindIndex('name', '张三'))
})

test('processes that start together agree on the keys', async (context) => {
  const { folder } = await newFolder(context)
  const rings = await Promise.all(Array.from({ length: 8 }, () => loadKeys(folder)))
  assert.equal(new Set(rings.map((ring) => ring.masterKeys[0].id)).size, 1)
  assert.deepEqual(await readdir(join(folder, 'keys')), ['master.json'])
})

test('missing keys are not made up for a database that needs the old ones', async (context) => {
  const { folder, path } = await newFolder(context)
  await assert.rejects(
    loadKeys(folder, { mayMake: false }),
    (error: unknown) => error instanceof StartProblem && error.message.includes(path),
  )
  assert.deepEqual(await readdir(folder), [])
})

test('keys open to other accounts are refused', async (context) => {
  const { folder, path } = await newFolder(context)
  await loadKeys(folder)
  await chmod(path, 0o640)
  await assert.rejects(loadKeys(folder), StartProblem)
})

test('damaged keys are refused without quoting them, and left as they are', async (context) => {
  const { folder, path } = await newFolder(context)
  await loadKeys(folder)
  const good = await readFile(path, 'utf8')
  const damaged = [
    good.slice(0, -20),
    good.replace('"version": 1', '"version": 2'),
    good.replace(/"id": "../, '"id": "'),
    good.replace(/"key": "..../, '"key": "'),
    '{"version": 1, "masterKeys": [], "indexKey": ""}',
    'null',
    '',
  ]
  for (const text of damaged) {
    await writeFile(path, text)
    await assert.rejects(loadKeys(folder), (error: unknown) => {
      assert.ok(error instanceof StartProblem)
      assert.equal(error.cause, undefined)
      return true
    })
    assert.equal(await readFile(path, 'utf8'), text)
  }
})

test('a new master key stands before the others, which can then be dropped; two changes at once are refused', async (context) => {
  const { folder, path } = await newFolder(context)
  const [first] = (await loadKeys(folder)).masterKeys
  const both = await Promise.allSettled([addMasterKey(folder), addMasterKey(folder)])
  const added = both.filter(({ status }) => status === 'fulfilled').length
  const { masterKeys } = await loadKeys(folder, { mayMake: false })
  assert.equal(masterKeys.length, 1 + added)
  assert.equal(masterKeys.at(-1)?.id, first.id)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  await writeFile(`${path}.next`, '')
  await assert.rejects(addMasterKey(folder), StartProblem)
  await rm(`${path}.next`)
  await dropEarlierKeys(folder)
  const left = await loadKeys(folder, { mayMake: false })
  assert.deepEqual(
    left.masterKeys.map(({ id }) => id),
    [masterKeys[0].id],
  )
  assert.deepEqual(await readdir(join(folder, 'keys')), ['master.json'])
})
