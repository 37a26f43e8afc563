import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { newId } from '../../shared/ids.ts'
import { folderStorage } from './storage.ts'

const root = await mkdtemp(join(tmpdir(), 'qichuang-files-'))
after(() => rm(root, { recursive: true, force: true }))
const storage = folderStorage(root)
const now = new Date('2026-11-23T02:00:00Z')

const filesIn = async (folder: string) =>
  (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test('a file is readable once it is accepted, and only by us', async () => {
  const key = newId(now)
  await storage.write(key, Readable.from([Buffer.from('sealed '), Buffer.from('content')]))
  await assert.rejects(storage.read(key), { code: 'ENOENT' })
  await storage.accept(key)
  assert.equal((await buffer(await storage.read(key))).toString(), 'sealed content')
  const [path = ''] = await filesIn('accepted')
  assert.ok(path.endsWith(join(key.slice(-2), key.slice(-4, -2), key)))
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.deepEqual(await filesIn('quarantine'), [])
  await storage.remove(key)
  await storage.remove(key)
  await assert.rejects(storage.read(key), { code: 'ENOENT' })
})

test('content that breaks off leaves nothing', async () => {
  const key = newId(now)
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half')
      throw new Error('gone')
    })(),
  )
  await assert.rejects(storage.write(key, broken), /gone/)
  assert.deepEqual(await filesIn('quarantine'), [])
})

test('a key is written once', async () => {
  const key = newId(now)
  await storage.write(key, Readable.from([Buffer.from('first')]))
  await assert.rejects(storage.write(key, Readable.from([Buffer.from('second')])), { code: 'EEXIST' })
  await storage.accept(key)
  assert.equal((await buffer(await storage.read(key))).toString(), 'first')
})

test('only ids that we made are keys', async () => {
  for (const key of ['../../etc/passwd', 'a/b', '', `${newId(now)}/x`]) {
    await assert.rejects(storage.read(key), RangeError)
    await assert.rejects(storage.write(key, Readable.from([])), RangeError)
  }
})

test('what a crash left in quarantine is removed when it is old', async () => {
  const [old, young] = [newId(now), newId(now)]
  for (const key of [old, young]) await storage.write(key, Readable.from([Buffer.from('x')]))
  for (const path of await filesIn('quarantine')) {
    await utimes(path, now, path.endsWith(old) ? new Date(now.getTime() - 7_200_000) : now)
  }
  assert.equal(await storage.removeAbandoned(new Date(now.getTime() - 3_600_000)), 1)
  const left = await filesIn('quarantine')
  assert.deepEqual(
    left.map((path) => basename(path)),
    [young],
  )
})
