import type { Act } from '../../../../web/workbench/case/act.ts'
import { askOnceForm } from '../../../../web/workbench/case/ask-once-form.tsx'
import { suggestItems } from './asked-items.ts'
import type { LoanView } from './loan-view.ts'
import { recommendForm } from './recommend-form.tsx'
import { rejectForm } from './reject-form.tsx'

/** What staff can do with a loan, the usual way on first; the flow says which of it when. */
export const loanActs: readonly Act<LoanView>[] = [
  { action: 'accept', operation: 'loan.accept', primary: true },
  { action: 'askOnce', operation: 'loan.askOnce', form: askOnceForm(suggestItems) },
  { action: 'recommend', operation: 'loan.recommend', form: recommendForm, primary: true },
  { action: 'reject', operation: 'loan.reject', form: rejectForm },
  { action: 'submit', operation: 'loan.submit' },
  { action: 'supply', operation: 'loan.supply' },
  { action: 'reopen', operation: 'loan.reopen' },
  { action: 'withdraw', operation: 'loan.withdraw' },
]
