/** The portal's pages of financing; `file` is relative to the module's folder. */
export const portalPages: readonly { path: string; file: string }[] = [
  { path: '/services/guaranteed-loan', file: 'pages/portal/loan-guide.tsx' },
  { path: '/eligibility/guaranteed-loan', file: 'pages/portal/loan-eligibility.tsx' },
  { path: '/loans/new', file: 'pages/portal/loan-new.tsx' },
  { path: '/loans/:id', file: 'pages/portal/loan.tsx' },
  { path: '/loans/:id/apply', file: 'pages/portal/loan-tasks.tsx' },
  { path: '/loans/:id/apply/papers', file: 'pages/portal/loan-papers.tsx' },
  { path: '/loans/:id/apply/:section', file: 'pages/portal/loan-section.tsx' },
  { path: '/loans/:id/check', file: 'pages/portal/loan-check.tsx' },
  { path: '/loans/:id/receipt', file: 'pages/portal/loan-receipt.tsx' },
  { path: '/loans/:id/supply', file: 'pages/portal/loan-supply.tsx' },
  { path: '/loans/:id/withdraw', file: 'pages/portal/loan-withdraw.tsx' },
]
