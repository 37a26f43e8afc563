import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type City, testCity } from '../../test/city.ts'
import { DEFAULT_SCHEMA, roleOf } from '../kernel/db/connect.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import { installQueues } from '../kernel/jobs/queues.ts'
import { readConfig } from './config.ts'
import { queues, startWork } from './work.ts'

let city: City

before(async () => {
  city = await testCity()
  const { ownerUrl, appUrl } = city
  await installQueues({ ownerUrl, appRole: roleOf(appUrl), schema: DEFAULT_SCHEMA, queues })
})
after(() => city.close())

const startHere = () => {
  const { platform, appUrl, folder } = city
  const config = readConfig({ DATA_DIR: folder, DEMO: 'on' })
  return startWork({ config, appUrl, platform, storage: folderStorage(folder) })
}

const countUnsealed = async () => {
  const { db } = city.platform
  const last = await db.selectFrom('seal').select('to_xid').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const rows = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('xid', '>=', last?.to_xid ?? '0')
    .execute()
  return rows.length
}

test('nothing lies unsealed once the work has stopped, however short it was', async () => {
  await city.person()
  assert.ok((await countUnsealed()) > 0)
  const worker = await startHere()
  await worker.stop()
  assert.equal(await countUnsealed(), 0)
})
