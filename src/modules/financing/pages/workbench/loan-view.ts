import type { Output } from '../../../../web/api/portal-api.ts'

/** Everything the workbench shows of one loan. */
export type LoanView = Output<'loan.get'>
