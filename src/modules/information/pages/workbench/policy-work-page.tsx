import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay, formatInstant } from '../../../../shared/dates.ts'
import { FlowChart } from '../../../../web/case/flow-chart.tsx'
import { useOperation, useWrite } from '../../../../web/workbench/calls.ts'
import { CaseHistoryList } from '../../../../web/workbench/case/case-history.tsx'
import { DecisionPanel } from '../../../../web/workbench/case/decision-panel.tsx'
import { PageWithout, ProblemNotice, Waiting } from '../../../../web/workbench/notices.tsx'
import { policyFlow } from '../../flow.ts'
import { labelOf } from '../../terms.ts'
import { ComparisonView } from '../components/comparison.tsx'
import { policyActs } from './policy-acts.tsx'
import { Preview } from './preview.tsx'
import { shownBy, type WorkView } from './work-view.ts'
import './policy-desk.css'

/** Which version this is and where it stands, on two lines. */
function Head({ view }: { view: WorkView }) {
  const { people } = view
  const who = [
    people.collected && `收集：${people.collected}`,
    people.author && `最后编辑：${people.author}`,
    people.reviewer && `审核：${people.reviewer}`,
  ]
  return (
    <header className="case-head">
      <h1>
        {view.content.title} <span className="case-head__state">{view.stateLabel}</span>
      </h1>
      <p className="case-head__about">
        {[`第 ${view.edition} 版`, view.divisionName, ...who].filter(Boolean).join(' · ')}
      </p>
      <p className="case-head__sentence">{view.sentence}</p>
    </header>
  )
}

const day = (date: string | null) => (date ? formatDay(date as CalendarDate) : '没有写')

function Facts({ view }: { view: WorkView }) {
  const { content, linked, divisions } = view
  const place = divisions.find(({ value }) => value === content.division)?.label ?? '没有选'
  const rows: [string, React.ReactNode][] = [
    ['文号', content.number || '没有'],
    ['发文机关', content.issuer || '没有写'],
    ['层级', content.level ? labelOf('policyLevel', content.level) : '没有选'],
    ['适用地区', place],
    ['主题', content.topic ? labelOf('policyTopic', content.topic) : '没有选'],
    ['发布、施行', `${day(content.issuedOn)}；${day(content.effectiveOn)}`],
    ['有效期至', content.expiresOn ? day(content.expiresOn) : '没有写明'],
    ['来源', [content.sourceSays, content.sourceAddress].filter(Boolean).join(' ') || '没有写'],
    ...linked.map((one): [string, React.ReactNode] => [
      one.relationLabel,
      <Link key={one.slug} to={`/policies/${one.slug}`}>
        {one.title}
        {one.standing === 'current' ? '' : `（${one.standingLabel}）`}
      </Link>,
    ]),
    ...(content.changeNote ? [['修改说明', content.changeNote] as [string, React.ReactNode]] : []),
  ]
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">文件信息</h2>
      <dl className="policy-facts">
        {rows.map(([term, value]) => (
          <div key={term + String(value)}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What this version changes against another: the published one, unless the editor chooses. */
function Changes({ view }: { view: WorkView }) {
  const others = view.editions.filter(({ edition }) => edition !== view.edition)
  const [chosen, setChosen] = useState<number>()
  const [sideBySide, setSideBySide] = useState(false)
  const from = chosen ?? view.publishedEdition ?? others[0]?.edition
  const isFirst = from === undefined || from === view.edition
  const { data, error } = useOperation(
    'policyWork.compare',
    { slug: view.slug, from: String(from ?? 1), to: String(view.edition) },
    { enabled: !isFirst },
  )
  if (isFirst) return null
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">和第 {from} 版比，改了什么</h2>
      <p className="lines__links">
        {others.map(({ edition, stateLabel }) => (
          <Button
            key={edition}
            size="small"
            type={edition === from ? 'primary' : 'default'}
            onClick={() => setChosen(edition)}
          >
            第 {edition} 版（{stateLabel}）
          </Button>
        ))}
        <Button size="small" aria-pressed={sideBySide} onClick={() => setSideBySide(!sideBySide)}>
          {sideBySide ? '合在一起看' : '左右对照看'}
        </Button>
      </p>
      <ProblemNotice error={error} />
      {data ? <ComparisonView compared={data} sideBySide={sideBySide} /> : <Waiting what="对照" />}
    </section>
  )
}

function Remarks({ remarks }: Pick<WorkView, 'remarks'>) {
  if (remarks.length === 0) return null
  return (
    <section aria-labelledby="remarks">
      <h2 id="remarks">审核意见</h2>
      <ul className="plain-list">
        {remarks.map(({ place, says }) => (
          <li key={place + says}>
            <strong>{place}</strong>：{says}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Begins a new version of what is published, or leads to the one that is begun. */
function Revise({ view }: { view: WorkView }) {
  const navigate = useNavigate()
  const revise = useWrite('policyWork.revise', {
    refreshes: shownBy,
    onDone: ({ slug }) => void navigate(`/policies/${slug}/edit`),
  })
  if (view.editable) {
    return (
      <p className="fill-in">
        <Link to={`/policies/${view.slug}/edit`}>去编辑这一版</Link>
      </p>
    )
  }
  if (view.openEdition !== null && view.openEdition !== view.edition) {
    return (
      <p className="fill-in">
        <Link to={`/policies/${view.slug}?edition=${view.openEdition}`}>第 {view.openEdition} 版正在编审</Link>
      </p>
    )
  }
  if (view.state !== 'published' && view.state !== 'takenDown') return null
  return (
    <div className="fill-in">
      <Button block loading={revise.isPending} onClick={() => revise.mutate({ slug: view.slug })}>
        修订出新的一版
      </Button>
      <ProblemNotice error={revise.error} />
    </div>
  )
}

function Public({ view }: { view: WorkView }) {
  if (view.publishedAt === null) return null
  return (
    <p>
      <a href={`/policies/${view.slug}`} target="_blank" rel="noreferrer">
        看门户上的页面
      </a>
      <span className="quiet"> 发布于 {formatInstant(new Date(view.publishedAt))}</span>
    </p>
  )
}

/** One version: the page as readers see it, what is known and what was changed, the decision. */
export function PolicyWorkPage() {
  const { slug = '' } = useParams()
  const [search] = useSearchParams()
  const edition = search.get('edition')
  const asked = { slug, ...(edition ? { edition } : {}) }
  const { data: view, error, refetch } = useOperation('policyWork.get', asked, { live: true })
  if (!view) return <PageWithout what="政策稿" error={error} onRetry={() => void refetch()} />
  return (
    <article className="case">
      <title>{`${view.content.title} · 启创工作台`}</title>
      <Head view={view} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <div className="case__columns">
        <section className="policy-sheet" aria-label="读者看到的样子">
          <Preview content={view.content} />
        </section>
        <div className="case__middle">
          <Remarks remarks={view.remarks} />
          <Changes view={view} />
          <Facts view={view} />
          <section aria-labelledby="progress">
            <h2 id="progress">流程</h2>
            <FlowChart chart={view.chart} title="信息发布流程" />
          </section>
          <section aria-labelledby="history">
            <h2 id="history">经过</h2>
            <CaseHistoryList history={view.history} />
          </section>
        </div>
        <div className="case__decision">
          <DecisionPanel view={view} flow={policyFlow} acts={policyActs} refreshes={shownBy} />
          <Revise view={view} />
          <Public view={view} />
        </div>
      </div>
    </article>
  )
}
