import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { CaseSentence } from '../../../web/case/case-sentence.tsx'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { correctionPath, correctionTrail, getCorrection } from './components/correction-page.ts'

export const meta = () => pageMeta('撤回更正申请', '撤回一件还在办理的更正申请。')

export async function loader(args: LoaderFunctionArgs) {
  const view = await getCorrection(args)
  const open = view.actions.some(({ action, allowed }) => action === 'withdraw' && allowed)
  if (!open) throw redirect(correctionPath(view.id))
  return { view }
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const outcome = await tryOperation(context, 'correction.withdraw', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(correctionPath(input.id), 303)
}

/** Says what taking a correction back means, before it is done. */
export default function CorrectionWithdrawPage() {
  const { view } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <Page title="撤回这件更正申请？" trail={correctionTrail(view)}>
      <FormProblem refused={refused} />
      <CaseSentence sentence={view.sentence} overdue={view.overdue} />
      <p className="prose">撤回以后这一件就结束了，档案里的内容不变。需要时可以重新申请。</p>
      <form method="post">
        <IdempotencyKey />
        <input type="hidden" name="version" value={view.version} />
        <Buttons>
          <Button kind="danger">撤回申请</Button>
          <LinkButton kind="plain" href={correctionPath(view.id)}>
            不撤回，返回办件
          </LinkButton>
        </Buttons>
      </form>
    </Page>
  )
}
