// Provisional, by hand, until the generator writes it from the operations' schemas.
interface Marked {
  text: string
  hit: boolean
}
interface Chart {
  width: number
  height: number
  boxes: { id: string; zh: string; x: number; y: number; width: number; height: number; state: 'done' | 'lit' | 'ahead' }[]
  edges: { from: string; to: string; zh?: string; points: { x: number; y: number }[]; label?: { x: number; y: number } }[]
}
interface CaseItem {
  id: string
  number: string
  service: string
  serviceLabel: string
  applicant: string
  state: string
  stateLabel: string
  channel: string
  channelLabel: string
  division: string
  divisionName: string
  sentence: string
  dueOn: string | null
  workdaysLeft: number | null
  overdue: boolean
  holder: 'applicant' | 'office' | 'none'
  office: string | null
  submittedAt: string | null
  openedAt: string
  round: number
}
interface PolicyItem {
  slug: string
  title: string
  level: string
  levelLabel: string
  topic: string
  topicLabel: string
  issuer: string
  number: string
  issuedOn: string
  effectiveOn: string
  expiresOn: string | null
  standing: string
  standingLabel: string
  invented: boolean
  who: string
}
interface Office {
  id: string
  name: string
  division: string
  address: string
  hours: string
  phone: string
  invented: boolean
}
type Verification = 'none' | 'declared' | 'verified'
interface CaseReceipt {
  id: string
  number: string
  state: string
  version: number
}
interface CaseAct {
  id: string
  version: number
}
interface Article {
  document: string
  number: string
  article: string
  text?: string
  certainty?: 'confirmed' | 'probable' | 'uncertain'
}
interface Judgement {
  ruleCode: string
  ruleVersion: number
  engineVersion: number
  on: string
  result: 'met' | 'unmet' | 'unknown'
  conditions: {
    id: string
    result: 'met' | 'unmet' | 'unknown'
    says: string
    why: string
    article: Article
    evidence: { fact: string; zh: string; says: string; source: string; recordedAt?: string }[]
    parameters: {
      key: string
      division: string
      value: number | string | boolean | readonly string[]
      unit: string
      validFrom: string
      validTo: string | null
      certainty: 'confirmed' | 'probable' | 'uncertain'
      source: string
      note: string
    }[]
    howTo?: string
  }[]
  limits?: { amount?: number; months?: number }
  missing: string[]
  unset: string[]
}
interface LoanDraft {
  group?: string
  businessKind?: string
  businessName?: string
  businessRegisteredOn?: string
  businessAddress?: string
  purpose?: string
  requestedAmount?: number
  requestedMonths?: number
  earlierLoans?: number
  otherDebts?: boolean
  cleanCredit?: boolean
  truthful?: true
}
interface LoanView {
  id: string
  number: string
  service: string
  serviceLabel: string
  version: number
  state: string
  stateLabel: string
  round: number
  channel: string
  channelLabel: string
  division: string
  divisionName: string
  sentence: string
  holder: 'applicant' | 'office' | 'none'
  office: string | null
  dueOn: string | null
  overdue: boolean
  workdaysLeft: number | null
  limitDays: number | null
  usedDays: number
  openedAt: string
  submittedAt: string | null
  endedAt: string | null
  chart: Chart
  actions: { action: string; button: string; allowed: boolean; reason: string }[]
  history: {
    sequence: number
    round: number
    action: string
    label: string
    from: string
    to: string
    stateLabel: string
    role: string
    roleLabel: string
    office: string | null
    channel: string
    channelLabel: string
    at: string
    detail: Record<string, unknown>
  }[]
  form: LoanDraft
  applicant: { partyId: string; name: string; phone: string; identity: string; verification: string }
  papers: {
    kind: string
    zh: string
    required: boolean
    why: string
    files: { id: string; name: string; mediaType: string; size: number; uploadedAt: string }[]
  }[]
  gaps: { field: string; code: string; message: string }[]
  asked: { item: string; says: string }[] | null
  refusal: { reason: string; article: string; wayOut: string } | null
  recommendation: { amount: number; months: number; opinion: string } | null
  judgement: Judgement | null
}
interface PersonItem {
  id: string
  name: string
  phone: string
  identity: string
  verification: string
  division: string
  divisionName: string
  within: boolean
}

export interface Operations {
  'paper.download': { input: { id: string }; output: string }
  'paper.remove': { input: { id: string }; output: Record<string, never> }
  'paper.add': { input: { id: string; kind: string }; output: { id: string } }
  'loan.recommend': { input: CaseAct & { amount: number; months: number; opinion: string }; output: CaseReceipt }
  'loan.reject': { input: CaseAct & { reason: string; article: string; wayOut: string }; output: CaseReceipt }
  'loan.accept': { input: CaseAct; output: CaseReceipt }
  'loan.askOnce': { input: CaseAct & { gaps: { item: string; says: string }[] }; output: CaseReceipt }
  'loan.reopen': { input: CaseAct; output: CaseReceipt }
  'loan.withdraw': { input: CaseAct & { reason?: string }; output: CaseReceipt }
  'loan.supply': { input: CaseAct; output: CaseReceipt }
  'loan.submit': { input: CaseAct; output: CaseReceipt }
  'loan.saveDraft': { input: CaseAct & { form: LoanDraft }; output: CaseReceipt }
  'loan.get': { input: { id: string }; output: LoanView }
  'loan.open': { input: { partyId?: string; division: string }; output: CaseReceipt }
  'person.verify': {
    input: { id: string; version: number }
    output: { version: number; verification: string }
  }
  'person.register': {
    input: { name: string; phone: string; residentId: string; division: string }
    output: { id: string }
  }
  'person.get': {
    input: { id: string }
    output: {
      id: string
      name: string
      phone: string
      identity: string
      verification: string
      version: number
      division: string
      divisionName: string
      facts: { key: string; zh: string; says: string; source: string; recordedAt: string }[]
      cases: CaseItem[]
    }
  }
  'person.find': {
    input: { by: 'phone' | 'identity' | 'name'; value: string }
    output: { items: PersonItem[] }
  }
  'case.findInbox': {
    input: {
      view?: 'waiting' | 'all'
      state?: string
      overdue?: 'yes'
      division?: string
      q?: string
      after?: string
    }
    output: {
      items: CaseItem[]
      next: string | null
      counts: { state: string; label: string; count: number }[]
      overdueCount: number
    }
  }
  'session.logInStaff': {
    input: { login: string; password: string; code: string }
    output: { kind: 'staff'; accountId: string }
  }
  'catalogue.get': {
    input: Record<string, never>
    output: {
      functions: { code: string; name: string; tier: string; module: string; state: 'open' | 'preparing'; href: string | null }[]
      measures: { number: number; title: string; state: 'open' | 'preparing'; href: string | null }[]
    }
  }
  'session.requestCode': { input: { phone: string }; output: { sent: boolean; validMinutes: number } }
  'session.logInByCode': {
    input: { phone: string; code: string; division?: string }
    output: { kind: 'person'; accountId: string; firstTime: boolean }
  }
  'session.logOut': { input: Record<string, never>; output: { ended: boolean } }
  'session.get': {
    input: Record<string, never>
    output: {
      kind: 'anonymous' | 'person' | 'staff'
      name: string | null
      roles: { role: string; zh: string; division: string; divisionName: string; office: string | null }[]
      verification: Verification
      unread: number
    }
  }
  'person.getOwn': {
    input: Record<string, never>
    output: {
      id: string
      name: string | null
      phone: string
      identity: string | null
      verification: Verification
      version: number
      division: string | null
      divisionName: string | null
    }
  }
  'person.declareRealName': {
    input: { name: string; residentId: string; version: number }
    output: { version: number; verification: Verification }
  }
  'policy.find': {
    input: { topic?: string; level?: string; standing?: string; division?: string; after?: string }
    output: { items: PolicyItem[]; next: string | null }
  }
  'search.find': {
    input: { q: string; after?: string }
    output: { items: { kind: string; ref: string; href: string; title: Marked[]; excerpt: Marked[] }[]; next: string | null }
  }
  'loan.getGuide': { input: Record<string, never>; output: { chart: Chart } }
  'case.findOwn': { input: Record<string, never>; output: { items: CaseItem[] } }
  'notice.find': {
    input: { after?: string }
    output: {
      items: { id: string; caseId: string | null; title: string; body: string; at: string; read: boolean }[]
      unread: number
      next: string | null
    }
  }
  'notice.markRead': { input: { ids: string[] }; output: { unread: number } }
  'division.find': { input: { parent?: string }; output: { items: { code: string; name: string; level: string; invented: boolean }[] } }
  'office.find': { input: { division?: string }; output: { items: Office[] } }
  'demo.getMailbox': {
    input: Record<string, never>
    output: { items: { medium: 'sms' | 'email'; recipient: string; body: string; at: string }[] }
  }
  'demo.getAccounts': {
    input: Record<string, never>
    output: {
      staff: { login: string; name: string; role: string; division: string; password: string; code: string }[]
      persons: { phone: string; name: string; says: string }[]
    }
  }
}

export const routes: Record<keyof Operations, string> = {
  'paper.download': 'GET /papers/:id/content',
  'paper.remove': 'POST /papers/:id/remove',
  'paper.add': 'POST /cases/:id/papers',
  'loan.recommend': 'POST /loans/:id/recommend',
  'loan.reject': 'POST /loans/:id/reject',
  'loan.accept': 'POST /loans/:id/accept',
  'loan.askOnce': 'POST /loans/:id/ask-once',
  'loan.reopen': 'POST /loans/:id/reopen',
  'loan.withdraw': 'POST /loans/:id/withdraw',
  'loan.supply': 'POST /loans/:id/supply',
  'loan.submit': 'POST /loans/:id/submit',
  'loan.saveDraft': 'POST /loans/:id/draft',
  'loan.get': 'GET /loans/:id',
  'loan.open': 'POST /loans',
  'person.verify': 'POST /people/:id/verify',
  'person.register': 'POST /people',
  'person.get': 'GET /people/:id',
  'person.find': 'POST /people/find',
  'case.findInbox': 'GET /inbox',
  'session.logInStaff': 'POST /sessions/staff',
  'catalogue.get': 'GET /catalogue',
  'session.requestCode': 'POST /sessions/codes',
  'session.logInByCode': 'POST /sessions/person',
  'session.logOut': 'POST /sessions/end',
  'session.get': 'GET /session',
  'person.getOwn': 'GET /me/person',
  'person.declareRealName': 'POST /me/real-name',
  'policy.find': 'GET /policies',
  'search.find': 'GET /search',
  'loan.getGuide': 'GET /loans/guide',
  'case.findOwn': 'GET /me/cases',
  'notice.find': 'GET /me/notices',
  'notice.markRead': 'POST /me/notices/read',
  'division.find': 'GET /divisions',
  'office.find': 'GET /offices',
  'demo.getMailbox': 'GET /demo/mailbox',
  'demo.getAccounts': 'GET /demo/accounts',
}
