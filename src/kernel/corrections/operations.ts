import { type TObject, type TProperties, Type } from 'typebox'
import { only, type Policy } from '../access/policy.ts'
import type { ActRequest, CaseReceipt } from '../cases/receipt.ts'
import { CaseAct, CaseReceiptView, caseId, Gaps, Refusal, seenVersion } from '../cases/schema.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, type HttpRoute, type Operation } from '../operations/operation.ts'
import type { FactDictionary } from '../rules/facts.ts'
import {
  findChoices,
  openCorrection,
  saveDraft,
  submitCorrection,
  supplyCorrection,
  withdrawCorrection,
} from './ask.ts'
import { acceptCorrection, askOnce, correctData, refuseCorrection } from './decide.ts'
import { Choices, CorrectionForm, CorrectionView, Finding, Targets } from './schema.ts'
import { getCorrectionView } from './view.ts'

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

const withCase = <P extends TProperties>(given: TObject<P>) =>
  closed({ id: caseId, version: seenVersion, ...given.properties })

const PartyId = Type.Optional(Type.String({ title: '服务对象', format: 'uuid', description: 'For the window alone' }))

const applicantSide = only('entrepreneur', 'agent', 'clerk')

interface PlainAct {
  name: string
  summary: string
  http: HttpRoute
  policy: Policy
  run(ctx: Ctx, request: ActRequest): Promise<CaseReceipt>
}

/** An act that gives nothing but the version seen. */
const plainAct = ({ run, ...act }: PlainAct): Operation =>
  defineOperation({ ...act, input: CaseAct, output: CaseReceiptView, handle: (ctx, input) => run(ctx, input) })

const reading = (facts: FactDictionary): Operation[] => [
  defineOperation({
    name: 'correction.findChoices',
    summary: '档案里可以申请更正的项目',
    http: 'GET /corrections/choices',
    policy: applicantSide,
    input: closed({ partyId: PartyId }),
    output: Choices,
    personal: true,
    handle: (ctx, input) => findChoices(ctx, facts, input),
  }),
  defineOperation({
    name: 'correction.get',
    summary: '一件个人信息更正的全部内容',
    http: 'GET /corrections/:id',
    policy: applicantSide,
    input: closed({ id: caseId }),
    output: CorrectionView,
    personal: true,
    handle: (ctx, { id }) => getCorrectionView(ctx, facts, id),
  }),
]

const asking = (facts: FactDictionary): Operation[] => [
  defineOperation({
    name: 'correction.open',
    summary: '开始一份更正申请（草稿）',
    http: 'POST /corrections',
    policy: applicantSide,
    input: closed({ partyId: PartyId, targets: Targets }),
    output: CaseReceiptView,
    handle: (ctx, input) => openCorrection(ctx, facts, input),
  }),
  defineOperation({
    name: 'correction.saveDraft',
    summary: '保存更正申请填写的内容（不是提交）',
    http: 'POST /corrections/:id/draft',
    policy: applicantSide,
    input: closed({ id: caseId, version: seenVersion, form: CorrectionForm }),
    output: CaseReceiptView,
    handle: (ctx, input) => saveDraft(ctx, facts, input),
  }),
  plainAct({
    name: 'correction.submit',
    summary: '提交更正申请',
    http: 'POST /corrections/:id/submit',
    policy: applicantSide,
    run: (ctx, request) => submitCorrection(ctx, facts, request),
  }),
  plainAct({
    name: 'correction.supply',
    summary: '交回更正申请的补正',
    http: 'POST /corrections/:id/supply',
    policy: applicantSide,
    run: (ctx, request) => supplyCorrection(ctx, facts, request),
  }),
  plainAct({
    name: 'correction.withdraw',
    summary: '撤回更正申请',
    http: 'POST /corrections/:id/withdraw',
    policy: applicantSide,
    run: withdrawCorrection,
  }),
]

const deciding = (facts: FactDictionary): Operation[] => [
  plainAct({
    name: 'correction.accept',
    summary: '受理更正申请',
    http: 'POST /corrections/:id/accept',
    policy: only('clerk'),
    run: acceptCorrection,
  }),
  defineOperation({
    name: 'correction.askOnce',
    summary: '一次性告知更正申请要补正的全部内容',
    http: 'POST /corrections/:id/ask-once',
    policy: only('clerk'),
    input: withCase(Gaps),
    output: CaseReceiptView,
    handle: askOnce,
  }),
  defineOperation({
    name: 'correction.correct',
    summary: '对照证明核实无误，更正档案',
    http: 'POST /corrections/:id/correct',
    policy: only('clerk'),
    input: withCase(Finding),
    output: CaseReceiptView,
    handle: (ctx, input) => correctData(ctx, facts, input),
  }),
  defineOperation({
    name: 'correction.refuse',
    summary: '不予更正：写明理由、依据和出路',
    http: 'POST /corrections/:id/refuse',
    policy: only('clerk'),
    input: withCase(Refusal),
    output: CaseReceiptView,
    handle: refuseCorrection,
  }),
]

/** Corrections (更正) of what is known of a party; `facts` are those of every module. */
export const correctionOperations = (facts: FactDictionary): readonly Operation[] => [
  ...reading(facts),
  ...asking(facts),
  ...deciding(facts),
]
