import { Link, useParams } from 'react-router'
import { correctionFlow } from '../../../kernel/corrections/flow.ts'
import { FlowChart } from '../../case/flow-chart.tsx'
import { RelayClock } from '../../case/relay-clock.tsx'
import { useOperation } from '../calls.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseHistoryList } from '../case/case-history.tsx'
import { DecisionPanel } from '../case/decision-panel.tsx'
import { HolderCard } from '../case/holder-card.tsx'
import { LetterShelf } from '../case/letter-shelf.tsx'
import { PaperShelf } from '../case/paper-shelf.tsx'
import { RateCard } from '../case/rate-card.tsx'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { correctionActs } from './correction-acts.tsx'
import type { CorrectionView } from './correction-view.ts'

/** Operations that show a correction, count it, or show what it puts right. */
const shownBy = ['correction.get', 'case.findInbox', 'person.get', 'enterprise.get', 'letter.find'] as const

/** The file as it is beside what is asked for, to be held against the proof on the left. */
function Items({ view }: { view: CorrectionView }) {
  const done = view.state === 'corrected'
  return (
    <section aria-labelledby="items">
      <h2 id="items">要更正的内容</h2>
      <PlainTable label="要更正的内容">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">{done ? '更正前' : '现在登记的'}</th>
            <th scope="col">{done ? '更正后' : '要求改成'}</th>
            <th scope="col">申请人说</th>
          </tr>
        </thead>
        <tbody>
          {view.items.map((item) => (
            <tr key={item.target}>
              <th scope="row">{item.zh}</th>
              <td>{(done ? item.before : item.now) ?? '没有登记'}</td>
              <td>
                <strong>{item.right ?? '还没有填写'}</strong>
              </td>
              <td>{item.wrong ?? '还没有填写'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Outcome({ view }: { view: CorrectionView }) {
  const rows = view.refusal
    ? [
        ['理由', view.refusal.reason],
        ['依据', view.refusal.article],
        ['出路', view.refusal.wayOut],
      ]
    : view.asked.map(({ item, says }) => [item, says])
  const told = view.finding === null ? rows : [['核实情况', view.finding]]
  if (told.length === 0) return null
  return (
    <section className="outcome" aria-labelledby="outcome">
      <h2 id="outcome">{view.asked.length > 0 ? '已一次性告知补正' : view.stateLabel}</h2>
      <dl className="pairs">
        {told.map(([term, says]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Party({ party }: Pick<CorrectionView, 'party'>) {
  const enterprise = party.kind === 'enterprise'
  return (
    <section aria-labelledby="applicant">
      <h2 id="applicant">申请人</h2>
      <dl className="pairs">
        <div>
          <dt>{enterprise ? '企业' : '姓名'}</dt>
          <dd>{party.name ?? '未填写'}</dd>
        </div>
        <div>
          <dt>{enterprise ? '信用代码' : '证件'}</dt>
          <dd>{party.identity ?? '未登记'}</dd>
        </div>
      </dl>
      <p>
        <Link to={`${enterprise ? '/enterprises' : '/people'}/${party.id}`}>打开申请人的档案</Link>
      </p>
    </section>
  )
}

function Middle({ view }: { view: CorrectionView }) {
  return (
    <div className="case__middle">
      <Outcome view={view} />
      <Items view={view} />
      <Party party={view.party} />
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

/** One correction: the proof on the left, what the file says beside what it should say, the decision on the right. */
export function CorrectionPage() {
  const { id = '' } = useParams()
  const { data: view, error, refetch, isFetching } = useOperation('correction.get', { id }, { live: true })
  if (!view) return <PageWithout what="办件" error={error} onRetry={() => void refetch()} />
  return (
    <article className="case">
      <title>{`${view.number} · 启创工作台`}</title>
      <CaseHead view={view} refreshing={isFetching} onRefresh={() => void refetch()} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <div className="case__columns">
        <PaperShelf papers={view.papers} />
        <Middle view={view} />
        <div className="case__decision">
          <HolderCard view={view} refreshes={shownBy} />
          <DecisionPanel view={view} flow={correctionFlow} acts={correctionActs} refreshes={shownBy} />
          <LetterShelf caseId={view.id} />
          {view.holder === 'applicant' ? (
            <p className="fill-in">
              <Link to={`/corrections/${view.id}/form`}>代申请人填写、补材料</Link>
            </p>
          ) : null}
          <RateCard view={view} />
        </div>
      </div>
    </article>
  )
}
