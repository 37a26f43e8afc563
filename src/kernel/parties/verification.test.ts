import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EAST, openPartyDesk, operations, WEST } from '../../../test/party-desk.ts'
import { newPerson, newPhone, newResidentId } from '../../../test/people.ts'
import { callAs, operationNamed, personActor, refusalOf, staffActor } from '../../../test/platform.ts'

const { database, platform, clerk, registerOne } = await openPartyDesk()
after(() => database.close())

const getOwn = operationNamed(operations, 'person.getOwn')
const declare = operationNamed(operations, 'person.declareRealName')
const get = operationNamed(operations, 'person.get')
const _register = operationNamed(operations, 'person.register')
const verify = operationNamed(operations, 'person.verify')

const reviewer = staffActor('reviewer', WEST)
const elsewhere = staffActor('clerk', EAST)

test('a person tells their real name, and sees it partly hidden', async () => {
  const phone = newPhone()
  const id = await newPerson(platform, phone, WEST)
  const me = personActor(id)
  const bare = { id, name: null, identity: null, identityKind: null, verification: 'none', version: 1 }
  const home = { division: WEST, divisionName: '西陵区', phone: `139****${phone.slice(-4)}` }
  assert.deepEqual(await callAs(platform, getOwn, me), { ...bare, ...home })
  const identityNumber = newResidentId()
  const told = { name: '王 小明', identityNumber: ` ${identityNumber.toLowerCase()} `, version: 1 }
  assert.deepEqual(await callAs(platform, declare, me, told), { version: 2, verification: 'declared' })
  assert.deepEqual(await callAs(platform, getOwn, me), {
    id,
    name: '王**',
    identity: `429***********${identityNumber.slice(-4)}`,
    identityKind: 'residentId',
    verification: 'declared',
    version: 2,
    ...home,
  })
})

test('a wrong number is refused with the part that is wrong; an old version with the new one', async () => {
  const me = personActor(await newPerson(platform, newPhone(), WEST))
  const identityNumber = newResidentId()
  const swapped = identityNumber.replace(
    /(\d)(\d)(.)$/,
    (_, one, two, last) => `${(Number(one) + 1) % 10}${two}${last}`,
  )
  const wrong = await refusalOf(callAs(platform, declare, me, { name: '王小明', identityNumber: swapped, version: 1 }))
  assert.equal(wrong.status, 422)
  assert.equal(wrong.errors?.[0]?.field, 'identityNumber')
  assert.match(String(wrong.errors?.[0]?.message), /最后一位与前 17 位对不上/)
  await callAs(platform, declare, me, { name: '王小明', identityNumber, version: 1 })
  const stale = await refusalOf(callAs(platform, declare, me, { name: '王大明', identityNumber, version: 1 }))
  assert.equal(stale.status, 409)
  assert.deepEqual(stale.now, { version: 2, verification: 'declared' })
})

test('a clerk verifies what was declared; from then on it stands', async () => {
  const id = await newPerson(platform, newPhone(), WEST)
  const me = personActor(id)
  const told = { name: '王小明', identityNumber: newResidentId() }
  const early = await refusalOf(callAs(platform, verify, clerk, { id, version: 1 }))
  assert.equal(early.code, 'not-declared')
  await callAs(platform, declare, me, { ...told, version: 1 })
  assert.equal((await refusalOf(callAs(platform, verify, clerk, { id, version: 1 }))).code, 'stale')
  assert.deepEqual(await callAs(platform, verify, clerk, { id, version: 2 }), { version: 3, verification: 'verified' })
  assert.equal((await refusalOf(callAs(platform, declare, me, { ...told, version: 3 }))).code, 'already-verified')
  assert.equal((await refusalOf(callAs(platform, verify, clerk, { id, version: 3 }))).code, 'already-verified')
})

test('a clerk puts right what was declared, or fills in what was not', async () => {
  const id = await newPerson(platform, newPhone(), WEST)
  const half = await refusalOf(callAs(platform, verify, clerk, { id, version: 1, name: '王小明' }))
  assert.equal(half.errors?.[0]?.field, 'identityNumber')
  await callAs(platform, verify, clerk, { id, version: 1, name: '王小明', identityNumber: newResidentId() })
  assert.equal((await callAs<{ name: string }>(platform, get, clerk, { id })).name, '王小明')
})

test('two verified persons never share a number; who was first keeps it', async () => {
  const { identityNumber } = await registerOne()
  const id = await newPerson(platform, newPhone(), WEST)
  await callAs(platform, declare, personActor(id), { name: '林小满', identityNumber, version: 1 })
  const refusal = await refusalOf(callAs(platform, verify, clerk, { id, version: 2 }))
  assert.equal(refusal.status, 409)
  assert.equal(refusal.code, 'identity-taken')
})

test('only clerks in reach verify', async () => {
  const id = await newPerson(platform, newPhone(), WEST)
  assert.equal((await refusalOf(callAs(platform, verify, reviewer, { id, version: 1 }))).status, 403)
  assert.equal((await refusalOf(callAs(platform, verify, personActor(id), { id, version: 1 }))).status, 403)
  assert.equal((await refusalOf(callAs(platform, verify, elsewhere, { id, version: 1 }))).status, 404)
})
