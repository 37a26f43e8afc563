import { generalPolicies } from './general.ts'
import { groupPolicies } from './groups.ts'
import { guidanceAndActivityPolicies } from './guidance-and-activities.ts'
import { incubationPolicies } from './incubation.ts'
import { loanPolicies } from './loans.ts'
import { localLoanPolicies } from './loans-local.ts'
import type { PolicySeed } from './policy-seed.ts'
import { subsidyPolicies } from './subsidies.ts'
import { taxAndInsurancePolicies } from './tax-and-insurance.ts'
import { trainingPolicies } from './training.ts'

/**
 * The demonstration set of policies (创业政策法规). Five are summaries, in our own words, of real public texts; all
 * others are invented for a demonstration city and say so by `invented`.
 */
export const demonstrationPolicies: readonly PolicySeed[] = [
  ...loanPolicies,
  ...localLoanPolicies,
  ...trainingPolicies,
  ...subsidyPolicies,
  ...incubationPolicies,
  ...taxAndInsurancePolicies,
  ...guidanceAndActivityPolicies,
  ...groupPolicies,
  ...generalPolicies,
]
