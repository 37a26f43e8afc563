import { type DivisionCode, prefixOf } from '../divisions/division.ts'

/** Every role there is; their Chinese names stand in the glossary under the same keys. */
export const roles = [
  'entrepreneur',
  'agent',
  'clerk',
  'reviewer',
  'approver',
  'editor',
  'institution',
  'lecturer',
  'expert',
  'base',
  'guarantor',
  'bank',
  'finance',
  'organiser',
  'judge',
  'administrator',
  'auditor',
] as const

export type Role = (typeof roles)[number]

/** A role held in a division and everything below it, from an office. */
export interface Grant {
  role: Role
  division: DivisionCode
  officeId: string | null
}

/** The agency (代办) by which a person acts for an enterprise; `partyId` of the actor is then the enterprise. */
export interface ActingFor {
  agencyId: string
  /** The party of the person themselves. */
  ownPartyId: string
}

/** Who is asking. A person's own party is their reach, or that of the enterprise they act for; staff reach by their grants. */
export interface Actor {
  kind: 'anonymous' | 'person' | 'staff' | 'system'
  accountId: string | null
  partyId: string | null
  /** Parties merged into the person's own. */
  mergedIds?: readonly string[]
  /** Working name of staff; persons' names are personal data and are not carried here. */
  name: string | null
  grants: readonly Grant[]
  sessionId: string | null
  /** Absent or null while they act for themselves. */
  actingFor?: ActingFor | null
  /** The agency that their session acted by and that holds no more: they are themselves again, and are told so. */
  lapsedAgencyId?: string | null
}

export const anonymous: Actor = {
  kind: 'anonymous',
  accountId: null,
  partyId: null,
  name: null,
  grants: [],
  sessionId: null,
}

/** Timed jobs and subscribers; never the actor of a request. */
export const system: Actor = { ...anonymous, kind: 'system', name: '系统' }

/** The roles an actor holds, anywhere. */
export const rolesOf = (actor: Actor): readonly Role[] =>
  actor.kind === 'person'
    ? [actor.actingFor ? 'agent' : 'entrepreneur']
    : [...new Set(actor.grants.map((grant) => grant.role))]

/** The actor with only those grants that reach a division: a role held elsewhere counts for nothing there. */
export const actorWithin = (actor: Actor, division: string): Actor => ({
  ...actor,
  grants: actor.grants.filter((grant) => division.startsWith(prefixOf(grant.division))),
})

/** The role under which an actor is recorded for an act open to `allowed`. */
export const actingRole = (actor: Actor, allowed: readonly Role[]): Role | 'anonymous' | 'system' => {
  if (actor.kind === 'anonymous' || actor.kind === 'system') return actor.kind
  const held = rolesOf(actor)
  return allowed.find((role) => held.includes(role)) ?? held[0] ?? 'anonymous'
}
