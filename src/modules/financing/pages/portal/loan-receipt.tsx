import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router'
import { type CalendarDate, formatDate, formatInstant } from '../../../../shared/dates.ts'
import { formatShort } from '../../../../shared/money.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import { getLoan, type LoanView, loanPath, loanTrail } from '../components/loan-page.ts'
import '../components/loan.css'

export const meta = () => pageMeta('申请回执', '申请已提交的凭证：编号、时间、由谁在什么时候前答复。')

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getLoan(args)
  if (!loan.submittedAt) throw redirect(loanPath(loan.id))
  return { loan }
}

/** When it was sent in this round; what is supplied later does not change that. */
const sentAt = ({ history, submittedAt }: LoanView): string =>
  history.findLast((item) => item.action === 'submit')?.at ?? submittedAt ?? ''

/** Who answers until when; of a case that has ended, how it ended. */
function answerOf({ dueOn, limitDays, office, holder, sentence }: LoanView): string {
  if (holder !== 'office' || !dueOn) return sentence
  return `${office ?? '经办窗口'}，${formatDate(dueOn as CalendarDate)}前答复（${limitDays} 个工作日内）`
}

const factsOf = (loan: LoanView) => [
  { term: '办件编号', value: <strong className="receipt__number">{loan.number}</strong> },
  { term: '办理事项', value: `${loan.serviceLabel}（个人）` },
  { term: '申请人', value: loan.applicant.name ?? '' },
  { term: '经营主体', value: loan.form.businessName ?? '' },
  { term: '经营所在地', value: loan.divisionName },
  {
    term: '申请内容',
    value: `${formatShort(loan.form.requestedAmount ?? 0)}，${loan.form.requestedMonths ?? 0} 个月`,
  },
  { term: '提交时间', value: formatInstant(new Date(sentAt(loan))) },
  { term: '提交渠道', value: loan.channelLabel },
  { term: '由谁答复', value: answerOf(loan) },
  { term: '现在的状态', value: loan.stateLabel },
]

/** What an applicant can show: that it was sent, when, and who answers by when. */
export default function LoanReceiptPage() {
  const { loan } = useLoaderData<typeof loader>()
  return (
    <Page title="申请回执" trail={loanTrail(loan)}>
      {loan.state === 'submitted' ? (
        <Banner kind="good" title="申请已提交" announce>
          <p>窗口已经收到。有进展或要补材料，平台会给您发通知，这里随时能查。</p>
        </Banner>
      ) : null}
      <Card title={`${loan.serviceLabel}申请回执`}>
        <Facts items={factsOf(loan)} />
      </Card>
      <p className="muted small screen-only">要纸质的，用浏览器菜单里的“打印”；要存在手机里，截个图就可以。</p>
      <Buttons>
        <LinkButton href={loanPath(loan.id)}>查看办理进度</LinkButton>
        <LinkButton kind="plain" href="/me">
          回到我的
        </LinkButton>
      </Buttons>
    </Page>
  )
}
