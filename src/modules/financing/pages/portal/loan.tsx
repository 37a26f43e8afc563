import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { CaseHistory, type HistoryItem } from '../../../../web/case/case-history.tsx'
import { CaseSentence } from '../../../../web/case/case-sentence.tsx'
import { ConditionList } from '../../../../web/case/condition-list.tsx'
import { FlowChart } from '../../../../web/case/flow-chart.tsx'
import { LetterList } from '../../../../web/case/letter-list.tsx'
import { AskedList, RefusalCard } from '../../../../web/case/outcome.tsx'
import { PaperLink } from '../../../../web/case/paper-cards.tsx'
import { RatingLine } from '../../../../web/case/rating-line.tsx'
import { RelayClock } from '../../../../web/case/relay-clock.tsx'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { refuseForm } from '../../../../web/forms/refused-form.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../../web/portal/visit.ts'
import { Card } from '../../../../web/ui/card.tsx'
import { Day, Instant } from '../../../../web/ui/day.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import { Alternatives } from '../components/alternatives.tsx'
import { LoanActions } from '../components/loan-actions.tsx'
import { LoanAnswers } from '../components/loan-answers.tsx'
import { RecommendationCard } from '../components/loan-outcome.tsx'
import { getLoan, type LoanView, loanPath } from '../components/loan-page.ts'
import { sectionsOf } from '../components/loan-sections.ts'
import '../components/loan.css'

export const meta = ({ loaderData }: { loaderData?: { loan: LoanView } }) =>
  pageMeta(`办件 ${loaderData?.loan.number ?? ''}`, '这件申请在谁手里、到什么时候、您现在可以做什么。')

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getLoan(args)
  const letters = await callOperation(args.context, 'letter.find', { case: loan.id })
  const own = loan.endedAt ? await tryOperation(args.context, 'rating.getOwn', { id: loan.id }) : null
  return { loan, letters: letters.items, rating: own?.ok ? own.output : null }
}

/** The one act that needs no page of its own: beginning again after a refusal. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const outcome = await tryOperation(context, 'loan.reopen', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(loanPath(input.id, '/apply'), 303)
}

type Refusal = NonNullable<LoanView['refusal']>

/** Why the last round was refused, while the next is being filled in. */
function earlierRefusal({ history, round, state }: LoanView): Refusal | undefined {
  if (state !== 'draft') return undefined
  const entry = history.findLast((item) => item.action === 'reject' && item.round < round)
  return entry && (entry.detail as unknown as Refusal)
}

function Outcome({ loan }: { loan: LoanView }) {
  const earlier = earlierRefusal(loan)
  return (
    <>
      {loan.asked.length > 0 ? <AskedList asked={loan.asked} /> : null}
      {loan.refusal ? <RefusalCard title="为什么驳回" refusal={loan.refusal} /> : null}
      <Alternatives alternatives={loan.alternatives} />
      {earlier ? <RefusalCard title="上一轮为什么驳回" refusal={earlier} /> : null}
      {loan.recommendation ? <RecommendationCard recommendation={loan.recommendation} /> : null}
    </>
  )
}

function StepDetail({ item }: { item: HistoryItem }) {
  const { gaps, reason } = item.detail as { gaps?: { item: string }[]; reason?: string }
  if (gaps) return <p>要补：{gaps.map((gap) => gap.item).join('、')}</p>
  return reason ? <p>理由：{reason}</p> : null
}

function Judged({ judgement, ended }: { judgement: LoanView['judgement']; ended: boolean }) {
  if (!judgement) return null
  return (
    <section className="stack-tight">
      <h2>资格条件逐条看</h2>
      <p className="muted">
        {ended ? '作出决定时的判定，判定日：' : '按现在知道的内容判定，最终以审核为准。判定日：'}
        <Day date={judgement.on} />
      </p>
      {judgement.local ? <p className="muted">按{judgement.local}判定。</p> : null}
      <ConditionList conditions={judgement.conditions} unfolded="unmet" />
    </section>
  )
}

function CaseFile({ loan }: { loan: LoanView }) {
  return (
    <Card title="办件信息">
      <Facts
        items={[
          { term: '编号', value: loan.number },
          { term: '申请人', value: loan.applicant.name ?? '还没有填写' },
          ...(loan.applicant.enterprise
            ? [{ term: '统一社会信用代码', value: loan.applicant.enterprise.creditCode }]
            : []),
          { term: '经营所在地', value: loan.divisionName },
          { term: '办理渠道', value: loan.channelLabel },
          { term: '提交时间', value: loan.submittedAt ? <Instant at={loan.submittedAt} /> : '尚未提交' },
          ...(loan.dueOn ? [{ term: '本步时限', value: <Day date={loan.dueOn} weekday /> }] : []),
        ]}
      />
      {loan.submittedAt ? (
        <p>
          <a href={loanPath(loan.id, '/receipt')}>查看申请回执</a>
        </p>
      ) : null}
    </Card>
  )
}

function Papers({ papers }: Pick<LoanView, 'papers'>) {
  const handedIn = papers.filter((paper) => paper.files.length > 0)
  return (
    <Card title="材料">
      {handedIn.length === 0 ? <p className="muted">还没有上传材料。</p> : null}
      {handedIn.map((paper) => (
        <div key={paper.kind}>
          <p className="muted small">{paper.zh}</p>
          {paper.files.map((file) => (
            <p key={file.id}>
              <PaperLink file={file} />
            </p>
          ))}
        </div>
      ))}
    </Card>
  )
}

function Answers({ loan }: { loan: LoanView }) {
  return (
    <Card title="填写的内容">
      {sectionsOf(loan.kind).map((section) => (
        <details key={section.id}>
          <summary>{section.title}</summary>
          <LoanAnswers loan={loan} section={section} editable={false} />
        </details>
      ))}
    </Card>
  )
}

/** One loan for its applicant: where it stands, what they can do now, what happened, what was handed in. */
export default function LoanPage() {
  const { loan, letters, rating } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <Page
      title={`${loan.serviceLabel}：${loan.stateLabel}`}
      trail={[{ title: '我的', href: '/me' }]}
      aside={
        <>
          <CaseFile loan={loan} />
          {letters.length > 0 ? (
            <Card title="文书">
              <LetterList letters={letters} />
            </Card>
          ) : null}
          <Papers papers={loan.papers} />
          <Answers loan={loan} />
        </>
      }
    >
      <FormProblem refused={refused} />
      <CaseSentence sentence={loan.sentence} overdue={loan.overdue} />
      <LoanActions loan={loan} />
      <RatingLine caseId={loan.id} own={rating} />
      <Outcome loan={loan} />
      <Card>
        <FlowChart chart={loan.chart} title="办到哪一步了" />
      </Card>
      {loan.submittedAt ? (
        <section className="stack-tight">
          <h2>谁办了多久</h2>
          <RelayClock relay={loan.relay} first={loan.first} applicant="您" />
        </section>
      ) : null}
      {loan.history.length > 0 ? (
        <section className="stack-tight">
          <h2>经过</h2>
          <CaseHistory history={loan.history}>{(item) => <StepDetail item={item} />}</CaseHistory>
        </section>
      ) : null}
      <Judged judgement={loan.judgement} ended={loan.endedAt !== null} />
    </Page>
  )
}
