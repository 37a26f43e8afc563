import assert from 'node:assert/strict'
import { utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { countSealedByOthers, LONGEST_WRITE } from '../src/app/key-rotation.ts'
import { type Ciphers, createCiphers } from '../src/kernel/ciphers/ciphers.ts'
import { keyPath, loadKeys } from '../src/kernel/ciphers/keys.ts'
import { SealBroken } from '../src/kernel/ciphers/suites.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { goodForm } from '../test/city.ts'
import { division, type PersonalHouse } from './personal-house.ts'
import { type PlantedPerson, plantPerson } from './personal-people.ts'

const PATIENCE = 300_000

export const readCiphers = async ({ dataFolder }: PersonalHouse): Promise<Ciphers> =>
  createCiphers({ ...(await loadKeys(dataFolder, { mayMake: false })), suite: 'aes' })

const masked = ({ phone }: PlantedPerson) => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** Goes on asking for what is sealed and sealing more until told to stop; counts the answers that were not right. */
function keepServing({ send, cookies }: PersonalHouse, people: readonly PlantedPerson[]) {
  let stopped = false
  const counts = { answered: 0, wrong: 0 }
  const wrongs: string[] = []
  const judge = (what: string, { status, body }: { status: number; body: string }, holds = true) => {
    counts.answered += 1
    if (status === 200 && holds) return
    counts.wrong += 1
    wrongs.push(`${what}: ${status} ${body.slice(0, 300)}`)
  }
  const serve = async (person: PlantedPerson, lane: number) => {
    for (let turn = 0; !stopped; turn += 1) {
      const seen = await send(cookies.clerk, `GET /people/${person.id}`)
      judge('the clerk', seen, seen.body.includes(person.phone))
      const own = await send(person.cookie, 'GET /me/person')
      judge('the person', own, own.body.includes(masked(person)))
      const form = { ...goodForm, purpose: `第 ${turn} 次填写的贷款用途说明` }
      const saved = await send(person.cookie, `POST /loans/${person.loan.id}/draft`, {
        version: person.loan.version,
        form,
      })
      judge('the form', saved)
      person.loan.version = (JSON.parse(saved.body) as { version?: number }).version ?? person.loan.version
      const read = await send(person.cookie, `GET /loans/${person.loan.id}`)
      judge('the form read', read, read.body.includes(`第 ${turn} 次`))
      const someone = { phone: `1581${lane}${String(turn).padStart(6, '0')}`, division }
      if (turn % 4 === 0) judge('a code', await send(null, 'POST /sessions/codes', { phone: someone.phone }))
      await sleep(20)
    }
  }
  const serving = Promise.all(people.map(serve))
  return {
    async stop() {
      stopped = true
      await serving
      return { ...counts, wrongs: wrongs.slice(0, 3) }
    },
  }
}

/** Changes the master key and drops the earlier one, under people who ask and write all the while. */
export async function rotateWhileServing(house: PersonalHouse, people: readonly PlantedPerson[]) {
  const before = await readCiphers(house)
  const wrappings = await readWrappings(house, people)
  const serving = keepServing(house, people.slice(0, 6))
  const owner = openDatabase(house.ownerUrl, { max: 1 })
  const began = performance.now()
  try {
    await sleep(500)
    await house.run('rotate-keys', [])
    const current = (await readCiphers(house)).currentKeyId()
    assert.notEqual(current, before.currentKeyId())
    const sealedBefore = await countSealedByOthers(owner.db, current)
    while ((await countSealedByOthers(owner.db, current)) > 0) {
      assert.ok(performance.now() - began < PATIENCE, 'not everything was sealed anew')
      await sleep(200)
    }
    const milliseconds = Math.round(performance.now() - began)
    await sleep(500)
    // As an operator finds it who comes back later.
    const earlier = new Date(Date.now() - 2 * LONGEST_WRITE)
    await utimes(keyPath(house.dataFolder), earlier, earlier)
    await house.run('rotate-keys', ['--drop-old'])
    // The server takes the change up within a second.
    await sleep(1500)
    const { answered, wrong, wrongs } = await serving.stop()
    const after = await readCiphers(house)
    const opened = wrappings.filter((wrapped) => opens(after, wrapped)).length
    return { sealedAnew: sealedBefore, milliseconds, answered, wrong, wrongs, openedWithoutItsKey: opened }
  } finally {
    await owner.close()
  }
}

function opens(ciphers: Ciphers, wrapped: Buffer): boolean {
  try {
    ciphers.unwrap(wrapped)
    return true
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

const readWrappings = ({ superuserUrl }: PersonalHouse, people: readonly { id: string }[]): Promise<Buffer[]> =>
  withClient(superuserUrl, async (client) => {
    const ids = people.map(({ id }) => id)
    const text = 'select wrapped_key as key from qichuang.person where party_id = any ($1) and wrapped_key is not null'
    return (await client.query<{ key: Buffer }>(text, [ids])).rows.map(({ key }) => key)
  })

/** How many values of any table bear the id of this key, whatever table they stand in. */
const countSealedBy = ({ superuserUrl }: PersonalHouse, keyId: string): Promise<number> =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string; table: string }>(
      `select quote_ident(column_name) as name, format('%I.%I', table_schema, table_name) as table
       from information_schema.columns where table_schema like 'qichuang%' and data_type = 'bytea'`,
    )
    let count = 0
    for (const { name, table } of rows) {
      const found = await client.query<{ count: number }>(
        `select count(*)::int as count from ${table} where substring(${name} from 3 for 8) = decode($1, 'hex')`,
        [keyId],
      )
      count += found.rows[0]?.count ?? 0
    }
    return count
  })

/** Erases someone by the platform's own way, and looks for what could still be read of them. */
export async function dropPersonKey(house: PersonalHouse, number: number) {
  const { send, cookies } = house
  const person = await plantPerson(house, number)
  const { id, cookie, loan } = person
  const withdrawn = await send(cookie, `POST /loans/${loan.id}/withdraw`, { version: loan.version })
  assert.equal(withdrawn.status, 200, withdrawn.body)
  const [wrapped] = await readWrappings(house, [person])
  const keyId = (await readCiphers(house)).unwrap(wrapped as Buffer).id
  const sealedBefore = await countSealedBy(house, keyId)
  const asked = await send(cookie, 'POST /me/erasure', { confirmed: true })
  assert.equal(asked.status, 200, asked.body)
  const { id: erasure, version } = JSON.parse(asked.body) as { id: string; version: number }
  const approved = await send(cookies.administrator, `POST /erasures/${erasure}/approve`, { version })
  assert.equal(approved.status, 200, approved.body)
  const began = performance.now()
  while ((await readWrappings(house, [person])).length > 0) {
    assert.ok(performance.now() - began < PATIENCE, 'the erasure was not carried out')
    await sleep(100)
  }
  const shown = await send(cookies.clerk, `GET /people/${id}`)
  const still = [person.name, person.phone, person.identity, masked(person)].filter((text) => shown.body.includes(text))
  const loggedIn = await send(cookie, 'GET /me/person')
  const found = await send(cookies.clerk, 'POST /people/find', { by: 'phone', value: person.phone })
  const foundAgain = (JSON.parse(found.body) as { items?: unknown[] }).items?.length ?? 1
  return {
    sealedBefore,
    sealedLeft: await countSealedBy(house, keyId),
    stillShown: still.length,
    foundAgain,
    stillLoggedIn: loggedIn.status === 200,
  }
}
