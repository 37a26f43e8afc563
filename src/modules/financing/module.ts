import type { Module } from '../../kernel/module.ts'
import { seedParameters, seedRule } from '../../kernel/rules/store.ts'
import { loanFlow } from './flow.ts'
import { loanLetters } from './letters.ts'
import { financingOperations } from './operations.ts'
import { loanFacts, loanParameters, loanRule } from './rules/loan-rule.ts'
import { loanPapers } from './schema.ts'
import { seedLoans } from './seed.ts'
import { financingTerms } from './terms.ts'

/** 创业融资: guaranteed start-up loans, an individual's so far. */
export const financing: Module = {
  name: 'financing',
  terms: financingTerms,
  flows: [loanFlow],
  letters: [loanLetters],
  operations: financingOperations,
  facts: loanFacts,
  paperKinds: { [loanFlow.service]: loanPapers.map((paper) => paper.kind) },
  async seed(tx, platform) {
    await seedRule(tx, loanRule)
    await seedParameters(tx, loanParameters, platform.now())
  },
  seedDemonstration: seedLoans,
}
