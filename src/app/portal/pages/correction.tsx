import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { CaseHistory, type HistoryItem } from '../../../web/case/case-history.tsx'
import { CaseSentence } from '../../../web/case/case-sentence.tsx'
import { FlowChart } from '../../../web/case/flow-chart.tsx'
import { LetterList } from '../../../web/case/letter-list.tsx'
import { AskedList, RefusalCard } from '../../../web/case/outcome.tsx'
import { PaperLink } from '../../../web/case/paper-cards.tsx'
import { RatingLine } from '../../../web/case/rating-line.tsx'
import { RelayClock } from '../../../web/case/relay-clock.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, tryOperation } from '../../../web/portal/visit.ts'
import { Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day, Instant } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { CorrectionItems } from './components/correction-items.tsx'
import { type CorrectionView, correctionPath, getCorrection } from './components/correction-page.ts'

export const meta = ({ loaderData }: { loaderData?: { view: CorrectionView } }) =>
  pageMeta(`更正 ${loaderData?.view.number ?? ''}`, '这件更正申请在谁手里、到什么时候、结果怎样。')

export async function loader(args: LoaderFunctionArgs) {
  const view = await getCorrection(args)
  const letters = await callOperation(args.context, 'letter.find', { case: view.id })
  const own = view.endedAt ? await tryOperation(args.context, 'rating.getOwn', { id: view.id }) : null
  return { view, letters: letters.items, rating: own?.ok ? own.output : null }
}

/** What to expect in each state, in a sentence. */
const expectations: Record<string, string> = {
  draft: '填到哪里都会保存，随时接着填。按了“提交申请”，窗口才会开始办理。',
  submitted: '窗口正在看您的申请，您现在不用做什么。',
  supplement: '按窗口告知的内容补齐后交回，窗口接着办。补正的时间不算进时限。',
  accepted: '窗口正在对照证明核实，您现在不用做什么。核实清楚之前，档案里的内容不变。',
  corrected: '档案已经更正，以后办事按更正后的内容办理。更正前的内容留在“我的档案”里。',
  uncorrected: '档案没有改动。不同意的，可以照下面写的办法补齐证明重新申请，或者投诉、起诉。',
  withdrawn: '您已撤回，档案没有改动。',
}

function Ways({ view }: { view: CorrectionView }) {
  const may = (action: string) => view.actions.some((one) => one.action === action && one.allowed)
  return (
    <Card title="您现在可以做什么">
      <p>{expectations[view.state]}</p>
      <Buttons>
        {may('submit') ? <LinkButton href={correctionPath(view.id, '/fill')}>继续填写</LinkButton> : null}
        {may('submit') ? (
          <LinkButton kind="plain" href={correctionPath(view.id, '/send')}>
            上传证明并提交
          </LinkButton>
        ) : null}
        {may('supply') ? <LinkButton href={correctionPath(view.id, '/send')}>去补正</LinkButton> : null}
        {may('withdraw') ? (
          <LinkButton kind="danger" href={correctionPath(view.id, '/withdraw')}>
            撤回申请
          </LinkButton>
        ) : null}
        {view.endedAt ? (
          <LinkButton kind="plain" href="/me/corrections/new">
            再申请更正
          </LinkButton>
        ) : null}
      </Buttons>
    </Card>
  )
}

/** How to go on where it was refused (个人信息保护法 第五十条、第六十五条). */
function Complain() {
  return (
    <p className="prose">
      认为应当更正的，可以拨打 12345 投诉，或者依照《个人信息保护法》第六十五条向履行个人信息保护职责的部门投诉；
      也可以依照第五十条向人民法院提起诉讼。不予更正决定书里写明了复议和诉讼的期限。
    </p>
  )
}

function StepDetail({ item }: { item: HistoryItem }) {
  const { gaps, reason, finding } = item.detail as { gaps?: { item: string }[]; reason?: string; finding?: string }
  if (gaps) return <p>要补：{gaps.map((gap) => gap.item).join('、')}</p>
  if (finding) return <p>核实情况：{finding}</p>
  return reason ? <p>理由：{reason}</p> : null
}

function CaseFile({ view }: { view: CorrectionView }) {
  return (
    <Card title="办件信息">
      <Facts
        items={[
          { term: '编号', value: view.number },
          { term: '申请人', value: view.party.name ?? '还没有填写' },
          { term: '办理地区', value: view.divisionName },
          { term: '办理渠道', value: view.channelLabel },
          { term: '提交时间', value: view.submittedAt ? <Instant at={view.submittedAt} /> : '尚未提交' },
          ...(view.dueOn ? [{ term: '本步时限', value: <Day date={view.dueOn} weekday /> }] : []),
        ]}
      />
    </Card>
  )
}

function Proof({ papers }: Pick<CorrectionView, 'papers'>) {
  const files = papers.flatMap((paper) => paper.files)
  return (
    <Card title="证明材料">
      {files.length === 0 ? <p className="muted">没有上传。</p> : null}
      {files.map((file) => (
        <p key={file.id}>
          <PaperLink file={file} />
        </p>
      ))}
    </Card>
  )
}

/** One correction for whoever asked for it: where it stands, what is asked for, what came of it. */
export default function CorrectionPage() {
  const { view, letters, rating } = useLoaderData<typeof loader>()
  return (
    <Page
      title={`${view.serviceLabel}：${view.stateLabel}`}
      trail={[{ title: '我的', href: '/me' }]}
      aside={
        <>
          <CaseFile view={view} />
          {letters.length > 0 ? (
            <Card title="文书">
              <LetterList letters={letters} />
            </Card>
          ) : null}
          <Proof papers={view.papers} />
        </>
      }
    >
      <CaseSentence sentence={view.sentence} overdue={view.overdue} />
      <Ways view={view} />
      <RatingLine caseId={view.id} own={rating} />
      {view.asked.length > 0 ? <AskedList asked={view.asked} /> : null}
      {view.refusal ? <RefusalCard title="为什么没有更正" refusal={view.refusal} /> : null}
      {view.refusal ? <Complain /> : null}
      <section className="stack-tight">
        <h2>要更正的内容</h2>
        <CorrectionItems view={view} />
      </section>
      <Card>
        <FlowChart chart={view.chart} title="办到哪一步了" />
      </Card>
      {view.submittedAt ? (
        <section className="stack-tight">
          <h2>谁办了多久</h2>
          <RelayClock relay={view.relay} first={view.first} applicant="您" />
        </section>
      ) : null}
      {view.history.length > 0 ? (
        <section className="stack-tight">
          <h2>经过</h2>
          <CaseHistory history={view.history}>{(item) => <StepDetail item={item} />}</CaseHistory>
        </section>
      ) : null}
    </Page>
  )
}
