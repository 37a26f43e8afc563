import { type LoaderFunctionArgs, redirect } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { callOperation, requirePerson } from '../../../../web/portal/visit.ts'

export type LoanView = Output<'loan.get'>
export type Gap = LoanView['gaps'][number]

export const loanPath = (id: string, part = '') => `/loans/${id}${part}`

/** Where the parts of an application come together: the task list of a draft, the list of what was asked of a supplement. */
export const hubOf = ({ id, state }: Pick<LoanView, 'id' | 'state'>) =>
  loanPath(id, state === 'supplement' ? '/supply' : '/apply')

/** The trail of a page below a loan. */
export const loanTrail = ({ id, number }: Pick<LoanView, 'id' | 'number'>) => [
  { title: '我的', href: '/me' },
  { title: `办件 ${number}`, href: loanPath(id) },
]

/** The loan that a page is about, for the person who is logged in. */
export async function getLoan({ context, params }: Pick<LoaderFunctionArgs, 'context' | 'params'>): Promise<LoanView> {
  requirePerson(context)
  return callOperation(context, 'loan.get', { id: params.id ?? '' })
}

/** The same while the applicant may still change it; whoever comes later is led to the case itself. */
export async function getEditableLoan(args: Pick<LoaderFunctionArgs, 'context' | 'params'>): Promise<LoanView> {
  const loan = await getLoan(args)
  if (loan.holder !== 'applicant') throw redirect(loanPath(loan.id))
  return loan
}

/** The same while it stands in one state. */
export async function getLoanIn(
  state: string,
  args: Pick<LoaderFunctionArgs, 'context' | 'params'>,
): Promise<LoanView> {
  const loan = await getLoan(args)
  if (loan.state !== state) throw redirect(loanPath(loan.id))
  return loan
}
