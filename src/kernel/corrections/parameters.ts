import { parseDate } from '../../shared/dates.ts'
import { NATION, type Parameter } from '../rules/parameters.ts'

const national = {
  division: NATION,
  validFrom: parseDate('2021-11-01'),
  validTo: null,
  unit: 'workingDays',
  certainty: 'uncertain',
  source: '个人信息保护法 第四十六条、第五十条没有定天数；GB/T 35273-2020 8.7 以三十天内答复为限，据此设定',
} as const

/** How long each step of a correction may take. */
export const correctionParameters: readonly Parameter[] = [
  { ...national, key: 'limit.correctionAcceptance', value: 5, note: '更正申请的受理时限' },
  { ...national, key: 'limit.correction', value: 15, note: '更正申请的核实和答复时限' },
  { ...national, key: 'limit.correctionSupplement', value: 15, note: '更正申请的补正期限' },
]
