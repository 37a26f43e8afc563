import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { NoticeRow } from '../../../web/portal/notice-row.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson } from '../../../web/portal/visit.ts'
import { Button } from '../../../web/ui/button.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Pager } from '../../../web/ui/pager.tsx'

export const meta = () => pageMeta('通知', '办事过程中发给您的通知。')

const afterOf = (request: Request) => new URL(request.url).searchParams.get('after') ?? undefined

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const after = afterOf(request)
  const [notices, cases] = await Promise.all([
    callOperation(context, 'notice.find', { after }),
    callOperation(context, 'case.findOwn', {}),
  ])
  return { ...notices, cases: cases.items, after }
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  await callOperation(context, 'notice.markRead', { ids: posted.all('ids') }, { key: posted.key })
  return redirect('/me/notices', 303)
}

export default function Notices() {
  const { items, cases, next, after } = useLoaderData<typeof loader>()
  const unread = items.filter((notice) => !notice.read)
  return (
    <Page title="通知" trail={[{ title: '我的', href: '/me' }]}>
      {items.length === 0 ? (
        <EmptyState title="还没有通知">
          <p>您的申请每走一步，这里都会有一条。</p>
        </EmptyState>
      ) : (
        <ul className="rows">
          {items.map((notice) => (
            <li key={notice.id}>
              <NoticeRow notice={notice} cases={cases} />
            </li>
          ))}
        </ul>
      )}
      {unread.length > 0 ? (
        <form method="post">
          <IdempotencyKey />
          {unread.map((notice) => (
            <input key={notice.id} type="hidden" name="ids" value={notice.id} />
          ))}
          <Button kind="plain">把这一页标为已读</Button>
        </form>
      ) : null}
      <Pager
        first={after ? '/me/notices' : null}
        next={next ? `/me/notices?after=${encodeURIComponent(next)}` : null}
      />
    </Page>
  )
}
