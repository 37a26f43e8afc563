import { forbidden, notFound } from '../../shared/errors.ts'
import type { Personal } from '../../shared/personal.ts'
import type { Actor } from '../access/actor.ts'
import type { Db, Tx } from '../db/connect.ts'
import { openPersonAccount } from '../identity/accounts.ts'
import { parsePhone } from '../identity/phone.ts'
import { openSession } from '../identity/sessions.ts'
import { countTry, forgetTry, type Try } from '../identity/tries.ts'
import type { Ctx } from '../operations/context.ts'
import { identityKinds } from '../parties/identity-kinds.ts'
import { parseRealName, type RealName } from '../parties/real-name.ts'
import { openPartyByPhone } from '../parties/register.ts'
import { findVerifiedParty, vouchRealName } from '../parties/vouch.ts'
import type { SignOnClient } from './client.ts'
import { refuseSignOn } from './failures.ts'
import { findLinked, type LinkedAccount, link } from './links.ts'
import type { SignOnProvider, Vouched } from './provider.ts'
import { openKept, sealKept, type Ticket } from './ticket.ts'

/** What came of a provider's answer. */
export interface SignedOn {
  /** `proof`: the person proves their phone by a code first; `linked`: nobody new is logged in. */
  outcome: 'loggedIn' | 'linked' | 'proof'
  kind: 'person' | 'staff'
  next: string
  firstTime: boolean
  /** For the browser to keep until the phone is proved. */
  pending: string | null
  /** Of the session; none where none began. */
  token?: string
}

export interface SignOn {
  clients: readonly SignOnClient[]
  /** Where someone new lives, a division's code. */
  homeDivision: string
}

export function getClient({ clients }: Pick<SignOn, 'clients'>, id: string): SignOnClient {
  const found = clients.find(({ provider }) => provider.id === id)
  if (!found) throw notFound('这个登录方式')
  return found
}

/** Who may link their own account: a person, or a member of staff who came by password and authenticator. */
async function checkMayLink(db: Db, { kind, sessionId }: Actor, provider: SignOnProvider): Promise<void> {
  if (kind !== provider.serves) throw forbidden('这个登录方式不用于您的账号。')
  if (kind !== 'staff') return
  const session = await db.selectFrom('session').select('provider').where('id', '=', sessionId).executeTakeFirst()
  if (session && session.provider === null) return
  throw forbidden('关联工作账号前，请先用登录名、密码和动态码登录。')
}

/** Begins a log-in at a provider, or the linking of the caller's own account with it. */
export async function beginSignOn(ctx: Ctx, client: SignOnClient, { next, link }: { next: string; link: boolean }) {
  if (link) await checkMayLink(ctx.db, ctx.actor, client.provider)
  const { location, challenge } = await client.begin()
  const linkTo = link ? ctx.actor.accountId : null
  const ticket = { kind: 'ticket' as const, provider: client.provider.id, next, linkTo, at: ctx.now.getTime() }
  return { location, ticket: sealKept(ctx.platform, { ...ticket, ...challenge }) }
}

/** A name and paper that can't be read count as not vouched for: whoever typed them there, nobody proved them. */
function readRealName({ realName }: Vouched, ctx: Ctx): RealName | null {
  if (!realName) return null
  const identityKind = identityKinds.find((kind) => kind === realName.kind) ?? 'residentId'
  try {
    const { name, number: identityNumber, birthDate } = realName
    return parseRealName({ name, identityNumber, identityKind, birthDate: birthDate ?? undefined }, ctx.today)
  } catch {
    return null
  }
}

function readPhone({ phone }: Vouched): Personal | null {
  try {
    return phone === null ? null : parsePhone(phone)
  } catch {
    return null
  }
}

/** The person themselves, also while they act for an enterprise. */
const ownPartyOf = ({ partyId, actingFor }: Actor) => actingFor?.ownPartyId ?? partyId

/** Takes over what the provider vouches for of a person whose account this is. */
async function vouchFor(tx: Tx, ctx: Ctx, partyId: string, through: string, realName: RealName | null): Promise<void> {
  if (!realName) return
  if (!(await vouchRealName(tx, ctx.platform, { partyId, realName, through }))) throw refuseSignOn('mismatch')
}

const refuseDisabled = ({ state }: { state: string }) => {
  if (state !== 'active') throw refuseSignOn('disabled')
}

interface Finishing {
  ctx: Ctx
  signOn: SignOn
  provider: SignOnProvider
  ticket: Ticket
  vouched: Vouched
  tried: Try
}

const subjectOf = ({ provider, vouched }: Pick<Finishing, 'provider' | 'vouched'>) => ({
  provider: provider.id,
  subject: vouched.subject,
})

async function enter(tx: Tx, finishing: Finishing, account: LinkedAccount, firstTime: boolean): Promise<SignedOn> {
  const { ctx, provider, ticket, tried } = finishing
  refuseDisabled(account)
  if (account.kind !== provider.serves) throw refuseSignOn('unlinked')
  await forgetTry(tx, tried)
  const token = await openSession(tx, { ...account, provider: provider.id, device: ctx.device }, ctx.now)
  ctx.concerning({ kind: 'account', id: account.id })
  return { outcome: 'loggedIn', kind: account.kind, next: ticket.next, firstTime, pending: null, token }
}

/** The party of someone not linked yet, by what the provider vouches for: their verified paper, else their phone. */
async function findParty(tx: Tx, { ctx, signOn, vouched }: Finishing, realName: RealName | null) {
  const verified = realName && (await findVerifiedParty(tx, ctx.platform, realName))
  if (verified) return verified
  const phone = readPhone(vouched)
  if (!phone) return null
  return openPartyByPhone(tx, ctx.platform, phone, { division: signOn.homeDivision, today: ctx.today })
}

/** A person's first log-in by this provider: what it vouches for finds or makes their account; without that a code has to. */
async function enterFirst(tx: Tx, finishing: Finishing): Promise<SignedOn> {
  const { ctx, provider, ticket, vouched, tried } = finishing
  const realName = readRealName(vouched, ctx)
  const partyId = await findParty(tx, finishing, realName)
  if (!partyId) {
    await forgetTry(tx, tried)
    const pending = sealKept(ctx.platform, { kind: 'pending', provider: provider.id, vouched, at: ctx.now.getTime() })
    return { outcome: 'proof', kind: 'person', next: ticket.next, firstTime: false, pending }
  }
  await vouchFor(tx, ctx, partyId, provider.id, realName)
  const account = await openPersonAccount(tx, partyId, ctx.now)
  refuseDisabled(account)
  await link(tx, ctx.platform, { ...subjectOf(finishing), accountId: account.id, by: null })
  return enter(tx, finishing, { ...account, kind: 'person' }, account.firstTime)
}

async function linkOwn(tx: Tx, finishing: Finishing, accountId: string): Promise<SignedOn> {
  const { ctx, provider, ticket, vouched, tried } = finishing
  if (ctx.actor.accountId !== accountId) throw refuseSignOn('changed')
  await checkMayLink(tx, ctx.actor, provider)
  await link(tx, ctx.platform, { ...subjectOf(finishing), accountId, by: null })
  const partyId = ownPartyOf(ctx.actor)
  if (partyId) await vouchFor(tx, ctx, partyId, provider.id, readRealName(vouched, ctx))
  await forgetTry(tx, tried)
  ctx.concerning({ kind: 'account', id: accountId })
  return { outcome: 'linked', kind: provider.serves, next: ticket.next, firstTime: false, pending: null }
}

/**
 * Finishes what beginSignOn began, by the query of the provider's answer. A person who is known by their link, by what the
 * provider vouches for, or not at all yet, is logged in or asked for a code first, alike whether there is an account; staff are
 * known by their link alone. Throws a Refusal, see failures.ts; 429 after ten tries.
 */
export async function finishSignOn(
  ctx: Ctx,
  signOn: SignOn,
  client: SignOnClient,
  { ticket: sealed, answer }: { ticket: string; answer: string },
): Promise<SignedOn> {
  const { platform } = ctx
  const { provider } = client
  const ticket = openKept(platform, 'ticket', sealed)
  if (ticket.provider !== provider.id || new URLSearchParams(answer).get('state') !== ticket.state) {
    throw refuseSignOn('expired')
  }
  const tried = await countTry(platform, [`origin:${ctx.origin}`])
  const vouched = await client.finish(answer, ticket)
  const finishing = { ctx, signOn, provider, ticket, vouched, tried }
  return platform.db.transaction().execute(async (tx) => {
    if (ticket.linkTo !== null) return linkOwn(tx, finishing, ticket.linkTo)
    const linked = await findLinked(tx, platform, subjectOf(finishing))
    if (linked) return enter(tx, finishing, linked, false)
    if (provider.serves === 'staff') throw refuseSignOn('unlinked')
    return enterFirst(tx, finishing)
  })
}

/**
 * Links the account of a person who has just proved their phone to what the provider vouched for before. Throws a Refusal when
 * that is too long ago, or speaks of someone else.
 */
export async function completeSignOn(ctx: Ctx, signOn: SignOn, sealed: string): Promise<{ linked: true }> {
  const pending = openKept(ctx.platform, 'pending', sealed)
  const { provider } = getClient(signOn, pending.provider)
  const { accountId } = ctx.actor
  const partyId = ownPartyOf(ctx.actor)
  if (!accountId || !partyId || provider.serves !== 'person') throw refuseSignOn('changed')
  await ctx.guarded(async (tx) => {
    const { subject } = pending.vouched
    await link(tx, ctx.platform, { provider: provider.id, subject, accountId, by: null })
    await vouchFor(tx, ctx, partyId, provider.id, readRealName(pending.vouched, ctx))
  })
  ctx.concerning({ kind: 'account', id: accountId })
  return { linked: true }
}
