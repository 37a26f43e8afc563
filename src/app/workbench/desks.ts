import { lazy } from 'react'
import type { Desk } from '../../web/workbench/desk.ts'

const LoanPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-page.tsx')).LoanPage,
}))
const LoanOpenPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-open-page.tsx')).LoanOpenPage,
}))
const LoanOpenEnterprisePage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-open-page.tsx')).LoanOpenEnterprisePage,
}))
const LoanFormPage = lazy(async () => ({
  default: (await import('../../modules/financing/pages/workbench/loan-form-page.tsx')).LoanFormPage,
}))

const PolicyDeskPage = lazy(async () => ({
  default: (await import('../../modules/information/pages/workbench/policy-desk-page.tsx')).PolicyDeskPage,
}))
const PolicyCollectPage = lazy(async () => ({
  default: (await import('../../modules/information/pages/workbench/policy-collect-page.tsx')).PolicyCollectPage,
}))
const PolicyWorkPage = lazy(async () => ({
  default: (await import('../../modules/information/pages/workbench/policy-work-page.tsx')).PolicyWorkPage,
}))
const PolicyEditPage = lazy(async () => ({
  default: (await import('../../modules/information/pages/workbench/policy-edit-page.tsx')).PolicyEditPage,
}))

const CorrectionPage = lazy(async () => ({
  default: (await import('../../web/workbench/corrections/correction-page.tsx')).CorrectionPage,
}))
const CorrectionOpenPage = lazy(async () => ({
  default: (await import('../../web/workbench/corrections/correction-open-page.tsx')).CorrectionOpenPage,
}))
const CorrectionFormPage = lazy(async () => ({
  default: (await import('../../web/workbench/corrections/correction-form-page.tsx')).CorrectionFormPage,
}))

/** What the modules bring to the workbench; each page is fetched when it is first opened. */
export const desks: readonly Desk[] = [
  {
    service: 'policyPublishing',
    zh: '政策编审发布',
    says: '收集、整理、编辑、审核、发布，由两位信息员经手。',
    module: '信息发布',
    casePath: (slug) => `/policies/${slug}`,
    home: { path: '/policies', zh: '政策编审', role: 'editor' },
    pages: [
      { path: '/policies', page: PolicyDeskPage },
      { path: '/policies/collect', page: PolicyCollectPage },
      { path: '/policies/:slug', page: PolicyWorkPage },
      { path: '/policies/:slug/edit', page: PolicyEditPage },
    ],
  },
  {
    service: 'guaranteedLoan',
    zh: '创业担保贷款',
    says: '个人、合伙创业和小微企业都可以办。',
    module: '创业融资',
    casePath: (caseId) => `/loans/${caseId}`,
    openPath: (personId) => `/loans/new/${personId}`,
    openEnterprisePath: (enterpriseId) => `/loans/new-for-enterprise/${enterpriseId}`,
    pages: [
      { path: '/loans/new-for-enterprise/:enterpriseId', page: LoanOpenEnterprisePage },
      { path: '/loans/new/:personId', page: LoanOpenPage },
      { path: '/loans/:id', page: LoanPage },
      { path: '/loans/:id/form', page: LoanFormPage },
    ],
  },
  {
    service: 'correction',
    zh: '个人信息更正',
    says: '档案里写错、不全的，对照证明核实后更正；企业的也在这里办。',
    module: '档案',
    casePath: (caseId) => `/corrections/${caseId}`,
    openPath: (personId) => `/corrections/new/${personId}`,
    openEnterprisePath: (enterpriseId) => `/corrections/new/${enterpriseId}`,
    pages: [
      { path: '/corrections/new/:partyId', page: CorrectionOpenPage },
      { path: '/corrections/:id', page: CorrectionPage },
      { path: '/corrections/:id/form', page: CorrectionFormPage },
    ],
  },
]
