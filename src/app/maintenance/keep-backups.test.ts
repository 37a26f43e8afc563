import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { newReachableFolder, runMaintenance } from '../../../test/backups.ts'
import { loadSealKey } from '../../kernel/audit/seal-key.ts'
import { loadKeys } from '../../kernel/ciphers/keys.ts'
import { type Embedded, startEmbedded } from '../../kernel/db/embedded.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { readConfig } from '../config.ts'
import { findBases } from './backup-set.ts'
import { keepBackups } from './keep-backups.ts'

const log = { info() {}, error() {} }
const folder = newReachableFolder()
const [data, backups] = [join(folder, 'data'), join(folder, 'backups')]
let embedded: Embedded

before(async () => {
  embedded = await startEmbedded({ folder: join(data, 'database'), log, archiving: true })
  await migrate({
    ownerUrl: embedded.ownerUrl,
    folder: fileURLToPath(new URL('../../../migrations', import.meta.url)),
    log,
  })
  await loadKeys(data)
  await loadSealKey(data)
})
after(async () => {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a backup is made when one is due and not before, older ones go, and the list of the erased comes along', async () => {
  const config = readConfig({ DATA_DIR: data, BACKUP_DIR: backups, BACKUP_EVERY: '30m', BACKUP_KEEP: '1', DEMO: 'off' })
  assert.ok(config.backup)
  let now = new Date()
  const keeper = keepBackups(config, config.backup, join(data, 'database'), () => now)
  const timer = keeper.recurring.find(({ name }) => name === 'backup')
  writeFileSync(join(data, 'erased.jsonl'), '{"one":1}\n')
  await timer?.run()
  const [first, ...none] = await findBases(backups)
  assert.ok(first && none.length === 0)
  assert.equal(readFileSync(join(backups, 'erased.jsonl'), 'utf8'), '{"one":1}\n')
  now = new Date(now.getTime() + 29 * 60_000)
  await timer?.run()
  assert.deepEqual(
    (await findBases(backups)).map(({ manifest }) => manifest),
    [first.manifest],
  )
  now = new Date(now.getTime() + 2 * 60_000)
  await timer?.run()
  const [second, ...others] = await findBases(backups)
  assert.equal(others.length, 0)
  assert.notDeepEqual(second?.manifest, first.manifest)
  await keeper.recurring.find(({ name }) => name === 'ship-backups')?.run()
  rmSync(join(data, 'erased.jsonl'))
  const into = join(folder, 'restored')
  const restored = await runMaintenance('restore', [
    ...['--from', backups, '--to-latest', '--data-dir', into, '--keys-from', data],
  ])
  assert.equal(restored.code, 0, restored.error)
  assert.equal(readFileSync(join(into, 'erased.jsonl'), 'utf8'), '{"one":1}\n')
})
