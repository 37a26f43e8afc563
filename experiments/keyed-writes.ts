import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../src/kernel/access/actor.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { xiling, yichang } from '../test/city.ts'
import { placeMember } from '../test/offices.ts'
import { pdfFile } from '../test/sample-files.ts'
import { type Answer, testServer } from '../test/server.ts'

/** One write that a key is for, and the ways in which the key can come again. */
export interface KeyedWrite {
  /** Sends it with this key; `text` instead of its body. */
  send(key: string | null, text?: string): Promise<Answer>
  /** The same with other content. */
  sendOther(key: string): Promise<Answer>
  /** On another object of the same kind, or where there is none another operation. */
  sendElsewhere(key: string): Promise<Answer>
  /** The same by somebody else. */
  sendByAnother(key: string): Promise<Answer>
  /** How many there are in the database of what it makes. */
  countEffects(): Promise<number>
  /** How many more somebody else's makes that are counted with it. */
  effectsOfAnother: 0 | 1
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** The operations that the keys are for, by their names in the audit trail. */
export const keyedOperations = ['policyWork.collect', 'policyWork.discard', 'loan.open', 'paper.add']

/** A server with two editors, and a view of the database past every wall. */
export async function openDesk() {
  const server = await testServer()
  const { city } = server
  const owner = openDatabase(city.ownerUrl, { max: 2 })
  const officeId = city.staff.editor.grants[0]?.officeId ?? ''
  const accountId = await placeMember(city.platform, { officeId, division: yichang, role: 'editor' })
  const cookieOf = async (actor: Actor) => (await server.cookieOf(actor)) ?? ''
  const editors = [await cookieOf(city.staff.editor), await cookieOf({ ...city.staff.editor, accountId })] as const
  const count = async (query: ReturnType<typeof sql<{ count: number }>>) =>
    (await query.execute(owner.db)).rows[0]?.count ?? -1
  return {
    server,
    owner,
    editors,
    cookieOf,
    count,
    async close() {
      await owner.close()
      await server.close()
    },
  }
}

interface Sent {
  cookie: string
  route: string
  body: NonNullable<InjectOptions['payload']>
  type?: string
}

function sendOn({ server }: Desk, { cookie, route, body, type = 'application/json' }: Sent, key: string | null) {
  return server.send(cookie, route, body, { key, headers: { 'content-type': type } })
}

/** Collecting a policy: nothing but its key keeps a second from being made. */
export function collecting(desk: Desk, title: string): KeyedWrite {
  const [cookie, another] = desk.editors
  const sent: Sent = { cookie, route: 'POST /policy-work', body: { title, anyway: true } }
  const slug = 'policy-2026-000'
  return {
    send: (key, text) => sendOn(desk, text === undefined ? sent : { ...sent, body: text }, key),
    sendOther: (key) => sendOn(desk, { ...sent, body: { title: `${title}（另一份）`, anyway: true } }, key),
    sendElsewhere: (key) => sendOn(desk, { ...sent, route: `POST /policy-work/${slug}/revise`, body: {} }, key),
    sendByAnother: (key) => sendOn(desk, { ...sent, cookie: another }, key),
    countEffects: () =>
      desk.count(sql`select count(*)::int as count from policy_version where title ^@ ${title}::text`),
    effectsOfAnother: 1,
  }
}

/** A step of a policy, which its version keeps from being taken twice. */
export async function discarding(desk: Desk, title: string): Promise<KeyedWrite> {
  const [cookie, another] = desk.editors
  const collect = async () =>
    (await desk.server.send(cookie, 'POST /policy-work', { title, anyway: true })).json<{ slug: string }>().slug
  const [slug, other] = [await collect(), await collect()]
  const discard = (which: string, by = cookie, reason = '来源网址已经打不开'): Sent => ({
    cookie: by,
    route: `POST /policy-work/${which}/discard`,
    body: { edition: 1, version: 1, reason },
  })
  return {
    send: (key) => sendOn(desk, discard(slug), key),
    sendOther: (key) => sendOn(desk, discard(slug, cookie, '和另一份重复了'), key),
    sendElsewhere: (key) => sendOn(desk, discard(other), key),
    sendByAnother: (key) => sendOn(desk, discard(slug, another), key),
    countEffects: () =>
      desk.count(sql`select count(*)::int as count from flow_event
        join policy_version on policy_version.policy_id = subject_id where title = ${title} and action = 'discard'`),
    effectsOfAnother: 0,
  }
}

/** Opening a case, of which the database lets one person have one. */
export async function opening(desk: Desk): Promise<KeyedWrite> {
  const { city } = desk.server
  const [own, other] = [await city.person(), await city.person()]
  const [cookie, another] = [await desk.cookieOf(own), await desk.cookieOf(other)]
  const sent: Sent = { cookie, route: 'POST /loans', body: { division: xiling } }
  return {
    send: (key) => sendOn(desk, sent, key),
    sendOther: (key) => sendOn(desk, { ...sent, body: { division: '420503000000' } }, key),
    sendElsewhere: (key) => sendOn(desk, { ...sent, route: 'POST /me/sessions/end-others', body: {} }, key),
    sendByAnother: (key) => sendOn(desk, { ...sent, cookie: another }, key),
    countEffects: () =>
      desk.count(
        sql`select count(*)::int as count from service_case where party_id in (${own.partyId}, ${other.partyId})`,
      ),
    effectsOfAnother: 1,
  }
}

const paperForm = (kind: string): Buffer =>
  Buffer.concat([
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n`),
    Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'),
    pdfFile(),
    Buffer.from('\r\n--x--\r\n'),
  ])

/** Handing in a paper: its file is laid down before the key is looked at. */
export async function handingIn(desk: Desk): Promise<KeyedWrite> {
  const { city } = desk.server
  const [own, other] = [await city.person(), await city.person()]
  const [cookie, another] = [await desk.cookieOf(own), await desk.cookieOf(other)]
  const open = (actor: Actor) => city.call<{ id: string }>(actor, 'loan.open', { division: xiling })
  const [{ id }, elsewhere] = [await open(own), await open(other)]
  const paper = (by: string, caseId: string, kind = 'identity'): Sent => ({
    cookie: by,
    route: `POST /cases/${caseId}/papers`,
    body: paperForm(kind),
    type: 'multipart/form-data; boundary=x',
  })
  return {
    send: (key) => sendOn(desk, paper(cookie, id), key),
    sendOther: (key) => sendOn(desk, paper(cookie, id, 'plan'), key),
    sendElsewhere: (key) => sendOn(desk, { cookie, route: 'POST /loans', body: { division: xiling } }, key),
    sendByAnother: (key) => sendOn(desk, paper(another, elsewhere.id), key),
    countEffects: () =>
      desk.count(sql`select count(*)::int as count from document where case_id in (${id}, ${elsewhere.id})`),
    effectsOfAnother: 1,
  }
}
