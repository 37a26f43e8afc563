import type { Expectation } from './page-faults.ts'
import type { SeededState } from './seeded.ts'

const search = (q: string) => `/search?q=${encodeURIComponent(q)}`

/** What anyone may open. */
export const publicPages: readonly (readonly [path: string, expected?: Expectation])[] = [
  ['/', { heading: /您想办什么/ }],
  ['/catalogue'],
  ['/figures'],
  ['/windows'],
  ['/windows?city=420500000000&county=420502000000'],
  ['/policies'],
  ['/policies?topic=loan&standing=current'],
  ['/policies/yichang-guaranteed-loan-2024'],
  ['/policies/yichang-guaranteed-loan-2021'],
  ['/policies/yiling-graduate-loan-2027'],
  ['/policies/yichang-guaranteed-loan-2024/versions'],
  ['/policies/yichang-guaranteed-loan-2024/versions?from=1&to=2&view=beside'],
  ['/search'],
  [search('毕业两年想贷款开店')],
  [search('龘龘龘龘')],
  ['/services/guaranteed-loan'],
  ['/services/guaranteed-loan?kind=enterprise&division=420581000000'],
  ['/services/guaranteed-loan?kind=partnership'],
  ['/eligibility/guaranteed-loan'],
  ['/eligibility/guaranteed-loan?kind=enterprise'],
  ['/login'],
  ['/letters/verify'],
  ['/letters/verify?number=x&code=y'],
  [`/letters/verify?number=${encodeURIComponent('西陵创贷受〔2026〕第999999号')}&code=00000-00000`],
  ['/appearance?next=/windows'],
  ['/consents/terms'],
  ['/consents/privacy?version=1'],
  ['/consents/sharing'],
  ['/demo/mailbox'],
  ['/demo/accounts'],
  ['/no-such-page', { status: 404, heading: /没有找到/ }],
  ['/policies/no-such-policy', { status: 404, heading: /没有找到/ }],
]

const whileFilling = ['/apply/applicant', '/apply/need', '/apply/credit', '/apply/papers', '/withdraw']

/** What the applicant may open of a case besides its own page, by where it stands. */
export const casePages: Record<SeededState, readonly string[]> = {
  draft: ['/apply', ...whileFilling, '/check'],
  submitted: ['/receipt', '/withdraw'],
  supplement: ['/supply', ...whileFilling, '/receipt'],
  accepted: ['/receipt', '/withdraw'],
  recommended: ['/receipt'],
  rejected: ['/receipt'],
  withdrawn: ['/receipt'],
  reopened: ['/apply', '/check'],
}

/** Pages of the applicant's own that do not change with every state. */
export const ownPages: Partial<Record<SeededState, readonly string[]>> = {
  draft: [
    '/loans/new',
    '/me/agencies',
    '/me/agencies/new',
    '/me/real-name',
    '/me/sessions',
    '/me/consents',
    '/me/file?show=identity',
  ],
  submitted: ['/me/notice-settings', '/me/erasure'],
  recommended: ['/loans/new', '/me/notices', '/me/file', '/me/looks'],
}

/** What belongs to a correction besides its own page, by where it stands, and what shows what has come of it. */
export const correctionPages: Readonly<Record<string, readonly string[]>> = {
  draft: ['/fill', '/send', '/withdraw'],
  supplement: ['/fill', '/send'],
}
export const ownCorrectionPages: Readonly<Record<string, readonly string[]>> = {
  draft: ['/me/corrections/new'],
  accepted: ['/me/corrections/new'],
  corrected: ['/me/file'],
}
