import { randomBytes } from 'node:crypto'
import { Secret } from 'otpauth'
import { dateIn } from '../../shared/dates.ts'
import { conflict, forbidden, invalid } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Role } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { type DivisionCode, isWithin, parseDivisionCode } from '../divisions/division.ts'
import { covers } from '../divisions/scope.ts'
import { getDivision } from '../divisions/store.ts'
import { createStaff, normaliseLogin } from '../identity/accounts.ts'
import { endSessions } from '../identity/sessions.ts'
import type { Ctx } from '../operations/context.ts'
import { makeSetUp, setUpPath } from './staff-set-up.ts'
import { isHeldOn, lockMember, type Member, reachesWhole } from './staff-store.ts'

export interface GrantWish {
  role: Role
  division: string
  officeId?: string | null | undefined
}

export interface MemberReceipt {
  id: string
  version: number
}

interface MemberRequest {
  id: string
  version: number
}

/** A member in reach, locked, on the version that was seen; nobody changes their own account here. */
export async function openMember(ctx: Ctx, { id, version }: MemberRequest): Promise<Member> {
  if (id === ctx.actor.accountId) throw forbidden('不能改自己的账号和权限，请找另一位管理员。')
  const member = await lockMember(ctx.db as Tx, ctx.scope, id, ctx.today)
  ctx.concerning({ kind: 'account', id, ...(member.grants[0] && { division: member.grants[0].division }) })
  if (member.version === version) return member
  throw conflict('stale', '这位人员的资料刚刚有了变化', '请刷新后核对，再决定怎么改。您填的内容还在。', {
    version: member.version,
  })
}

async function saveMember(
  ctx: Ctx,
  { id, version }: Member,
  change: { name?: string; desk?: string; state?: 'active' | 'disabled' } = {},
): Promise<MemberReceipt> {
  await ctx.db
    .updateTable('account')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .execute()
  return { id, version: version + 1 }
}

/** Refuses to deal with an account as a whole where part of what it holds lies out of reach. */
export function refusePartly(ctx: Ctx, member: Member): void {
  if (reachesWhole(ctx.scope, member, ctx.today)) return
  throw forbidden('这位人员在您的辖区之外还有角色，账号要由上级管理员处理。您可以结束他在您辖区内的角色。')
}

/** What may be granted: any role of staff, in one's own divisions and below, from an office that serves there. */
async function checkGrant(ctx: Ctx, { role, division, officeId }: GrantWish, field = ''): Promise<DivisionCode> {
  const code = parseDivisionCode(division, `${field}division`)
  await getDivision(ctx.db, code, ctx.today)
  if (!covers(ctx.scope, code)) throw forbidden('只能在您自己的辖区内授权，不能授出您没有的权限。')
  if (role === 'entrepreneur' || role === 'agent') {
    throw invalid([{ field: `${field}role`, code: 'not-staff', message: '角色：这个角色不授给工作人员' }])
  }
  if (!officeId) return code
  const office = await ctx.db.selectFrom('office').select('division').where('id', '=', officeId).executeTakeFirst()
  if (!office || !isWithin(office.division as DivisionCode, code)) {
    const message = '所在机构：不在这个角色的地区里，请重新选择'
    throw invalid([{ field: `${field}officeId`, code: 'elsewhere', message }])
  }
  return code
}

async function insertGrant(ctx: Ctx, accountId: string, wish: GrantWish, field = ''): Promise<void> {
  const division = await checkGrant(ctx, wish, field)
  const same = await ctx.db
    .selectFrom('role_grant')
    .select('id')
    .where('account_id', '=', accountId)
    .where('role', '=', wish.role)
    .where('division', '=', division)
    .where('office_id', wish.officeId ? '=' : 'is', wish.officeId ?? null)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', ctx.today)]))
    .executeTakeFirst()
  if (same) throw conflict('already-granted', '已经有这个角色', '同一地区、同一机构的同一角色只要授一次。')
  await ctx.db
    .insertInto('role_grant')
    .values({
      id: newId(ctx.now),
      account_id: accountId,
      role: wish.role,
      division,
      office_id: wish.officeId ?? null,
      valid_from: ctx.today,
      granted_by: ctx.actor.accountId,
    })
    .execute()
}

/** A password and a secret that nobody knows, until the member sets their own by the one-time link. */
const unusable = () => ({
  password: randomBytes(32).toString('base64url'),
  totpSecret: new Secret({ size: 20 }).base32,
})

export interface MemberDraft {
  login: string
  name: string
  desk: string
  grants: readonly GrantWish[]
}

/** Makes an account for a new member of staff with their first roles. Errors: 409 the log-in name is taken, 403, 422. */
export async function createMember(ctx: Ctx, { login, name, desk, grants }: MemberDraft): Promise<MemberReceipt> {
  const taken = await ctx.db
    .selectFrom('account')
    .select('id')
    .where('login', '=', normaliseLogin(login))
    .executeTakeFirst()
  if (taken) {
    const message = '登录名：已经有人在用，请换一个'
    throw invalid([{ field: 'login', code: 'taken', message }])
  }
  const id = await createStaff(ctx.db, ctx.platform, { login, name: name.trim(), ...unusable(), grants: [] })
  for (const [index, wish] of grants.entries()) await insertGrant(ctx, id, wish, `grants.${index}.`)
  await ctx.db.updateTable('account').set({ desk }).where('id', '=', id).execute()
  ctx.concerning({ kind: 'account', id, ...(grants[0] && { division: grants[0].division }) })
  return { id, version: 1 }
}

/** Changes the working name and the desk. */
export async function renameMember(
  ctx: Ctx,
  { name, desk, ...request }: MemberRequest & { name: string; desk: string },
): Promise<MemberReceipt> {
  return saveMember(ctx, await openMember(ctx, request), { name: name.trim(), desk: desk.trim() })
}

/** Grants a role (授权): nobody grants what lies out of their own reach, nor anything to themselves. */
export async function grantRole(ctx: Ctx, { id, version, ...wish }: MemberRequest & GrantWish): Promise<MemberReceipt> {
  const member = await openMember(ctx, { id, version })
  if (member.state === 'disabled') throw conflict('disabled', '这个账号已停用', '请先启用账号，再授权。')
  await insertGrant(ctx, id, wish)
  return saveMember(ctx, member)
}

/** Ends a role from today on; refused while cases of it are in their hands. */
export async function endGrant(
  ctx: Ctx,
  { grant: grantId, ...request }: MemberRequest & { grant: string },
): Promise<MemberReceipt> {
  const member = await openMember(ctx, request)
  const grant = member.grants.find((one) => one.id === grantId)
  if (!grant || !isHeldOn(grant, ctx.today)) {
    throw invalid([{ field: 'grant', code: 'unknown', message: '角色：没有这一项，或者已经结束' }])
  }
  if (!covers(ctx.scope, grant.division)) throw forbidden('这个角色在您的辖区之外，由那里的管理员处理。')
  refuseLoad(member)
  await ctx.db.updateTable('role_grant').set({ valid_to: ctx.today }).where('id', '=', grantId).execute()
  return saveMember(ctx, member)
}

function refuseLoad({ load, name }: Member): void {
  if (load === 0) return
  throw conflict(
    'has-cases',
    `${name}手里还有 ${load} 件没有办完`,
    '请先在“交接”里把这些件交给接手的人，或批量转办，再来办这一步。',
    { load },
  )
}

/** Disables an account (停用): it can log in no more and its sessions end; refused while cases are in its hands. */
export async function disableMember(ctx: Ctx, request: MemberRequest): Promise<MemberReceipt> {
  const member = await openMember(ctx, request)
  refusePartly(ctx, member)
  refuseLoad(member)
  await endSessions(ctx.db, { accountId: member.id }, ctx.now)
  return saveMember(ctx, member, { state: 'disabled' })
}

/** Lets a disabled account log in again, with the roles that it still holds. */
export async function enableMember(ctx: Ctx, request: MemberRequest): Promise<MemberReceipt> {
  const member = await openMember(ctx, request)
  refusePartly(ctx, member)
  return saveMember(ctx, member, { state: 'active' })
}

/** Makes a member's one-time link. Its answer is not stored, so it opens its own transaction. */
export async function makeMemberSetUp(ctx: Ctx, id: string): Promise<string> {
  return ctx.platform.db.transaction().execute(async (tx) => {
    const member = await lockMember(tx, ctx.scope, id, dateIn(ctx.now))
    if (id === ctx.actor.accountId) throw forbidden('不能给自己重设，请找另一位管理员。')
    refusePartly(ctx, member)
    ctx.concerning({ kind: 'account', id })
    return setUpPath(await makeSetUp(tx, ctx.platform, { accountId: id, madeBy: ctx.actor.accountId }))
  })
}
