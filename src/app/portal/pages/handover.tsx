import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData } from 'react-router'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Button } from '../../../web/ui/button.tsx'

export const meta = () => pageMeta('在手机上继续', '从自助终端那一页接着办。')

/** Only a press uses the code up: chat applications look at addresses by themselves. */
export function loader({ context }: LoaderFunctionArgs) {
  requirePerson(context)
  return null
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const outcome = await tryOperation(context, 'handover.use', { code: params.code ?? '' })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(outcome.output.path, 303)
}

export default function Handover() {
  const refused = useActionData<typeof action>()
  return (
    <Page title="在手机上继续" lead="您已登录。按一下，打开自助终端上的那一页。">
      <FormProblem refused={refused} />
      <form method="post">
        <Button>继续办理</Button>
      </form>
    </Page>
  )
}
