import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { Paragraphs } from '../../../web/portal/paragraphs.tsx'
import { safePath } from '../../../web/portal/safe-path.ts'
import { callOperation, logInHref, sessionOf, tryOperation, visitOf } from '../../../web/portal/visit.ts'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'

export const meta = () => pageMeta('请先看一看', '使用网上服务前，请看过服务条款和个人信息处理说明。')

const nextOf = (request: Request) => safePath(new URL(request.url).searchParams.get('next'), '/me')

/** Not by `requirePerson`, which leads here. */
function requireVisitor(context: LoaderFunctionArgs['context']): void {
  if (sessionOf(context).kind !== 'person') throw redirect(logInHref(visitOf(context).path))
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireVisitor(context)
  const { items } = await callOperation(context, 'consent.findDue', {})
  if (items.length === 0) throw redirect(nextOf(request))
  return { items }
}

type Purpose = Output<'consent.findDue'>['items'][number]['purpose']

/** What was on the page is what is agreed to: a version that came meanwhile is refused, and shown. */
export async function action({ request, context }: ActionFunctionArgs) {
  requireVisitor(context)
  const posted = await readForm(request)
  const items = posted.all('item').map((item) => {
    const [purpose = '', version = ''] = item.split('.')
    return { purpose: purpose as Purpose, version: Number(version) }
  })
  const outcome = await tryOperation(context, 'consent.give', { items }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(nextOf(request), 303)
}

export default function ConsentsDue() {
  const { items } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  const isNew = items.some(({ version }) => version > 1)
  return (
    <Page
      title="请先看一看"
      lead={
        isNew
          ? '下面的内容有了新的版本。看过并同意后，接着办您的事。'
          : '第一次使用网上服务，请看过下面的内容。同意后，接着办您的事。'
      }
    >
      <FormProblem refused={refused} />
      {items.map(({ purpose, title, body, version }) => (
        <Card key={purpose} title={title} aside={<span className="muted small">第 {version} 版</span>}>
          <Paragraphs text={body} />
        </Card>
      ))}
      <form className="form" method="post">
        <IdempotencyKey />
        {items.map(({ purpose, version }) => (
          <input key={purpose} type="hidden" name="item" value={`${purpose}.${version}`} />
        ))}
        <p>
          点“同意并继续”，表示您已阅读并同意{items.map(({ title }) => `《${title}》`).join('和')}
          。以后可以在“我的同意”里撤回。
        </p>
        <Buttons>
          <Button>同意并继续</Button>
        </Buttons>
      </form>
      <form method="post" action="/logout">
        <IdempotencyKey />
        <p className="muted">不同意也没关系：查政策、测条件不用登录；要办事，可以到服务窗口。</p>
        <Button kind="plain">不同意，退出登录</Button>
      </form>
    </Page>
  )
}
