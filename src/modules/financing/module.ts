import type { Module } from '../../kernel/module.ts'
import { seedParameters, seedRule } from '../../kernel/rules/store.ts'
import { seedEnterprises } from './demonstration/enterprises.ts'
import { loanFlow } from './flow.ts'
import { loanLetters } from './letters.ts'
import { financingOperations } from './operations.ts'
import { financingFacts } from './rules/enterprise-facts.ts'
import { enterpriseParameters, enterpriseRule, partnershipRule } from './rules/enterprise-rules.ts'
import { loanParameters, loanRule } from './rules/loan-rule.ts'
import { otherParameters, startUpSubsidyRule, taxReliefRule } from './rules/other-rules.ts'
import { loanPaperKinds, loanPapers } from './schema.ts'
import { seedLoans } from './seed.ts'
import { loanAnswers } from './service/loan-form.ts'
import { findLoanHolds } from './service/loan-holds.ts'
import { financingTerms } from './terms.ts'

/** 创业融资: guaranteed start-up loans of individuals, partnerships and small enterprises. */
export const financing: Module = {
  name: 'financing',
  terms: financingTerms,
  flows: [loanFlow],
  letters: [loanLetters],
  forms: [loanAnswers],
  operations: financingOperations,
  facts: financingFacts,
  paperKinds: { [loanFlow.service]: loanPaperKinds },
  paperWords: Object.fromEntries(
    Object.values(loanPapers)
      .flat()
      .map(({ kind, zh }) => [kind, zh]),
  ),
  findHolds: findLoanHolds,
  async seed(tx, platform) {
    for (const rule of [loanRule, partnershipRule, enterpriseRule, startUpSubsidyRule, taxReliefRule]) {
      await seedRule(tx, rule)
    }
    await seedParameters(tx, [...loanParameters, ...enterpriseParameters, ...otherParameters], platform.now())
  },
  async seedDemonstration(city) {
    await seedLoans(city)
    await seedEnterprises(city)
  },
}
