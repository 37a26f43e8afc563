import { type TObject, type TProperties, Type } from 'typebox'
import { anyone, only, type Policy } from '../../kernel/access/policy.ts'
import type { ActRequest, CaseReceipt } from '../../kernel/cases/receipt.ts'
import { CaseAct, CaseReceiptView, caseId, seenVersion } from '../../kernel/cases/schema.ts'
import type { Ctx } from '../../kernel/operations/context.ts'
import { defineOperation, type HttpRoute, type Operation } from '../../kernel/operations/operation.ts'
import { EligibilityView, Gaps, Guide, LoanDraft, LoanView, Questions, Recommendation, Refusal } from './schema.ts'
import { reopenLoan, saveDraft, submitLoan, supplyLoan, withdrawLoan } from './service/apply.ts'
import { acceptLoan, askOnce, recommendLoan, rejectLoan } from './service/decide.ts'
import { checkEligibility, getGuide, getQuestions } from './service/guide.ts'
import { openLoan } from './service/open-loan.ts'
import { getLoanView } from './service/view-loan.ts'

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

/** The version seen, the case, and what the act gives. */
const withCase = <P extends TProperties>(given: TObject<P>) =>
  closed({ id: caseId, version: seenVersion, ...given.properties })

/** For which kind of applicant, an individual unless told; and where, the nation unless told. */
const Kind = Type.Optional(Type.Enum(['person', 'partnership', 'enterprise'], { title: '申请主体' }))
const Place = Type.Optional(Type.String({ title: '地区', pattern: '^\\d{12}$' }))

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

const reading: Operation[] = [
  defineOperation({
    name: 'loan.getGuide',
    summary: '创业担保贷款办事指南',
    http: 'GET /loans/guide',
    policy: anyone,
    input: closed({ kind: Kind, division: Place }),
    output: Guide,
    handle: getGuide,
  }),
  defineOperation({
    name: 'loan.get',
    summary: '一件创业担保贷款的全部内容',
    http: 'GET /loans/:id',
    policy: only('entrepreneur', 'agent', 'clerk', 'reviewer'),
    input: closed({ id: caseId }),
    output: LoanView,
    personal: true,
    handle: (ctx, { id }) => getLoanView(ctx, id),
  }),
  defineOperation({
    name: 'eligibility.get',
    summary: '资格自测要回答的问题和条件说明',
    http: 'GET /eligibility/:service',
    policy: anyone,
    input: closed({ service: Type.Enum(['guaranteed-loan'], { title: '服务' }), kind: Kind, division: Place }),
    output: Questions,
    handle: (ctx, input) => getQuestions(ctx, input),
  }),
  defineOperation({
    name: 'eligibility.check',
    summary: '资格自测：不登录，不保存',
    http: 'POST /eligibility/:service',
    policy: anyone,
    keyless: true,
    input: closed({
      service: Type.Enum(['guaranteed-loan'], { title: '服务' }),
      kind: Kind,
      division: Place,
      answers: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { title: '回答' }),
    }),
    output: EligibilityView,
    handle: checkEligibility,
  }),
]

const applying: Operation[] = [
  defineOperation({
    name: 'loan.open',
    summary: '开始一份创业担保贷款申请（草稿）',
    http: 'POST /loans',
    policy: applicantSide,
    input: closed({
      partyId: Type.Optional(Type.String({ title: '申请人', format: 'uuid' })),
      division: Type.String({ title: '经营所在地', pattern: '^\\d{12}$', 'x-pattern': '请从列表里选择' }),
    }),
    output: CaseReceiptView,
    handle: openLoan,
  }),
  defineOperation({
    name: 'loan.saveDraft',
    summary: '保存填写的内容（不是提交）',
    http: 'POST /loans/:id/draft',
    policy: applicantSide,
    input: closed({ id: caseId, version: seenVersion, form: LoanDraft }),
    output: CaseReceiptView,
    handle: saveDraft,
  }),
  plainAct({
    name: 'loan.submit',
    summary: '提交申请',
    http: 'POST /loans/:id/submit',
    policy: applicantSide,
    run: submitLoan,
  }),
  plainAct({
    name: 'loan.supply',
    summary: '交回补正',
    http: 'POST /loans/:id/supply',
    policy: applicantSide,
    run: supplyLoan,
  }),
  plainAct({
    name: 'loan.withdraw',
    summary: '撤回申请',
    http: 'POST /loans/:id/withdraw',
    policy: applicantSide,
    run: withdrawLoan,
  }),
  plainAct({
    name: 'loan.reopen',
    summary: '驳回后修改，重新申请',
    http: 'POST /loans/:id/reopen',
    policy: applicantSide,
    run: reopenLoan,
  }),
]

const deciding: Operation[] = [
  defineOperation({
    name: 'loan.askOnce',
    summary: '一次性告知要补正的全部内容',
    http: 'POST /loans/:id/ask-once',
    policy: only('clerk'),
    input: withCase(Gaps),
    output: CaseReceiptView,
    handle: askOnce,
  }),
  plainAct({
    name: 'loan.accept',
    summary: '受理',
    http: 'POST /loans/:id/accept',
    policy: only('clerk'),
    run: acceptLoan,
  }),
  defineOperation({
    name: 'loan.reject',
    summary: '驳回：写明理由、依据和出路',
    http: 'POST /loans/:id/reject',
    policy: only('clerk', 'reviewer'),
    input: withCase(Refusal),
    output: CaseReceiptView,
    handle: rejectLoan,
  }),
  defineOperation({
    name: 'loan.recommend',
    summary: '审核通过，推荐给担保机构',
    http: 'POST /loans/:id/recommend',
    policy: only('reviewer'),
    input: withCase(Recommendation),
    output: CaseReceiptView,
    handle: recommendLoan,
  }),
]

export const financingOperations: readonly Operation[] = [...reading, ...applying, ...deciding]
