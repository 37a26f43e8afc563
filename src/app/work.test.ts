import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type City, testCity } from '../../test/city.ts'
import { startSmsPeer } from '../../test/sms-peer.ts'
import { anonymous } from '../kernel/access/actor.ts'
import { DEFAULT_SCHEMA, roleOf } from '../kernel/db/connect.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import { installQueues } from '../kernel/jobs/queues.ts'
import { signRequest } from '../kernel/notifications/sms-gateway.ts'
import { readConfig } from './config.ts'
import { queues, startWork } from './work.ts'

let city: City

before(async () => {
  city = await testCity()
  const { ownerUrl, appUrl } = city
  await installQueues({ ownerUrl, appRole: roleOf(appUrl), schema: DEFAULT_SCHEMA, queues })
})
after(() => city.close())

const startHere = (environment: Record<string, string> = { DEMO: 'on' }) => {
  const { platform, appUrl, folder } = city
  const config = readConfig({ DATA_DIR: folder, ...environment })
  return startWork({ config, appUrl, platform, storage: folderStorage(folder), operations: city.operations })
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

test('a log-in code reaches the phone through the gateway', async () => {
  const peer = await startSmsPeer((response) => response.end())
  const secretFile = join(city.folder, 'sms-secret')
  await writeFile(secretFile, 'a shared secret\n')
  const worker = await startHere({ DEMO: 'off', SMS_URL: peer.url, SMS_SECRET_FILE: secretFile })
  await city.call(anonymous, 'session.requestCode', { phone: '13900001234' })
  while (peer.received.length === 0) await wait(20)
  await worker.stop()
  peer.close()
  const [{ body = '', headers = {} } = {}] = peer.received
  assert.match(body, /"to":"13900001234","text":"【启创】验证码 \d{6}，5 分钟内有效/)
  assert.equal(headers['x-signature'], signRequest('a shared secret', String(headers['x-timestamp']), body))
  assert.equal(peer.received.length, 1)
})
