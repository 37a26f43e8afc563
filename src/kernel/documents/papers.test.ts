import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readdir, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import {
  type CallOptions,
  callAs,
  operationNamed,
  personActor,
  staffActor,
  testPlatform,
} from '../../../test/platform.ts'
import { inPieces, jpegFile, pdfFile, virusTestFile } from '../../../test/sample-files.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import { openDatabase } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import type { FileAnswer } from '../operations/operation.ts'
import { enterScope } from '../operations/run.ts'
import { documentOperations } from './operations.ts'
import { removePaperFiles } from './paper-files.ts'
import { findPapers, type PaperView } from './papers.ts'
import { folderStorage } from './storage.ts'

const COUNTY = '420502000000'
const NEIGHBOUR = '420503000000'

const database = await testDatabase()
const root = await mkdtemp(join(tmpdir(), 'qichuang-files-'))
after(async () => {
  await database.close()
  await rm(root, { recursive: true, force: true })
})
const platform = testPlatform(database.db)
const storage = folderStorage(root)
const operations = documentOperations({
  storage,
  paperWords: {},
  paperKinds: { trial: ['identity', 'plan', 'licence', 'place', 'other'] },
})

const owner = openDatabase(database.ownerUrl, { max: 1 })
await owner.db.insertInto('flow_step').values({ service: 'trial', version: 1, state: 'draft', is_end: false }).execute()
await owner.close()

type Paper = Omit<PaperView, 'name'>

/** A person with a case that they hold, as both would be after log-in and opening. */
async function openTrial(): Promise<{ caseId: string; partyId: string; applicant: Actor }> {
  const [partyId, caseId] = [newId(platform.now()), newId(platform.now())]
  await database.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    const now = platform.now()
    await tx.insertInto('party').values({ id: partyId, kind: 'person', division: COUNTY, created_at: now }).execute()
    const { wrapped } = platform.ciphers.newPersonKey()
    await tx.insertInto('person').values({ party_id: partyId, division: COUNTY, wrapped_key: wrapped }).execute()
    await tx
      .insertInto('service_case')
      .values({
        id: caseId,
        number: caseId,
        service: 'trial',
        flow_version: 1,
        state: 'draft',
        party_id: partyId,
        division: COUNTY,
        channel: 'online',
        holder: 'applicant',
        held_since: now,
        history_hash: '',
        opened_at: now,
      })
      .execute()
  })
  return { caseId, partyId, applicant: personActor(partyId) }
}

const moveTo = (caseId: string, holder: 'office' | 'none') =>
  database.db.updateTable('service_case').set({ holder }).where('id', '=', caseId).execute()

const call = <Output>(name: string, actor: Actor, input: unknown, options?: CallOptions) =>
  callAs<Output>(platform, operationNamed(operations, name), actor, input, options)

const fileOf = (content: Buffer, name = '材料.pdf') => ({ file: { name, stream: inPieces(content) } })

const add = (actor: Actor, id: string, kind = 'plan', content = pdfFile(), options: CallOptions = {}) =>
  call<Paper>('paper.add', actor, { id, kind }, { ...fileOf(content), ...options })

const papersOf = (caseId: string) =>
  database.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    return findPapers(tx, platform, caseId)
  })

const filesLeft = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const refusedWith = (status: number, field?: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.parts.status, status)
  if (field) assert.equal(error.parts.errors?.[0]?.field, field)
  return true
}

test('a paper is added, listed, downloaded by those in reach, and taken back', async () => {
  const { caseId, applicant } = await openTrial()
  const content = pdfFile(randomBytes(150_000))
  const added = await add(applicant, caseId, 'plan', content, fileOf(content, '张三的创业计划.pdf'))
  assert.deepEqual(added, {
    id: added.id,
    kind: 'plan',
    mediaType: 'application/pdf',
    size: content.length,
    uploadedAt: platform.now().toISOString(),
  })
  assert.deepEqual(await papersOf(caseId), [{ ...added, name: '张三的创业计划.pdf' }])
  for (const actor of [applicant, staffActor('clerk', COUNTY), staffActor('reviewer', '420500000000')]) {
    const answer = await call<FileAnswer>('paper.download', actor, { id: added.id })
    assert.equal(answer.name, '张三的创业计划.pdf')
    assert.equal(answer.size, content.length)
    assert.ok((await buffer(answer.stream)).equals(content))
  }
  await call('paper.remove', applicant, { id: added.id })
  assert.deepEqual(await papersOf(caseId), [])
  await assert.rejects(call('paper.download', applicant, { id: added.id }), refusedWith(404))
  await assert.rejects(call('paper.remove', applicant, { id: added.id }), refusedWith(404))
})

test('the file of a paper taken back is removed by its event', async () => {
  const { caseId, applicant } = await openTrial()
  const { id } = await add(applicant, caseId)
  await call('paper.remove', applicant, { id })
  const event = await database.db
    .selectFrom('outbox_event')
    .select(['id', 'type', 'version', 'key', 'payload'])
    .where('key', '=', id)
    .executeTakeFirstOrThrow()
  const remover = removePaperFiles(storage)
  assert.deepEqual(remover.types, [event.type])
  const payload = event.payload as Record<string, unknown>
  await remover.handle({ ...event, payload, at: platform.now().toISOString() })
  assert.ok(!(await filesLeft()).some((path) => path.endsWith(id)))
})

test('nobody out of reach adds, reads or removes, and they learn nothing', async () => {
  const { caseId, applicant } = await openTrial()
  const { id } = await add(applicant, caseId)
  const strangers = [(await openTrial()).applicant, staffActor('clerk', NEIGHBOUR)]
  for (const stranger of strangers) {
    await assert.rejects(add(stranger, caseId), refusedWith(404))
    await assert.rejects(call('paper.download', stranger, { id }), refusedWith(404))
    await assert.rejects(call('paper.remove', stranger, { id }), refusedWith(404))
  }
  await assert.rejects(add(staffActor('reviewer', COUNTY), caseId), refusedWith(403))
  assert.equal((await papersOf(caseId)).length, 1)
})

test('the second wall alone keeps papers from those out of reach', async () => {
  const { caseId, applicant } = await openTrial()
  await add(applicant, caseId)
  const open = await database.db.selectFrom('document').select('id').where('case_id', '=', caseId).execute()
  assert.deepEqual(open, [])
})

test('once the case is handed over its papers stay as they are', async () => {
  const { caseId, applicant } = await openTrial()
  const { id } = await add(applicant, caseId)
  const before = (await filesLeft()).length
  for (const holder of ['office', 'none'] as const) {
    await moveTo(caseId, holder)
    const stream = inPieces(pdfFile())
    const late = call('paper.add', applicant, { id: caseId, kind: 'plan' }, { file: { name: 'a.pdf', stream } })
    await assert.rejects(late, refusedWith(409))
    assert.equal(stream.readableDidRead, false)
    await assert.rejects(call('paper.remove', staffActor('clerk', COUNTY), { id }), refusedWith(409))
  }
  assert.equal((await filesLeft()).length, before)
  assert.ok((await buffer((await call<FileAnswer>('paper.download', applicant, { id })).stream)).length > 0)
})

test('hostile and unwanted papers leave neither row nor file', async () => {
  const { caseId, applicant } = await openTrial()
  const before = await filesLeft()
  await assert.rejects(add(applicant, caseId, 'plan', Buffer.from(virusTestFile)), refusedWith(422, 'file'))
  await assert.rejects(add(applicant, caseId, 'plan', jpegFile({ width: 3, height: 3 })), refusedWith(422, 'file'))
  await assert.rejects(add(applicant, caseId, 'horoscope'), refusedWith(422, 'kind'))
  await assert.rejects(call('paper.add', applicant, { id: caseId, kind: 'plan' }), refusedWith(422, 'file'))
  await assert.rejects(add(applicant, "x' or 1=1"), refusedWith(422, 'id'))
  await assert.rejects(add(applicant, newId(platform.now())), refusedWith(404))
  assert.deepEqual(await papersOf(caseId), [])
  assert.deepEqual(await filesLeft(), before)
})

test('five files a kind and twenty a case are enough, also when they come at once', async () => {
  const { caseId, applicant } = await openTrial()
  const before = (await filesLeft()).length
  for (const kind of ['identity', 'plan', 'licence', 'place']) {
    const tried = await Promise.allSettled(Array.from({ length: 7 }, () => add(applicant, caseId, kind)))
    const refused = tried.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 2)
    for (const { reason } of refused) refusedWith(422, 'kind')(reason)
  }
  await assert.rejects(add(applicant, caseId, 'other'), refusedWith(422, 'file'))
  assert.equal((await papersOf(caseId)).length, 20)
  assert.equal((await filesLeft()).length, before + 20)
})

test('sent twice with one key it is there once, and the second file is gone', async () => {
  const { caseId, applicant } = await openTrial()
  const before = (await filesLeft()).length
  const idempotencyKey = 'one-and-the-same'
  const first = await add(applicant, caseId, 'plan', pdfFile(), { idempotencyKey })
  assert.deepEqual(await add(applicant, caseId, 'plan', pdfFile(), { idempotencyKey }), first)
  await assert.rejects(add(applicant, caseId, 'plan', pdfFile(Buffer.alloc(9)), { idempotencyKey }), refusedWith(422))
  assert.equal((await papersOf(caseId)).length, 1)
  assert.equal((await filesLeft()).length, before + 1)
})

test('a file that was cut on disk, or put in another’s place, breaks off', async () => {
  const { caseId, applicant } = await openTrial()
  const long = await add(applicant, caseId, 'plan', pdfFile(randomBytes(200_000)))
  const pathOf = async (id: string) => (await filesLeft()).find((path) => path.endsWith(id)) ?? ''
  await truncate(await pathOf(long.id), 150_000)
  const cut = await call<FileAnswer>('paper.download', applicant, { id: long.id })
  await assert.rejects(buffer(cut.stream), { name: 'SealBroken' })
  const [one, other] = [await add(applicant, caseId), await add(applicant, caseId)]
  await copyFile(await pathOf(one.id), await pathOf(other.id))
  const swapped = await call<FileAnswer>('paper.download', applicant, { id: other.id })
  await assert.rejects(buffer(swapped.stream), { name: 'SealBroken' })
})

test('the database holds the name of a paper only sealed, and its stored answer not at all', async () => {
  const { caseId, applicant } = await openTrial()
  await add(applicant, caseId, 'plan', pdfFile(), fileOf(pdfFile(), '李四身份证.pdf'))
  const stored = await database.db.selectFrom('idempotency').select('response').execute()
  const audited = await database.db.selectFrom('audit_entry').select('detail').execute()
  assert.ok(!JSON.stringify([stored, audited, platform.logged]).includes('李四'))
})
