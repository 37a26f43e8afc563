import { hkdfSync } from 'node:crypto'
import { pipeline } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { conflict, invalid } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import { sealingKey } from '../ciphers/envelope.ts'
import type { Db, Tx } from '../db/connect.ts'
import { transact } from '../db/transact.ts'
import { everything, type RegionScope } from '../divisions/scope.ts'
import { emitEvent } from '../events/outbox.ts'
import type { AttachmentSource } from '../notifications/attachments.ts'
import { copyTemplates, sendCopy } from '../notifications/copies.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import type { FileAnswer, IncomingFile, ReceivedFile } from '../operations/operation.ts'
import { enterScope } from '../operations/run.ts'
import { personSeal } from '../parties/seal.ts'
import { fileLimits, receiveFile } from './receive.ts'
import type { FileStorage } from './storage.ts'
import { countPapers, findPaperRows, getPaperRow, insertPaper, markPaperRemoved, type PaperRow } from './store.ts'

/** What papers need to know of the case they belong to; who looks it up has let the asker see it. */
export interface PaperCase {
  id: string
  partyId: string
  division: string
  /** Papers come and go only while the applicant holds the case. */
  holder: string
  /** Kinds of papers that its service takes. */
  kinds: readonly string[]
}

/** One paper as its case shows it. */
export interface PaperView {
  id: string
  kind: string
  name: string
  mediaType: string
  /** Bytes. */
  size: number
  /** Instant, ISO 8601 in UTC. */
  uploadedAt: string
}

/** Event whose subscriber removes the file of `payload.paperId` from the storage. */
export const paperRemoved = 'paper.removed'

const MOST_OF_CASE = 20
const MOST_OF_KIND = 5
const FILE_NAME = 'fileName'
const KEY_LENGTH = 32

/** The key of one file, from its person's key: a file put in another's place does not open. */
function fileKey(personKey: PersonKey, id: string): PersonKey {
  const secret = hkdfSync('sha256', personKey.secret, Buffer.alloc(0), `file:${id}`, KEY_LENGTH)
  return sealingKey(personKey.id, Buffer.from(secret))
}

/** Refuses to change the papers of a case that the applicant has handed over (409). */
function refuseHandedOver({ holder }: PaperCase): void {
  if (holder === 'applicant') return
  throw conflict(
    'papers-closed',
    '现在不能增减材料',
    holder === 'office'
      ? '办件已经交到经办机构，材料以交出时的为准。需要补充时，经办人员会一次性告知；也可以撤回申请，修改后再交。'
      : '办件已经办结，材料不能再改。如果是被驳回的，可以先点「修改后重新申请」。',
    { holder },
  )
}

async function refuseUnwanted(db: Db, { id, kinds }: PaperCase, kind: string): Promise<void> {
  if (!kinds.includes(kind)) {
    throw invalid([{ field: 'kind', code: 'kind', message: '这项服务不收这一类材料，请从材料清单里选一项再上传。' }])
  }
  const { all, ofKind } = await countPapers(db, id, kind)
  if (ofKind >= MOST_OF_KIND) {
    const message = `同一类材料最多传 ${MOST_OF_KIND} 个文件。请先删掉不用的，或把几页合成一个 PDF。`
    throw invalid([{ field: 'kind', code: 'too-many', message }])
  }
  if (all >= MOST_OF_CASE) {
    const message = `一个办件最多传 ${MOST_OF_CASE} 个文件。请先删掉不用的，或把几页合成一个 PDF。`
    throw invalid([{ field: 'file', code: 'too-many', message }])
  }
}

/**
 * Takes the file of a paper in, before the transaction that writes its row. What would be refused then is refused here
 * already, before anything is read.
 */
export async function receivePaper(
  ctx: Ctx,
  storage: FileStorage,
  { paperCase, kind, file }: { paperCase: PaperCase; kind: string; file: IncomingFile },
): Promise<ReceivedFile> {
  refuseHandedOver(paperCase)
  const seal = await ctx.guarded(async (tx) => {
    await refuseUnwanted(tx, paperCase, kind)
    return personSeal(tx, ctx.platform, paperCase.partyId)
  })
  const storageKey = newId(ctx.now)
  const sealing = ctx.platform.ciphers.encryptStream(fileKey(seal.key, storageKey))
  return receiveFile({ storage, storageKey, seal: sealing, file, limits: fileLimits })
}

/** Adds a received file to its case, which the caller has locked; the file's name is sealed, for it may tell of the person. */
export async function addPaper(
  ctx: Ctx,
  tx: Tx,
  { paperCase, kind, received }: { paperCase: PaperCase; kind: string; received: ReceivedFile },
): Promise<Omit<PaperView, 'name'>> {
  refuseHandedOver(paperCase)
  await refuseUnwanted(tx, paperCase, kind)
  if (!ctx.actor.accountId) throw new Error('papers are added by someone with an account')
  const seal = await personSeal(tx, ctx.platform, paperCase.partyId)
  const { storageKey: id, mediaType, size, sha256 } = received
  await insertPaper(tx, {
    id,
    party_id: paperCase.partyId,
    case_id: paperCase.id,
    division: paperCase.division,
    kind,
    name_cipher: seal.seal(FILE_NAME, received.name),
    media_type: mediaType,
    size,
    sha256,
    uploaded_by: ctx.actor.accountId,
    uploaded_at: ctx.now,
  })
  return { id, kind, mediaType, size, uploadedAt: ctx.now.toISOString() }
}

/** A paper that stands by itself, of no case: an authorisation, for one. */
export interface OwnPaper {
  partyId: string
  division: string
  kind: string
}

/** Takes the file of such a paper in, before the transaction that writes its row; the caller's reach holds the party. */
export async function receiveOwnPaper(
  ctx: Ctx,
  storage: FileStorage,
  partyId: string,
  file: IncomingFile,
): Promise<ReceivedFile> {
  const { key } = await ctx.guarded((tx) => personSeal(tx, ctx.platform, partyId))
  const storageKey = newId(ctx.now)
  const seal = ctx.platform.ciphers.encryptStream(fileKey(key, storageKey))
  return receiveFile({ storage, storageKey, seal, file, limits: fileLimits })
}

/** Writes the row of a received paper of no case, and gives its id. */
export async function addOwnPaper(ctx: Ctx, tx: Tx, paper: OwnPaper, received: ReceivedFile): Promise<string> {
  if (!ctx.actor.accountId) throw new Error('papers are added by someone with an account')
  const seal = await personSeal(tx, ctx.platform, paper.partyId)
  await insertPaper(tx, {
    id: received.storageKey,
    party_id: paper.partyId,
    case_id: null,
    division: paper.division,
    kind: paper.kind,
    name_cipher: seal.seal(FILE_NAME, received.name),
    media_type: received.mediaType,
    size: received.size,
    sha256: received.sha256,
    uploaded_by: ctx.actor.accountId,
    uploaded_at: ctx.now,
  })
  return received.storageKey
}

/** Takes a paper out of its case, which the caller has locked. Its file goes after the commit, by the event. */
export async function removePaper(ctx: Ctx, tx: Tx, paper: PaperRow, paperCase: PaperCase): Promise<void> {
  refuseHandedOver(paperCase)
  if (!(await markPaperRemoved(tx, paper.id, ctx.now))) return
  await emitEvent(tx, {
    type: paperRemoved,
    version: 1,
    key: paper.id,
    payload: { paperId: paper.id },
    at: ctx.now,
  })
}

/** The papers of a case that the caller has been let see, oldest first; `tx` must reach the person. */
export async function findPapers(tx: Tx, platform: Platform, caseId: string): Promise<PaperView[]> {
  const rows = await findPaperRows(tx, caseId)
  const [first] = rows
  if (!first) return []
  const seal = await personSeal(tx, platform, first.party_id)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: seal.open(FILE_NAME, row.name_cipher).reveal(),
    mediaType: row.media_type,
    size: row.size,
    uploadedAt: row.uploaded_at.toISOString(),
  }))
}

/** A paper's row with what opens it; `tx` must reach the person. Throws a Refusal (404). */
async function readPaper(tx: Tx, platform: Platform, scope: RegionScope, id: string) {
  const paper = await getPaperRow(tx, scope, id)
  return { paper, seal: await personSeal(tx, platform, paper.party_id) }
}

type ReadPaper = Awaited<ReturnType<typeof readPaper>>

async function openFile(platform: Platform, storage: FileStorage, { paper, seal }: ReadPaper): Promise<FileAnswer> {
  const sealed = await storage.read(paper.id)
  return {
    name: seal.open(FILE_NAME, paper.name_cipher).reveal(),
    mediaType: paper.media_type,
    size: paper.size,
    // The reader of the opened stream hears of every fault; there is nobody else to tell.
    stream: pipeline(sealed, platform.ciphers.decryptStream(fileKey(seal.key, paper.id)), () => {}),
  }
}

/**
 * Opens a paper in the asker's reach. A file that was cut or changed on disk ends in an error (SealBroken) before its last
 * byte, so that the receiver sees that it broke off.
 */
export async function openPaper(ctx: Ctx, storage: FileStorage, id: string): Promise<FileAnswer> {
  const read = await ctx.guarded((tx) => readPaper(tx, ctx.platform, ctx.scope, id))
  ctx.concerning({ kind: 'paper', id, division: read.paper.division })
  return openFile(ctx.platform, storage, read)
}

/** One paper in the asker's reach, without its content. Throws a Refusal (404). */
export const getPaper = (ctx: Ctx, id: string) =>
  ctx.guarded(async (tx) => {
    const { paper, seal } = await readPaper(tx, ctx.platform, ctx.scope, id)
    ctx.concerning({ kind: 'paper', id, division: paper.division })
    return { paper, name: seal.open(FILE_NAME, paper.name_cipher).reveal() }
  })

/** Papers as attachments of mails, opened at the moment of sending. */
export const paperAttachments =
  (storage: FileStorage): AttachmentSource =>
  async (platform, id) => {
    const read = await transact(platform.db, async (tx) => {
      await enterScope(tx, everything)
      return readPaper(tx, platform, everything, id)
    })
    const { name, mediaType, stream } = await openFile(platform, storage, read)
    return { name, mediaType, bytes: await buffer(stream) }
  }

/** Sends a paper to the confirmed e-mail address of whoever asks for it. Throws a Refusal: 404 out of reach, and those of sendCopy. */
export const sendPaperCopy = (ctx: Ctx, id: string): Promise<void> =>
  ctx.guarded(async (tx) => {
    const { paper, seal } = await readPaper(tx, ctx.platform, ctx.scope, id)
    ctx.concerning({ kind: 'paper', id, division: paper.division })
    await sendCopy(ctx, tx, {
      template: copyTemplates.fileCopy,
      variables: { title: seal.open(FILE_NAME, paper.name_cipher) },
      bytes: paper.size,
      caseId: paper.case_id ?? undefined,
      attachment: { kind: 'paper', id },
    })
  })
