import { forbidden, unauthenticated } from '../../shared/errors.ts'
import { everything, nothing, partyScope, type RegionScope, regionScope } from '../divisions/scope.ts'
import { kernelTerms } from '../glossary/terms.ts'
import { type Actor, type Role, rolesOf } from './actor.ts'

/**
 * Who may call an operation, as data: the guard, the access matrix and the documentation read the same object.
 * `anyone` includes readers without an account; `signedIn` any account; a list means one of these roles.
 */
export interface Policy {
  readonly allows: 'anyone' | 'signedIn' | readonly Role[]
}

export const anyone: Policy = { allows: 'anyone' }
export const signedIn: Policy = { allows: 'signedIn' }
export const only = (...allowed: readonly Role[]): Policy => ({ allows: allowed })

/** In plain Chinese, who may call: for refusals and the API document. */
export function describePolicy(policy: Policy): string {
  if (policy.allows === 'anyone') return '任何人'
  if (policy.allows === 'signedIn') return '已登录的用户'
  return policy.allows.map((role) => kernelTerms[role].zh).join('、')
}

/** Whether the policy lets the actor in at all, before any object is looked at. */
export function isAllowed(policy: Policy, actor: Actor): boolean {
  if (actor.kind === 'system' || policy.allows === 'anyone') return true
  if (actor.kind === 'anonymous') return false
  if (policy.allows === 'signedIn') return true
  const held = rolesOf(actor)
  return policy.allows.some((role) => held.includes(role))
}

/**
 * Lets the actor in or refuses (401, 403), and gives the reach that this policy opens to them: a person their own party,
 * staff the divisions in which they hold one of its roles.
 */
export function authorise(policy: Policy, actor: Actor): RegionScope {
  if (actor.kind === 'system') return everything
  if (!isAllowed(policy, actor)) {
    throw actor.kind === 'anonymous' ? unauthenticated() : forbidden(`这件事由${describePolicy(policy)}办理。`)
  }
  if (actor.kind === 'person' && actor.partyId) return partyScope(actor.partyId, actor.mergedIds)
  const { allows } = policy
  const grants = Array.isArray(allows) ? actor.grants.filter((grant) => allows.includes(grant.role)) : actor.grants
  return grants.length > 0 ? regionScope(grants.map((grant) => grant.division)) : nothing
}
