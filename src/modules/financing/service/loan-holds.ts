import type { FindHolds } from '../../../kernel/erasures/obstacles.ts'
import { retentionRules } from '../../../kernel/erasures/retention.ts'
import { addMonths, addYears, dateIn, formatDay } from '../../../shared/dates.ts'

/** Recommended loans (推荐成功的贷款) of these parties: running until their term is over, on file for the years of the rule after it. */
export const findLoanHolds: FindHolds = async (tx, partyIds, today) => {
  const rows = await tx
    .selectFrom('loan')
    .innerJoin('service_case', 'service_case.id', 'loan.case_id')
    .select(['service_case.number', 'service_case.ended_at', 'loan.recommended_months'])
    .where('loan.party_id', 'in', partyIds)
    .where('service_case.state', '=', 'recommended')
    .where('loan.recommended_months', 'is not', null)
    .execute()
  return rows.flatMap(({ number, ended_at, recommended_months }) => {
    if (ended_at === null || recommended_months === null) return []
    const termEnds = addMonths(dateIn(ended_at), recommended_months)
    if (termEnds > today) {
      return {
        says: `担保贷款 ${number} 还在贷款期内，到 ${formatDay(termEnds)}`,
        article: '《个人信息保护法》第四十七条第一款：处理目的尚未实现',
        until: termEnds,
        wayOut: '请在贷款还清、档案保存期满以后再申请。',
      }
    }
    const until = addYears(termEnds, retentionRules.loanFile.years)
    if (until <= today) return []
    return {
      says: `担保贷款 ${number} 的档案要保存到 ${formatDay(until)}`,
      article: `《个人信息保护法》第四十七条第二款：法定的保存期限未届满；${retentionRules.loanFile.article}`,
      until,
      wayOut: '期满后会自动删除；在那之前只保存，不作他用。',
    }
  })
}
