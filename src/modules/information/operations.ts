import { anyone } from '../../kernel/access/policy.ts'
import { defineOperation, type Operation } from '../../kernel/operations/operation.ts'
import { PolicyAddress, PolicyFilter, PolicyPage, PolicyView } from './schema.ts'
import { findPolicies, getPolicy } from './service.ts'

/** Policies and regulations (政策法规), for every reader. */
export const informationOperations: readonly Operation[] = [
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
    summary: '一份政策的全文、政策卡片和效力',
    http: 'GET /policies/:slug',
    policy: anyone,
    input: PolicyAddress,
    output: PolicyView,
    handle: (ctx, { slug }) => getPolicy(ctx, slug),
  }),
]
