import { sql } from 'kysely'
import { copyRows } from '../bench/load/copy.ts'
import { Random } from '../bench/load/random.ts'
import type { Ciphers } from '../src/kernel/ciphers/ciphers.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { findByIndex } from '../src/kernel/parties/store.ts'
import { Personal } from '../src/shared/personal.ts'
import { division, type PersonalHouse } from './personal-house.ts'

const phoneOf = (number: number) => `13${String(number).padStart(9, '0')}`

/** Fills the platform's table with so many persons, and a table without any sealing with the phones of the same. */
export async function loadPeople({ superuserUrl }: PersonalHouse, ciphers: Ciphers, count: number, seed: number) {
  const random = new Random(seed)
  const now = new Date()
  const { key, wrapped } = ciphers.newPersonKey()
  const seal = (field: string, text: string) => ciphers.sealText(key, field, new Personal(text))
  const [name, phone, identity] = [seal('name', '张三丰'), seal('phone', phoneOf(0)), seal('identity', '4'.repeat(18))]
  const ids = Array.from({ length: count }, () => random.id(now))
  function* persons() {
    for (const [number, id] of ids.entries()) {
      const index = ciphers.blindIndex('phone', phoneOf(number))
      const nameIndex = ciphers.blindIndex('name', String(number % 5000))
      yield [id, division, wrapped, name, phone, 'residentId', identity, nameIndex, index, 'verified', now]
    }
  }
  await withClient(superuserUrl, async (client) => {
    await client.query(
      `set search_path = qichuang, public; set session_replication_role = replica; set synchronous_commit = off`,
    )
    await client.query(
      `create table plain_person (phone text not null, party_id uuid not null, division text not null)`,
    )
    await client.query('grant select on plain_person to qichuang_app')
    await copyRows(
      client,
      'party',
      ['id', 'kind', 'division', 'created_at'],
      ids.map((id) => [id, 'person', division, now]),
    )
    await copyRows(
      client,
      'person',
      [
        'party_id',
        'division',
        'wrapped_key',
        'name_cipher',
        'phone_cipher',
        'identity_kind',
        'identity_cipher',
        'name_index',
        'phone_index',
        'verification',
        'verified_at',
      ],
      persons(),
    )
    await copyRows(
      client,
      'plain_person',
      ['phone', 'party_id', 'division'],
      ids.map((id, number) => [phoneOf(number), id, division]),
    )
    await client.query('create unique index plain_person_phone on plain_person (phone)')
    await client.query('analyze person; analyze plain_person; checkpoint')
  })
}

const medianOf = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** Looks persons up by their phones, by the blind index as the platform does and by the plain column, in turns. */
export async function compareLookUps({ appUrl }: PersonalHouse, ciphers: Ciphers, count: number, seed: number) {
  const random = new Random(seed)
  const { db, close } = openDatabase(appUrl, { max: 1 })
  const blind = (phone: string) => findByIndex(db, 'phone', ciphers.blindIndex('phone', phone))
  const plain = async (phone: string) =>
    (
      await sql<{ partyId: string; division: string }>`
        select party_id as "partyId", division from plain_person where phone = ${phone} order by party_id`.execute(db)
    ).rows
  const times: [blind: number[], plain: number[]] = [[], []]
  let differences = 0
  const measure = async (which: 0 | 1, phone: string) => {
    const began = performance.now()
    const found = await (which === 0 ? blind : plain)(phone)
    times[which].push(performance.now() - began)
    return found[0]?.partyId
  }
  const rounds = Math.min(count, 4000)
  for (let round = 0; round < rounds; round += 1) {
    const phone = phoneOf(random.below(count))
    const first = random.below(2) as 0 | 1
    const one = await measure(first, phone)
    const other = await measure((1 - first) as 0 | 1, phone)
    if (one === undefined || one !== other) differences += 1
  }
  await close()
  // The first rounds find a cold cache and prepare their statements.
  const [blindMilliseconds, plainMilliseconds] = times.map((list) => medianOf(list.slice(Math.floor(rounds / 10))))
  return {
    people: count,
    lookUps: 2 * rounds,
    differences,
    blindMicroseconds: Math.round((blindMilliseconds ?? 0) * 1000),
    plainMicroseconds: Math.round((plainMilliseconds ?? 0) * 1000),
    ratio: Math.round(((blindMilliseconds ?? 0) / (plainMilliseconds || 1)) * 100) / 100,
  }
}
