import { lazy } from 'react'
import type { Desk } from '../../web/workbench/desk.ts'

const LoanPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-page.tsx')).LoanPage,
}))
const LoanOpenPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-open-page.tsx')).LoanOpenPage,
}))
const LoanFormPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-form-page.tsx')).LoanFormPage,
}))

/** What the modules bring to the workbench; each page is fetched when it is first opened. */
export const desks: readonly Desk[] = [
  {
    service: 'guaranteedLoan',
    zh: '创业担保贷款',
    says: '个人申请；合伙和小微企业的还在筹备。',
    module: '创业融资',
    casePath: (caseId) => `/loans/${caseId}`,
    openPath: (personId) => `/loans/new/${personId}`,
    pages: [
      { path: '/loans/new/:personId', page: LoanOpenPage },
      { path: '/loans/:id', page: LoanPage },
      { path: '/loans/:id/form', page: LoanFormPage },
    ],
  },
]
