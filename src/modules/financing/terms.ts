import { defineTerms } from '../../kernel/glossary/define-terms.ts'
import { kernelTerms } from '../../kernel/glossary/terms.ts'

/** The words of financing (创业融资). */
export const financingTerms = defineTerms({
  guaranteedLoan: {
    zh: '创业担保贷款',
    meaning: 'A start-up loan guaranteed by a public fund, with an interest subsidy',
    source: '公共创业服务功能手册 第六章',
  },
  requestedAmount: { zh: '申请金额', meaning: 'What the applicant asks for, in fen' },
  requestedMonths: { zh: '申请期限', meaning: 'How long they ask for, in months' },
  recommendedAmount: { zh: '推荐金额', meaning: 'What the reviewer recommends, in fen' },
  recommendedMonths: { zh: '推荐期限', meaning: 'How long the reviewer recommends, in months' },
  dueDiligence: {
    zh: '尽职调查',
    meaning: 'The guarantor’s examination before the guarantee',
    source: '公共创业服务功能手册',
  },
  applicantGroup: { zh: '申请人类别', meaning: 'Which of the supported groups the applicant belongs to' },
})

/** With the kernel's words for the states that every flow shares. */
export const loanTerms = { ...kernelTerms, ...financingTerms }
