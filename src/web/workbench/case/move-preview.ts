import { type Flow, getStep, stateLabel } from '../../../kernel/cases/flow.ts'
import type { Term, Terms } from '../../../kernel/glossary/define-terms.ts'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'

const thingOf = ({ thing = '办件' }: Flow) => thing

/** Whether there is an applicant who waits for news. */
const hasApplicant = ({ steps }: Flow) => Object.values(steps).some(({ by }) => by === 'applicant')

function holderWords(flow: Flow, state: string): string {
  const { by, end } = getStep(flow, state)
  if (end) return hasApplicant(flow) ? '办件到此结束' : '编审到此结束'
  if (by === 'applicant') return '转由申请人办理'
  const role: Term | undefined = by && (flow.terms[by] ?? (kernelTerms as Terms)[by])
  return role ? `转由${role.zh}办理` : ''
}

/** What an action will do, in sentences read off the flow chart, for the person about to press its button. */
export function previewMove(flow: Flow, name: string, state: string): string[] {
  const action = flow.actions[name]
  if (!action) return []
  const { to, notice, newRound } = action
  return [
    `${thingOf(flow)}由“${stateLabel(flow, state)}”变为“${stateLabel(flow, to)}”，${holderWords(flow, to)}。`,
    ...(newRound ? ['办件编号不变，开始新的一轮。'] : []),
    ...(!hasApplicant(flow)
      ? []
      : notice
        ? [`申请人会收到通知：${notice.title}。${notice.body}`]
        : ['不另行通知申请人。']),
  ]
}
