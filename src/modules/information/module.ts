import type { Module } from '../../kernel/module.ts'
import { synonyms } from './demonstration/words.ts'
import { policyFlow } from './flow.ts'
import { informationOperations } from './operations.ts'
import { seedDemonstrationPolicies } from './seed.ts'
import { policyFigures, writeReads } from './service/count-policies.ts'
import { passTime } from './service/review-version.ts'
import { informationTerms } from './terms.ts'

/** 信息发布: policies and regulations, from being collected to being published. */
export const information: Module = {
  name: 'information',
  terms: informationTerms,
  flows: [policyFlow],
  operations: informationOperations,
  facts: {},
  paperKinds: {},
  searchPages: { policy: (slug) => `/policies/${slug}` },
  synonyms,
  figures: policyFigures,
  recurring: (platform) => [
    { name: 'policies', everyMilliseconds: 60 * 1000, run: () => passTime(platform) },
    { name: 'policy-reads', everyMilliseconds: 30 * 1000, run: () => writeReads(platform) },
  ],
  seedDemonstration: seedDemonstrationPolicies,
}
