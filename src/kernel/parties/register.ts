import type { CalendarDate } from '../../shared/dates.ts'
import { conflict, invalid, Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Personal } from '../../shared/personal.ts'
import { findRequired, takeDownConsents } from '../consents/consents.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type DivisionCode, parseDivisionCode } from '../divisions/division.ts'
import { covers, nothing } from '../divisions/scope.ts'
import { getDivision } from '../divisions/store.ts'
import { parsePhone } from '../identity/phone.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { identityIndexText } from './identity-paper.ts'
import { refuseTaken, sealRealName } from './person.ts'
import { readAll } from './read-all.ts'
import { parseRealName, type RealName, type TypedRealName } from './real-name.ts'
import { findByIndex, findDivisionNames, findPersonRows, type Identifier, lockPhone } from './store.ts'
import { findVerifiedParty } from './vouch.ts'

interface PersonDraft {
  id: string
  phone: Personal
  division: DivisionCode
  /** Seen by a clerk; without it the person is known by phone alone. */
  verified?: { realName: RealName; by: string | null }
}

/** Makes party and person with a key of their own, in a transaction that reaches either. */
async function createPerson(tx: Tx, platform: Platform, { id, phone, division, verified }: PersonDraft): Promise<void> {
  const { ciphers } = platform
  const now = platform.now()
  const { key, wrapped } = ciphers.newPersonKey()
  await tx.insertInto('party').values({ id, kind: 'person', division, created_at: now }).execute()
  await tx
    .insertInto('person')
    .values({
      party_id: id,
      division,
      wrapped_key: wrapped,
      phone_cipher: ciphers.sealText(key, 'phone', phone),
      phone_index: ciphers.blindIndex('phone', phone.reveal()),
      ...(verified && {
        ...sealRealName(platform, wrapped, verified.realName),
        verification: 'verified',
        verified_by: verified.by,
        verified_at: now,
      }),
    })
    .execute()
}

/** A division that holds today. Throws a Refusal (422) that names the field `division`. */
async function getHome(db: Db, text: string, today: CalendarDate): Promise<DivisionCode> {
  const code = parseDivisionCode(text)
  await getDivision(db, code, today).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    throw invalid([{ field: 'division', code: 'division', message: '所在地区：没有这个地区，请从列表中选择。' }])
  })
  return code
}

/**
 * The party of a phone; someone new is made a person of that division, known by phone alone. For log-in: the transaction comes
 * away reaching a new person and nobody else.
 */
export async function openPartyByPhone(
  tx: Tx,
  platform: Platform,
  phone: Personal,
  home: { division: string; today: CalendarDate },
): Promise<string> {
  const index = platform.ciphers.blindIndex('phone', phone.reveal())
  await lockPhone(tx, index)
  const [known] = await findByIndex(tx, 'phone', index)
  if (known) return known.partyId
  const division = await getHome(tx, home.division, home.today)
  const id = newId(platform.now())
  await enterScope(tx, nothing, id)
  await createPerson(tx, platform, { id, phone, division })
  return id
}

export interface Registration extends TypedRealName {
  phone: string
  division: string
  /** How the person agreed to the terms before the clerk; not asked yet unless told. */
  consent?: 'paper' | 'spoken' | undefined
  /** The paper is in hand: whoever merely declared its number does not stand in the way. */
  despiteDeclared?: boolean | undefined
}

/**
 * A clerk at the window takes down someone whose paper they see: verified at once. Throws a Refusal: 422 with all faults, 409
 * when phone or number belongs to someone known already, with their id for the clerk to open.
 */
export async function registerPerson(ctx: Ctx, input: Registration): Promise<{ id: string }> {
  const { phone, realName, division } = readAll({
    phone: () => parsePhone(input.phone),
    realName: () => parseRealName(input, ctx.today),
    division: () => parseDivisionCode(input.division),
  })
  if (!covers(ctx.scope, division)) {
    const message = '所在地区：不在您负责的辖区内，请申请人到当地窗口登记，或改选辖区内的居住地。'
    throw invalid([{ field: 'division', code: 'out-of-reach', message }])
  }
  const id = newId(ctx.now)
  return ctx.guarded(async (tx) => {
    await getHome(tx, division, ctx.today)
    await refuseKnown(ctx, tx, 'phone', phone.reveal())
    await refuseKnownPaper(ctx, tx, realName, input.despiteDeclared ?? false)
    const draft = { id, phone, division, verified: { realName, by: ctx.actor.accountId } }
    await refuseTaken(createPerson(tx, ctx.platform, draft))
    if (input.consent) {
      const said = await findRequired(tx)
      await takeDownConsents(ctx, tx, { partyId: id, given: true, form: input.consent, said })
    }
    ctx.concerning({ kind: 'person', id, division })
    return { id }
  })
}

/**
 * Whoever is verified with this number stands in the way; who only declared it does until the clerk says that the paper was
 * compared: the two then stand in the worklist of duplicates.
 */
async function refuseKnownPaper(ctx: Ctx, tx: Tx, realName: RealName, despiteDeclared: boolean): Promise<void> {
  const verified = await findVerifiedParty(tx, ctx.platform, realName)
  if (verified !== undefined || !despiteDeclared) {
    const declared = verified === undefined
    await refuseKnown(ctx, tx, 'identity', identityIndexText(realName.paper), declared)
  }
}

async function refuseKnown(ctx: Ctx, tx: Tx, by: Identifier, value: string, declared = false): Promise<void> {
  const index = ctx.platform.ciphers.blindIndex(by, value)
  if (by === 'phone') await lockPhone(tx, index)
  const [known] = await findByIndex(tx, by, index)
  if (!known) return
  const inReach = (await findPersonRows(tx, ctx.scope, [known.partyId])).length > 0
  const place = (await findDivisionNames(tx, [known.division])).get(known.division) ?? known.division
  const what = by === 'phone' ? '手机号' : '证件号码'
  if (declared) {
    throw conflict(
      'declared-already',
      '有人在网上填报过这个证件号码，还没有核验',
      `登记在${place}。可能是同一个人，请先核对；确认不是的，对照证件原件后仍可登记，两份档案会列入「疑似重复」。`,
      { partyId: known.partyId, inReach },
    )
  }
  throw conflict(
    'known-already',
    `这个${what}已经登记过`,
    inReach
      ? `登记在${place}。请打开这位服务对象核对；如果不是同一个人，请联系管理员。`
      : `登记在${place}，不在您负责的辖区内。请联系当地窗口核对，或联系管理员。`,
    { partyId: known.partyId, inReach },
  )
}
