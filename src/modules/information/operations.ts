import { type Static, type TSchema, Type } from 'typebox'
import { anyone, only } from '../../kernel/access/policy.ts'
import type { Ctx } from '../../kernel/operations/context.ts'
import { defineOperation, type Operation } from '../../kernel/operations/operation.ts'
import {
  AlikeAsked,
  AlikePolicies,
  Collecting,
  PolicyContent,
  PolicyReceipt,
  ReasonGiven,
  Remarks,
  Schedule,
  Seen,
  seenWith,
  WorkAddress,
  WorkFilter,
  WorkPage,
  WorkView,
} from './schema/desk.ts'
import {
  Comparison,
  ComparisonAsked,
  PolicyAddress,
  PolicyFilter,
  PolicyPage,
  PolicyVersions,
  PolicyView,
} from './schema.ts'
import { compareAtDesk, compareVersions } from './service/compare-versions.ts'
import {
  collectPolicy,
  discardPolicy,
  findAlike,
  organisePolicy,
  revisePolicy,
  saveDraft,
  submitPolicy,
} from './service/edit-version.ts'
import { findPolicies, findVersions, getPolicy } from './service/find-policies.ts'
import { publishPolicy, returnPolicy, schedulePolicy, settleTask, takeDownPolicy } from './service/review-version.ts'
import { findWork, getWork } from './service/view-work.ts'

/** Policies and regulations (政策法规), for every reader. */
const publicOperations: readonly Operation[] = [
  defineOperation({
    name: 'policy.find',
    summary: '政策法规，最新的在前；可按主题、层级、效力、地区筛选',
    http: 'GET /policies',
    policy: anyone,
    input: PolicyFilter,
    output: PolicyPage,
    handle: findPolicies,
  }),
  defineOperation({
    name: 'policy.get',
    summary: '一份政策的全文、政策卡片、效力和与其他政策的关系；已撤下的说明原因',
    http: 'GET /policies/:slug',
    policy: anyone,
    input: PolicyAddress,
    output: PolicyView,
    handle: (ctx, { slug }) => getPolicy(ctx, slug),
  }),
  defineOperation({
    name: 'policy.findVersions',
    summary: '一份政策发布过的各个版本，最新的在前',
    http: 'GET /policies/:slug/versions',
    policy: anyone,
    input: PolicyAddress,
    output: PolicyVersions,
    handle: (ctx, { slug }) => findVersions(ctx, slug),
  }),
  defineOperation({
    name: 'policy.compare',
    summary: '两个发布过的版本逐处对照，按词标出增删',
    http: 'GET /policies/:slug/comparison',
    policy: anyone,
    input: ComparisonAsked,
    output: Comparison,
    handle: compareVersions,
  }),
]

const editors = only('editor')

/** What editors (信息员) see. */
const deskReads: readonly Operation[] = [
  defineOperation({
    name: 'policyWork.find',
    summary: '信息员的政策稿：正在编审的和已发布的，最近改动的在前，附各状态数目和到期提醒',
    http: 'GET /policy-work',
    policy: editors,
    input: WorkFilter,
    output: WorkPage,
    handle: findWork,
  }),
  defineOperation({
    name: 'policyWork.findAlike',
    summary: '和要收集的政策文号相同或标题相近的',
    http: 'GET /policy-work-alike',
    policy: editors,
    input: AlikeAsked,
    output: AlikePolicies,
    handle: findAlike,
  }),
  defineOperation({
    name: 'policyWork.get',
    summary: '一份政策稿的内容、缺项、可办的事和经过；不给版次时是正在编审的一版',
    http: 'GET /policy-work/:slug',
    policy: editors,
    input: WorkAddress,
    output: WorkView,
    handle: getWork,
  }),
  defineOperation({
    name: 'policyWork.compare',
    summary: '任意两个版本逐处对照，审核时看改了什么',
    http: 'GET /policy-work/:slug/comparison',
    policy: editors,
    input: ComparisonAsked,
    output: Comparison,
    handle: compareAtDesk,
  }),
]

interface VersionAct<T extends TSchema> {
  verb: string
  summary: string
  input: T
  run(ctx: Ctx, input: Static<T>): Promise<PolicyReceipt>
}

/** One act on one version, as the editor saw it. */
const act = <T extends TSchema>({ verb, summary, input, run }: VersionAct<T>) =>
  defineOperation({
    name: `policyWork.${verb}`,
    summary,
    http: `POST /policy-work/:slug/${verb}`,
    policy: editors,
    input,
    output: PolicyReceipt,
    handle: (ctx, given) => run(ctx, given),
  })

/** The way of a policy from being collected to being published, and off again. */
const deskActs: readonly Operation[] = [
  defineOperation({
    name: 'policyWork.collect',
    summary: '收集一份政策：来源和原文；已有相似的先提醒',
    http: 'POST /policy-work',
    policy: editors,
    input: Collecting,
    output: PolicyReceipt,
    handle: collectPolicy,
  }),
  defineOperation({
    name: 'policyWork.revise',
    summary: '修订：从已发布的版本开始新的一版',
    http: 'POST /policy-work/:slug/revise',
    policy: editors,
    input: PolicyAddress,
    output: PolicyReceipt,
    handle: revisePolicy,
  }),
  defineOperation({
    name: 'policyWork.settleTask',
    summary: '确认一份即将到期的政策到期后失效，不再提醒',
    http: 'POST /policy-work/:slug/settle-task',
    policy: editors,
    input: PolicyAddress,
    output: Type.Object({ tasks: Type.Integer({ description: 'How many are left' }) }),
    handle: settleTask,
  }),
  act({
    verb: 'save',
    summary: '保存编辑的内容（不是送审）',
    input: seenWith(Type.Object({ content: PolicyContent })),
    run: saveDraft,
  }),
  act({ verb: 'organise', summary: '整理完成，开始编辑', input: Seen, run: organisePolicy }),
  act({ verb: 'submit', summary: '送审；缺什么一次说全', input: Seen, run: submitPolicy }),
  act({ verb: 'publish', summary: '审核通过并发布；不能是最后编辑的人', input: Seen, run: publishPolicy }),
  act({ verb: 'schedule', summary: '审核通过，定日发布', input: seenWith(Schedule), run: schedulePolicy }),
  act({ verb: 'return', summary: '退回修改，逐处写明意见', input: seenWith(Remarks), run: returnPolicy }),
  act({ verb: 'discard', summary: '弃用一份还没有发布的政策稿', input: seenWith(ReasonGiven), run: discardPolicy }),
  act({
    verb: 'withdraw',
    summary: '撤下已发布的版本，页面说明原因',
    input: seenWith(ReasonGiven),
    run: takeDownPolicy,
  }),
]

export const informationOperations: readonly Operation[] = [...publicOperations, ...deskReads, ...deskActs]
