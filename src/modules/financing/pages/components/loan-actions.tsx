import type { ReactNode } from 'react'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { Button, Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { type LoanView, loanPath } from './loan-page.ts'
import { UnsentBand } from './unsent-band.tsx'

function Reopen({ loan, button }: { loan: LoanView; button: string }) {
  return (
    <form method="post">
      <IdempotencyKey />
      <input type="hidden" name="version" value={loan.version} />
      <Button>{button}</Button>
    </form>
  )
}

/** How each action looks to the applicant; those that are an official's are not theirs to see. */
const ways: Record<string, (loan: LoanView, button: string) => ReactNode> = {
  submit: (loan) => (
    <>
      <LinkButton href={loanPath(loan.id, '/apply')}>继续填写</LinkButton>
      {loan.gaps.every((gap) => gap.field === 'truthful') ? (
        <LinkButton kind="plain" href={loanPath(loan.id, '/check')}>
          核对并提交
        </LinkButton>
      ) : null}
    </>
  ),
  supply: (loan) => <LinkButton href={loanPath(loan.id, '/supply')}>去补正</LinkButton>,
  reopen: (loan, button) => <Reopen loan={loan} button={button} />,
  withdraw: (loan, button) => (
    <LinkButton kind="danger" href={loanPath(loan.id, '/withdraw')}>
      {button}
    </LinkButton>
  ),
}

/** What to expect in each state, in a sentence or two. */
const expectations: Record<string, string> = {
  draft: '填到哪里都会保存，随时接着填。',
  submitted: '窗口正在看您的申请，您现在不用做什么。有消息会给您发通知。',
  supplement: '按窗口告知的内容补齐后交回，窗口接着办。补正的时间不算进窗口的时限。',
  accepted: '窗口已经受理，正在审核资格，您现在不用做什么。',
  recommended: '本平台的办理到这里结束，请留意担保机构的电话。',
  rejected: '照下面写的办法改好以后，可以重新申请：编号不变，填过的内容和材料都保留。',
  withdrawn: '您已撤回。需要时可以重新申请，填过的内容会自动带出来。',
}

/** What the applicant can do now; what can't be done says why. */
export function LoanActions({ loan }: { loan: LoanView }) {
  const offered = loan.actions.filter(({ action }) => action in ways)
  return (
    <Card title="您现在可以做什么">
      {loan.holder === 'applicant' ? <UnsentBand loan={loan} /> : null}
      <p>{expectations[loan.state]}</p>
      <Buttons>
        {offered.map(({ action, button, allowed, reason }) =>
          allowed ? (
            <span key={action} className="way">
              {ways[action]?.(loan, button)}
            </span>
          ) : (
            <Button key={action} unavailable={reason}>
              {button}
            </Button>
          ),
        )}
        {loan.state === 'withdrawn' ? <LinkButton href="/loans/new">重新申请</LinkButton> : null}
      </Buttons>
    </Card>
  )
}
