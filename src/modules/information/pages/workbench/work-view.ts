import type { Output } from '../../../../web/api/portal-api.ts'

export type WorkView = Output<'policyWork.get'>
export type Content = WorkView['content']
export type Block = Content['body'][number]

/** Operations that show a policy at the desk or count it. */
export const shownBy = ['policyWork.get', 'policyWork.find', 'policyWork.compare'] as const
