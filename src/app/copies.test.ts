import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { loanIn, refusal, testCity } from '../../test/city.ts'
import { proposedAgency } from '../../test/enterprises.ts'
import { readAttachments, startMailPeer } from '../../test/mail-peer.ts'
import { refusalOf } from '../../test/platform.ts'
import type { Actor } from '../kernel/access/actor.ts'
import type { CaseReceipt } from '../kernel/cases/receipt.ts'
import { openDatabase } from '../kernel/db/connect.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import type { LetterItem } from '../kernel/letters/schema.ts'
import { mailServer } from '../kernel/notifications/mail.ts'
import { findNewestMessages } from '../kernel/notifications/messages.ts'
import { sendDue } from '../kernel/notifications/sending.ts'
import { everywhere } from '../kernel/operations/everywhere.ts'
import type { FileAnswer } from '../kernel/operations/operation.ts'
import { attachmentSources } from './modules.ts'

const city = await testCity()
const peer = await startMailPeer({ disabledCommands: ['STARTTLS'] })
after(async () => {
  peer.close()
  await city.close()
})
const port = mailServer({ url: `smtp://127.0.0.1:${peer.port}?requireTLS=false`, from: '启创 <notice@example.gov.cn>' })

/** Sends all that waits, and gives what came to the peer since. */
async function deliver(): Promise<string[]> {
  const before = peer.letters.length
  await sendDue(city.platform, { email: port, sms: null }, 'email', attachmentSources(folderStorage(city.folder)))
  return peer.letters.slice(before)
}

async function confirmEmail(person: Actor, email: string): Promise<void> {
  await city.call(person, 'noticeSetting.requestEmail', { email })
  const [newest] = await findNewestMessages(city.platform, 1)
  const code = /\d{6}/.exec(newest?.body.reveal() ?? '')?.[0]
  await city.call(person, 'noticeSetting.confirmEmail', { code })
  await deliver()
}

async function letterOf(person: Actor): Promise<LetterItem> {
  const loan = await loanIn(city, person, 'submitted')
  await city.call<CaseReceipt>(city.staff.clerk, 'loan.reject', { id: loan.id, version: loan.version, ...refusal })
  await deliver()
  const { items } = await city.call<{ items: LetterItem[] }>(person, 'letter.find', { case: loan.id })
  assert.ok(items[0])
  return items[0]
}

const send = (actor: Actor, id: string) => city.call(actor, 'letter.sendCopy', { id })
const newestRow = () =>
  everywhere(city.platform, (tx) =>
    tx
      .selectFrom('outbound_message')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )

test('a letter comes to the confirmed address as the PDF that is downloaded, byte for byte, and never lies in the queue', async () => {
  const applicant = await city.person()
  const letter = await letterOf(applicant)
  assert.deepEqual(await city.call(applicant, 'noticeSetting.getCopyAddress'), { email: null })
  const refused = await refusalOf(send(applicant, letter.id))
  assert.deepEqual([refused.status, refused.code], [409, 'no-email'])
  assert.match(refused.detail ?? '', /通知设置/)
  await confirmEmail(applicant, 'zhang@example.com')
  assert.deepEqual(await city.call(applicant, 'noticeSetting.getCopyAddress'), { email: 'z***@example.com' })
  await send(applicant, letter.id)
  const pdf = await buffer((await city.call<FileAnswer>(applicant, 'letter.getPdf', { id: letter.id })).stream)
  const row = await newestRow()
  assert.deepEqual([row.attachment_kind, row.attachment_id, row.state], ['letter', letter.id, 'queued'])
  assert.ok(!JSON.stringify(row).includes('zhang@example.com'))
  const [mail = ''] = await deliver()
  assert.match(mail, /^To: .*zhang@example\.com/m)
  const [file, ...others] = readAttachments(mail)
  assert.equal(others.length, 0)
  assert.equal(file?.mediaType, 'application/pdf')
  assert.ok(file?.bytes.equals(pdf), 'the same bytes')
  assert.match(
    file?.head.replace(/\s*filename\*\d\*=(utf-8'')?|;\s*/gi, '') ?? '',
    /%E4%B8%8D%E4%BA%88%E5%8F%97%E7%90%86/,
  )
  assert.equal((await newestRow()).state, 'sent')
})

test('the same letter goes again after some minutes, and ten at most in a day', async () => {
  const applicant = await city.person()
  const letter = await letterOf(applicant)
  await confirmEmail(applicant, 'li@example.com')
  await send(applicant, letter.id)
  const soon = await refusalOf(send(applicant, letter.id))
  assert.deepEqual([soon.status, soon.retryAfterSeconds], [429, 300])
  for (let count = 2; count <= 10; count += 1) {
    city.platform.clock.pass(301)
    await send(applicant, letter.id)
  }
  city.platform.clock.pass(301)
  const most = await refusalOf(send(applicant, letter.id))
  assert.equal(most.status, 429)
  assert.match(most.detail ?? '', /一天内最多发 10 份/)
  await deliver()
})

test('a letter goes to nobody but those it is for: no stranger, no staff, and an agent’s to their own address', async () => {
  const [applicant, stranger] = [await city.person(), await city.person()]
  const letter = await letterOf(applicant)
  await confirmEmail(stranger, 'stranger@example.com')
  assert.equal((await refusalOf(send(stranger, letter.id))).status, 404)
  assert.equal((await refusalOf(send(city.staff.clerk, letter.id))).status, 403)
  const agent = await city.person()
  await confirmEmail(agent, 'agent@example.com')
  const agency = await proposedAgency(city, agent)
  await city.call(city.staff.clerk, 'agency.confirm', agency)
  const { principalId } = await city.call<{ principalId: string }>(agent, 'agency.get', { id: agency.id })
  const acting: Actor = {
    ...agent,
    partyId: principalId,
    actingFor: { agencyId: agency.id, ownPartyId: agent.partyId },
  }
  assert.deepEqual(await city.call(acting, 'noticeSetting.getCopyAddress'), { email: 'a***@example.com' })
  assert.equal((await refusalOf(send(acting, letter.id))).status, 404)
})

test('once the letter can no longer be opened the mail is given up, with the reason in the log of sendings', async () => {
  const applicant = await city.person()
  const letter = await letterOf(applicant)
  await confirmEmail(applicant, 'wang@example.com')
  await send(applicant, letter.id)
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  await owner.db.updateTable('person').set({ wrapped_key: null }).where('party_id', '=', applicant.partyId).execute()
  await owner.close()
  assert.deepEqual(await deliver(), [])
  const row = await newestRow()
  assert.deepEqual([row.state, row.fault], ['failed', 'attachment'])
  assert.equal((await refusalOf(send(applicant, letter.id))).status, 410)
})

test('a paper and the copy of one’s own file go the same way, to nobody but who may see them', async () => {
  const [applicant, stranger] = [await city.person(), await city.person()]
  await loanIn(city, applicant, 'submitted')
  await confirmEmail(applicant, 'zhao@example.com')
  await confirmEmail(stranger, 'other@example.com')
  const file = await city.call<{ papers: { id: string; name: string; size: number }[] }>(applicant, 'person.getOwnFile')
  const [paper] = file.papers
  assert.ok(paper)
  const id = { id: paper.id }
  const {
    name,
    kindLabel,
    case: own,
  } = await city.call<{ name: string; kindLabel: string; case: unknown }>(applicant, 'paper.get', id)
  assert.equal(name, paper.name)
  assert.ok(own !== null && kindLabel !== '材料')
  for (const operation of ['paper.get', 'paper.sendCopy']) {
    assert.equal((await refusalOf(city.call(stranger, operation, id))).status, 404)
  }
  assert.equal((await refusalOf(city.call(city.staff.clerk, 'paper.sendCopy', id))).status, 403)
  await city.call(applicant, 'paper.sendCopy', id)
  const content = await buffer((await city.call<FileAnswer>(applicant, 'paper.download', id)).stream)
  const [mail = ''] = await deliver()
  assert.match(mail, /^To: .*zhao@example\.com/m)
  assert.ok(readAttachments(mail)[0]?.bytes.equals(content), 'the same bytes')
  await city.call(applicant, 'person.sendOwnCopy')
  assert.equal((await newestRow()).attachment_kind, 'ownFile')
  const [copy] = readAttachments((await deliver())[0] ?? '')
  assert.equal(copy?.mediaType, 'application/x-tar')
  assert.ok(copy?.bytes.includes('file.html') && copy.bytes.includes(content), 'the papers are in it')
})

test('what no mailbox would take is refused before it waits anywhere', async () => {
  const applicant = await city.person()
  await loanIn(city, applicant, 'submitted')
  await confirmEmail(applicant, 'qian@example.com')
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  await owner.db.updateTable('document').set({ size: 19_000_000 }).where('party_id', '=', applicant.partyId).execute()
  await owner.close()
  const refused = await refusalOf(city.call(applicant, 'person.sendOwnCopy'))
  assert.deepEqual([refused.status, refused.code], [409, 'too-large'])
  assert.match(refused.detail ?? '', /最大 25 MB.*下载/)
})
