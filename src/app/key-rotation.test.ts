import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type City, testCity, xiling } from '../../test/city.ts'
import { newPhone, newResidentId } from '../../test/people.ts'
import { sealingKey } from '../kernel/ciphers/envelope.ts'
import { type Database, openDatabase } from '../kernel/db/connect.ts'
import { findNewestMessages, queueMessage } from '../kernel/notifications/messages.ts'
import { Personal } from '../shared/personal.ts'
import { countSealedByOthers, renewSealed } from './key-rotation.ts'

let city: City
let owner: Database
before(async () => {
  city = await testCity()
  owner = openDatabase(city.ownerUrl, { max: 1 })
})
after(async () => {
  await owner.close()
  await city.close()
})

/** How many values of any binary column bear the id of this key: whatever it sealed, in whichever table. */
async function countBearing(keyId: string): Promise<number> {
  const { rows } = await sql<{ table: string; name: string }>`
    select table_name as table, column_name as name from information_schema.columns
    where table_schema = current_schema() and data_type = 'bytea'`.execute(owner.db)
  let count = 0
  for (const { table, name } of rows) {
    const found = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)}
      where substring(${sql.id(name)} from 3 for 8) = decode(${keyId}, 'hex')`.execute(owner.db)
    count += found.rows[0]?.count ?? 0
  }
  return count
}

test('a new master key takes over all that the earlier ones sealed, which then open nothing any more', async () => {
  const { platform, call, staff } = city
  const { ciphers } = platform
  const phone = newPhone()
  const identityNumber = newResidentId()
  const person = { name: '张三', phone, identityNumber, division: xiling }
  const { id } = await call<{ id: string }>(staff.clerk, 'person.register', person)
  const words = { subject: new Personal('提醒'), body: new Personal('您好') }
  const message = {
    medium: 'email',
    purpose: 'test',
    recipient: new Personal('a@example.cn'),
    division: xiling,
  } as const
  await queueMessage(platform.db, platform, { ...message, ...words })
  const earlier = ciphers.currentKeyId()
  assert.ok((await countBearing(earlier)) > 0)

  const next = sealingKey(randomBytes(8).toString('hex'), randomBytes(32))
  const both = [next, ...platform.masterKeys] as const
  ciphers.takeUp(both)
  assert.equal(await countSealedByOthers(owner.db, next.id), await countBearing(earlier))
  assert.ok((await renewSealed(platform)) > 0)
  assert.equal(await renewSealed(platform), 0)
  assert.equal(await countBearing(earlier), 0)
  assert.equal(await countSealedByOthers(owner.db, next.id), 0)

  ciphers.takeUp([next])
  const [sent] = await findNewestMessages(platform, 1)
  assert.equal(sent?.body.reveal(), '您好')
  const wanted = { by: 'phone', value: phone }
  const { items } = await call<{ items: { id: string; name: string }[] }>(staff.clerk, 'person.find', wanted)
  const [found] = items
  assert.deepEqual([found?.id, found?.name], [id, '张*'])
})
