import { agencyOperations } from '../kernel/agencies/operations.ts'
import { agencyTemplates } from '../kernel/agencies/templates.ts'
import type { Flow } from '../kernel/cases/flow.ts'
import { flowTemplates } from '../kernel/cases/flow-templates.ts'
import { caseOperations } from '../kernel/cases/operations.ts'
import { draftTemplates } from '../kernel/cases/unsent-drafts.ts'
import { consentOperations } from '../kernel/consents/operations.ts'
import { correctionOperations } from '../kernel/corrections/operations.ts'
import { correctionService } from '../kernel/corrections/service.ts'
import type { DivisionCode } from '../kernel/divisions/division.ts'
import { divisionOperations } from '../kernel/divisions/operations.ts'
import { documentOperations } from '../kernel/documents/operations.ts'
import { paperAttachments } from '../kernel/documents/papers.ts'
import type { FileStorage } from '../kernel/documents/storage.ts'
import { ownFileAttachments } from '../kernel/dossiers/mail-own-file.ts'
import { dossierOperations } from '../kernel/dossiers/operations.ts'
import type { OperationWords } from '../kernel/dossiers/readers.ts'
import type { FindHolds } from '../kernel/erasures/obstacles.ts'
import { erasureOperations } from '../kernel/erasures/operations.ts'
import { mergeTerms, type Terms } from '../kernel/glossary/define-terms.ts'
import { kernelTerms } from '../kernel/glossary/terms.ts'
import { handoverOperations } from '../kernel/identity/handovers.ts'
import { identityTemplates } from '../kernel/identity/login-codes.ts'
import { identityOperations } from '../kernel/identity/operations.ts'
import { importOperations } from '../kernel/imports/operations.ts'
import type { ImportServices } from '../kernel/imports/work.ts'
import type { LetterServices } from '../kernel/letters/issue.ts'
import { letterOperations } from '../kernel/letters/operations.ts'
import { createLetterPrinter } from '../kernel/letters/pdf/printer.ts'
import { letterAttachments } from '../kernel/letters/print-letter.ts'
import { letterTemplates } from '../kernel/letters/send-copy.ts'
import type { Module } from '../kernel/module.ts'
import type { AttachmentSources } from '../kernel/notifications/attachments.ts'
import { copyTemplates } from '../kernel/notifications/copies.ts'
import { notificationTemplates } from '../kernel/notifications/email-codes.ts'
import { notificationOperations } from '../kernel/notifications/operations.ts'
import { mergeTemplates, type NoticeTemplate } from '../kernel/notifications/templates.ts'
import { officeOperations, type ServiceWords } from '../kernel/offices/operations.ts'
import { isWrite, type Operation } from '../kernel/operations/operation.ts'
import { partyOperations } from '../kernel/parties/operations.ts'
import { ratingOperations } from '../kernel/ratings/operations.ts'
import { ratingTemplates } from '../kernel/ratings/templates.ts'
import type { FactDictionary } from '../kernel/rules/facts.ts'
import { searchOperations } from '../kernel/search/operations.ts'
import type { SignOnClient } from '../kernel/sign-on/client.ts'
import { signOnOperations } from '../kernel/sign-on/operations.ts'
import { statisticsOperations } from '../kernel/statistics/operations.ts'
import { verificationOperations } from '../kernel/verification/operations.ts'
import { financing } from '../modules/financing/module.ts'
import { information } from '../modules/information/module.ts'
import { catalogueOperations } from './catalogue.ts'
import { importKinds } from './imports/kinds.ts'
import { rightsOperations } from './rights.ts'

/** Every module there is, in the order of the handbook. */
export const modules: readonly Module[] = [information, financing]

/** Someone new who names no place lives here: the platform's root, 宜昌市. */
const homeDivision = '420500000000' as DivisionCode

export const facts: FactDictionary = Object.assign({}, ...modules.map((module) => module.facts))

/** The modules, and the services that the kernel has of its own: they stand on the case spine like any other. */
export const services: readonly Module[] = [
  ...modules,
  { ...correctionService(facts), operations: correctionOperations(facts) },
]

/** What forbids erasing a person, of every module together. */
export const findHolds: FindHolds = async (tx, ids, today) =>
  (await Promise.all(services.map(async (module) => (await module.findHolds?.(tx, ids, today)) ?? []))).flat()

export const flows: readonly Flow[] = services.flatMap((module) => module.flows)

const isServed = ({ steps }: Flow) => Object.values(steps).some((step) => step.office !== undefined)

/** Every service that an office has in hand at some step, in words. */
const serviceWords: ServiceWords = Object.fromEntries(
  flows.filter(isServed).map((flow) => [flow.service, flow.terms[flow.service]?.zh ?? flow.service]),
)

/** All words, of the kernel and of the modules. */
export const terms: Terms = mergeTerms(kernelTerms, ...services.map((module) => module.terms))

/** The wordings of every notice, by code. */
const templates: ReadonlyMap<string, NoticeTemplate> = mergeTemplates([
  ...Object.values(identityTemplates),
  ...Object.values(notificationTemplates),
  ...Object.values(copyTemplates),
  ...Object.values(agencyTemplates),
  ...Object.values(draftTemplates),
  ...Object.values(letterTemplates),
  ...Object.values(ratingTemplates),
  ...flows.flatMap((flow) => [...flowTemplates(flow).values()]),
  ...services.flatMap((module) => module.templates ?? []),
])

/** The process's one printer; its thread begins with the first letter. */
const printing = { flows, printer: createLetterPrinter() }

/** What each kind of paper is called. */
const paperWords: Readonly<Record<string, string>> = Object.assign({}, ...services.map((module) => module.paperWords))

/** What a person's own file is made of. */
const dossierWords = { flows, facts, papers: paperWords, forms: services.flatMap((module) => module.forms ?? []) }

/** What mails may carry. */
export const attachmentSources = (storage: FileStorage): AttachmentSources => ({
  letter: letterAttachments(printing),
  paper: paperAttachments(storage),
  ownFile: ownFileAttachments(dossierWords, storage),
})

/** What issues letters (文书); their number is confirmed at the public address. */
export const letterServices = (publicAddress: string): LetterServices => ({
  flows,
  letters: services.flatMap((module) => module.letters ?? []),
  publicAddress,
})

export interface Services {
  storage: FileStorage
  /** Operations that exist only in a demonstration. */
  demonstration: readonly Operation[]
  /** Providers of single sign-on; none unless the operator set them up. */
  signOnClients?: readonly SignOnClient[]
  /** Where people reach the platform from outside, for links in messages. */
  publicAddress?: string | null
}

/** What can be imported, each row by one of these operations. */
export const importServices = (operations: () => readonly Operation[]): ImportServices => ({
  kinds: importKinds,
  findOperation: (name) => operations().find((operation) => operation.name === name),
})

const listOperations = (
  { storage, demonstration, signOnClients = [], publicAddress = null }: Services,
  words: OperationWords,
): readonly Operation[] => [
  ...catalogueOperations,
  ...handoverOperations,
  ...identityOperations({ homeDivision }),
  ...partyOperations({ flows, facts }),
  ...signOnOperations({ clients: signOnClients, homeDivision }),
  ...consentOperations({ root: homeDivision }),
  ...divisionOperations,
  ...officeOperations(serviceWords),
  ...notificationOperations({ templates, root: homeDivision }),
  ...documentOperations({
    storage,
    paperWords,
    paperKinds: Object.assign({}, ...services.map((module) => module.paperKinds)),
  }),
  ...caseOperations({ flows }),
  ...ratingOperations({ flows, publicAddress }),
  ...letterOperations(printing),
  ...agencyOperations({ storage, flows, facts }),
  ...dossierOperations({ storage, ...dossierWords, ...words }),
  ...erasureOperations(findHolds),
  ...searchOperations({
    synonyms: services.flatMap((module) => module.synonyms ?? []),
    pages: Object.assign({}, ...services.map((module) => module.searchPages)),
  }),
  ...verificationOperations,
  ...statisticsOperations({ flows, sources: services.flatMap((module) => module.figures ?? []) }),
  ...services.flatMap((module) => module.operations),
  ...demonstration,
]

/** What the system itself writes into the audit trail, and what the operator's commands do; operations tell their own words. */
const ownWords: Readonly<Record<string, string>> = {
  'verification.finish': '核对完封印和办理经过',
  'erasure.carryOut': '执行删除个人信息',
  'administrator.make': '在服务器上建立或重置管理员账号',
}

/** Every operation of the platform: the one list that routes, document, client, matrix and fuzzer read. */
export function composeOperations(services: Services): readonly Operation[] {
  // Those who read the audit trail are told what the operations of this very list are called.
  const byName = new Map<string, Operation>()
  const words: OperationWords = {
    summaryOf: (name) => byName.get(name)?.summary ?? ownWords[name] ?? name,
    writes: (name) => {
      const operation = byName.get(name)
      return operation !== undefined && isWrite(operation) && !operation.personal
    },
  }
  const operations: readonly Operation[] = [
    ...listOperations(services, words),
    ...importOperations(importServices(() => operations)),
    ...rightsOperations({ flows, operations: () => operations }),
  ]
  for (const operation of operations) byName.set(operation.name, operation)
  return operations
}
