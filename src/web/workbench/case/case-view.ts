import type { Output } from '../../api/portal-api.ts'

type LoanView = Output<'loan.get'>

/** What the case spine gives every case page; a module's view has more. */
export type CaseView = Pick<
  LoanView,
  | 'id'
  | 'number'
  | 'serviceLabel'
  | 'version'
  | 'state'
  | 'stateLabel'
  | 'round'
  | 'channelLabel'
  | 'divisionName'
  | 'overdue'
  | 'actions'
  | 'history'
>

export type CaseHistory = CaseView['history']
export type CaseAction = CaseView['actions'][number]
export type Papers = LoanView['papers']
export type Paper = Papers[number]
export type PaperFile = Paper['files'][number]
export type Judgement = NonNullable<LoanView['judgement']>
export type JudgedCondition = Judgement['conditions'][number]
