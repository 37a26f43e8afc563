import { Link, useParams } from 'react-router'
import { FlowChart } from '../../../../web/case/flow-chart.tsx'
import { RelayClock } from '../../../../web/case/relay-clock.tsx'
import { useOperation } from '../../../../web/workbench/calls.ts'
import { CaseHead } from '../../../../web/workbench/case/case-head.tsx'
import { CaseHistoryList } from '../../../../web/workbench/case/case-history.tsx'
import { ConditionList } from '../../../../web/workbench/case/condition-list.tsx'
import { DecisionPanel } from '../../../../web/workbench/case/decision-panel.tsx'
import { HolderCard } from '../../../../web/workbench/case/holder-card.tsx'
import { LetterShelf } from '../../../../web/workbench/case/letter-shelf.tsx'
import { PaperShelf } from '../../../../web/workbench/case/paper-shelf.tsx'
import { RateCard } from '../../../../web/workbench/case/rate-card.tsx'
import { PageWithout, ProblemNotice } from '../../../../web/workbench/notices.tsx'
import { hasRole, useSession } from '../../../../web/workbench/session.tsx'
import { loanFlow } from '../../flow.ts'
import { loanActs } from './loan-acts.ts'
import { ApplicantFacts, FormFacts, Outcome } from './loan-facts.tsx'
import type { LoanView } from './loan-view.ts'

/** Operations that show a loan or count it. */
const shownBy = ['loan.get', 'case.findInbox', 'person.get', 'enterprise.get', 'letter.find'] as const

function FillIn({ view }: { view: LoanView }) {
  const { data: session } = useSession()
  if (view.holder !== 'applicant' || !hasRole(session, 'clerk')) return null
  return (
    <p className="fill-in">
      <Link to={`/loans/${view.id}/form`}>代申请人填写、补材料</Link>
    </p>
  )
}

function Middle({ view, clerk }: { view: LoanView; clerk: boolean }) {
  return (
    <div className="case__middle">
      <Outcome view={view} />
      <ApplicantFacts view={view} clerk={clerk} />
      <FormFacts form={view.form} kind={view.kind} />
      <section aria-labelledby="conditions">
        <h2 id="conditions">资格条件</h2>
        {view.judgement?.local ? <p className="quiet">按{view.judgement.local}判定。</p> : null}
        <ConditionList judgement={view.judgement} />
      </section>
      <section aria-labelledby="progress">
        <h2 id="progress">流程</h2>
        <FlowChart chart={view.chart} title={`${view.serviceLabel}办理流程`} />
      </section>
      <section aria-labelledby="relay">
        <h2 id="relay">办件接力</h2>
        <RelayClock relay={view.relay} first={view.first} applicant="申请人" />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">经过</h2>
        <CaseHistoryList history={view.history} />
      </section>
    </div>
  )
}

/** One loan: papers on the left, facts and conditions in the middle, the decision on the right. */
export function LoanPage() {
  const { id = '' } = useParams()
  const { data: session } = useSession()
  const { data: view, error, refetch, isFetching } = useOperation('loan.get', { id }, { live: true })
  if (!view) return <PageWithout what="办件" error={error} onRetry={() => void refetch()} />
  const clerk = hasRole(session, 'clerk')
  return (
    <article className="case">
      <title>{`${view.number} · 启创工作台`}</title>
      <CaseHead view={view} refreshing={isFetching} onRefresh={() => void refetch()} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <div className="case__columns">
        <PaperShelf papers={view.papers} />
        <Middle view={view} clerk={clerk} />
        <div className="case__decision">
          <HolderCard view={view} refreshes={shownBy} />
          <DecisionPanel view={view} flow={loanFlow} acts={loanActs} refreshes={shownBy} />
          <LetterShelf caseId={view.id} />
          <FillIn view={view} />
          <RateCard view={view} />
        </div>
      </div>
    </article>
  )
}
