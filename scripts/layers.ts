/**
 * The order of the house, in one place: read by the boundary rules and by the structure check.
 * A kernel folder imports only those before it in this list; src/kernel/module.ts, the shape of a module, comes after them all.
 */
export const kernelFolders = [
  'db',
  'glossary',
  'ciphers',
  'audit',
  'calendar',
  'divisions',
  'access',
  'events',
  'jobs',
  'operations',
  'consents',
  'sheets',
  'notifications',
  'identity',
  'offices',
  'parties',
  'sign-on',
  'rules',
  'documents',
  'forms',
  'cases',
  'verification',
  'agencies',
  'imports',
  'letters',
  'ratings',
  'corrections',
  'dossiers',
  'erasures',
  'search',
  'statistics',
] as const

/** The seven modules of the handbook (公共创业服务功能手册), in its order. */
export const moduleNames = [
  'information',
  'consultation',
  'training',
  'guidance',
  'incubation',
  'financing',
  'activities',
] as const

/** The folders of src/web. */
export const webFolders = ['ui', 'case', 'forms', 'api', 'portal', 'workbench'] as const

/**
 * The kernel files a browser may load: pure data and pure functions. They import only each other and src/shared, and nothing
 * of Node is reachable from them. A folder stands for all of its files.
 */
export const browserSafeKernelFiles = [
  'glossary/',
  'calendar/days.ts',
  'divisions/division.ts',
  'access/actor.ts',
  'operations/schemas.ts',
  'offices/kinds.ts',
  'offices/hours.ts',
  'offices/reasons.ts',
  'operations/explain-input.ts',
  'notifications/template-text.ts',
  'ratings/schema.ts',
  'statistics/figure-words.ts',
  'parties/identity-kinds.ts',
  'parties/industries.ts',
  'parties/legal-forms.ts',
  'parties/enterprise-size.ts',
  'sign-on/failures.ts',
  'rules/quantities.ts',
  'rules/facts.ts',
  'rules/operators.ts',
  'rules/parameters.ts',
  'rules/tree.ts',
  'rules/rule.ts',
  'rules/evaluate.ts',
  'rules/wording.ts',
  'rules/plain-words.ts',
  'rules/schema.ts',
  'forms/',
  'cases/flow.ts',
  'cases/available-actions.ts',
  'cases/schema.ts',
  'cases/chart.ts',
  'agencies/schema.ts',
  'corrections/schema.ts',
  'corrections/terms.ts',
  'corrections/flow.ts',
  'erasures/retention.ts',
] as const
