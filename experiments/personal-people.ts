import assert from 'node:assert/strict'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { parseDate } from '../src/shared/dates.ts'
import { goodForm } from '../test/city.ts'
import { pdfFile } from '../test/sample-files.ts'
import { division, type PersonalHouse } from './personal-house.ts'

/** What each planted value begins with. */
export const planted = {
  name: '龘靐齉',
  phone: '199471938',
  identity: '42999919510203',
  card: '6217009988776',
} as const

export interface PlantedPerson {
  id: string
  name: string
  phone: string
  identity: string
  card: string
  cookie: string
  /** Their loan, a draft. */
  loan: { id: string; version: number }
}

const letters = [...'安宁康乐福寿喜庆丰裕']

/** Two digits tell up to a hundred of them apart. */
function invent(number: number) {
  const tail = String(number).padStart(2, '0')
  const [tens = '', ones = ''] = [...tail].map((digit) => letters[Number(digit)])
  return {
    name: `${planted.name}${tens}${ones}`,
    phone: planted.phone + tail,
    identity: makeResidentId(parseDate('1951-02-03'), number),
    card: `${planted.card}${tail}1234`,
  }
}

/** Does all with one person's data by which they might come to lie anywhere: what succeeds, what is refused, what is merely asked. */
export async function plantPerson({ send, logIn, cookies }: PersonalHouse, number: number): Promise<PlantedPerson> {
  const { clerk } = cookies
  const { name, phone, identity, card } = invent(number)
  const done = async (cookie: string | null, route: string, body: object | FormData) => {
    const answer = await send(cookie, route, body)
    assert.equal(answer.status, 200, `${route}: ${answer.body}`)
    return JSON.parse(answer.body) as { id: string; version: number }
  }
  const person = { name, phone, identityNumber: identity, division }
  await send(clerk, 'POST /people', { ...person, identityNumber: `${identity.slice(0, -1)}?` })
  const { id } = await done(clerk, 'POST /people', person)
  // Known already; a type that is none; a field that is none; before the database as after it.
  await send(clerk, 'POST /people', person)
  await send(clerk, 'POST /people', { ...person, identityKind: name, [identity]: phone })
  await send(null, 'POST /people', person)
  await send(clerk, `GET /people/${phone}`)
  await send(clerk, `GET /search?q=${encodeURIComponent(name)}&${identity}=${card}`)
  await send(clerk, `GET /api/${encodeURIComponent(name)}/${identity}`)
  await send(null, 'POST /sessions/codes', { phone })
  await send(null, 'POST /sessions/person', { phone, code: '000000' })
  await send(null, 'POST /sessions/staff', { login: identity, password: card, code: '000000' })
  const cookie = await logIn(id)
  const opened = await done(cookie, 'POST /loans', { division })
  const form = {
    ...goodForm,
    businessName: `${name}早点铺`,
    purpose: `收款人${name}，账号${card}，证件${identity}，电话${phone}`,
  }
  const loan = await done(cookie, `POST /loans/${opened.id}/draft`, { version: opened.version, form })
  const paper = new FormData()
  paper.append('kind', 'identity')
  const content = pdfFile(Buffer.from(`${name} ${phone} ${identity} ${card}`))
  paper.append('file', new Blob([new Uint8Array(content)]), `${name}${identity}.pdf`)
  await done(cookie, `POST /cases/${opened.id}/papers`, paper)
  await send(cookie, `POST /loans/${opened.id}/submit`, { version: loan.version, [phone]: card })
  return { id, name, phone, identity, card, cookie, loan: { id: opened.id, version: loan.version } }
}
