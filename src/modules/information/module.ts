import type { Module } from '../../kernel/module.ts'
import { synonyms } from './demonstration/words.ts'
import { informationOperations } from './operations.ts'
import { seedInformation } from './seed.ts'
import { informationTerms } from './terms.ts'

/** 信息发布: policies and regulations so far. */
export const information: Module = {
  name: 'information',
  terms: informationTerms,
  flows: [],
  operations: informationOperations,
  facts: {},
  paperKinds: {},
  searchPages: { policy: (slug) => `/policies/${slug}` },
  synonyms,
  seedDemonstration: ({ platform }) => platform.db.transaction().execute((tx) => seedInformation(tx, platform.now())),
}
