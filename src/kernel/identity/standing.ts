import type { Grant, Role } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import { kernelTerms } from '../glossary/terms.ts'

/** A role as a page shows it. */
export interface RoleView {
  role: Role
  zh: string
  division: string
  divisionName: string
  office: string | null
}

/** Roles with their words: what they are called, the names of division and office. */
export async function describeGrants(db: Db, grants: readonly Grant[]): Promise<RoleView[]> {
  if (grants.length === 0) return []
  const divisions = await db
    .selectFrom('division')
    .select(['code', 'name'])
    .where('code', 'in', [...new Set(grants.map((grant) => grant.division))])
    .where('valid_to', 'is', null)
    .execute()
  const officeIds = grants.flatMap((grant) => grant.officeId ?? [])
  const offices =
    officeIds.length === 0
      ? []
      : await db.selectFrom('office').select(['id', 'name']).where('id', 'in', officeIds).execute()
  return grants.map(({ role, division, officeId }) => ({
    role,
    zh: kernelTerms[role].zh,
    division,
    divisionName: divisions.find(({ code }) => code === division)?.name ?? division,
    office: offices.find(({ id }) => id === officeId)?.name ?? null,
  }))
}
