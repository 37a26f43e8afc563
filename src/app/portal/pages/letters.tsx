import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { LetterList } from '../../../web/case/letter-list.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson } from '../../../web/portal/visit.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Pager } from '../../../web/ui/pager.tsx'

export const meta = () => pageMeta('我的文书', '办事过程中发给您的通知书、告知书和决定书。')

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const after = new URL(request.url).searchParams.get('after') ?? undefined
  const { items, next } = await callOperation(context, 'letter.find', { after })
  return { items, next, after }
}

export default function Letters() {
  const { items, next, after } = useLoaderData<typeof loader>()
  return (
    <Page
      title="我的文书"
      lead="每份文书都有编号，内容不会再变。打开看过就算送达，期限从次日起算。"
      trail={[{ title: '我的', href: '/me' }]}
    >
      {items.length > 0 ? (
        <LetterList letters={items} />
      ) : (
        <EmptyState title="还没有文书">
          <p>申请受理、补正、办结的时候，文书会出现在这里。</p>
        </EmptyState>
      )}
      <Pager next={next ? `/me/letters?after=${next}` : null} first={after ? '/me/letters' : null} />
    </Page>
  )
}
