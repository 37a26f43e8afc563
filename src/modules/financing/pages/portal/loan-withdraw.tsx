import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { CaseSentence } from '../../../../web/case/case-sentence.tsx'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { refuseForm } from '../../../../web/forms/refused-form.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { requirePerson, tryOperation } from '../../../../web/portal/visit.ts'
import { Button, Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { getLoan, loanPath, loanTrail } from '../components/loan-page.ts'

export const meta = () => pageMeta('撤回申请', '撤回一件还在办理的申请。')

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getLoan(args)
  if (!loan.actions.some(({ action, allowed }) => action === 'withdraw' && allowed)) throw redirect(loanPath(loan.id))
  return { loan }
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const outcome = await tryOperation(context, 'loan.withdraw', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(loanPath(input.id), 303)
}

/** Says what taking an application back means, before it is done. */
export default function LoanWithdrawPage() {
  const { loan } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <Page title="撤回这件申请？" trail={loanTrail(loan)}>
      <FormProblem refused={refused} />
      <p>
        {loan.serviceLabel}，编号 {loan.number}。
      </p>
      <CaseSentence sentence={loan.sentence} overdue={loan.overdue} />
      <div className="prose">
        <p>撤回以后，这一件就结束了，窗口不再办理，也不能恢复。</p>
        <p>不影响以后再申请：填过的内容会保留，下次自动带出来，只是编号和期限都重新开始。</p>
      </div>
      <form method="post">
        <IdempotencyKey />
        <input type="hidden" name="version" value={loan.version} />
        <Buttons>
          <Button kind="danger">撤回申请</Button>
          <LinkButton kind="plain" href={loanPath(loan.id)}>
            不撤回，返回办件
          </LinkButton>
        </Buttons>
      </form>
    </Page>
  )
}
