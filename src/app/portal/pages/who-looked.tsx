import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { LookRow } from '../../../web/portal/look-row.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson } from '../../../web/portal/visit.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Pager } from '../../../web/ui/pager.tsx'

export const meta = () => pageMeta('谁看过我的信息', '什么时候、哪个机构的什么人、为哪件事看过您的信息。')

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const after = new URL(request.url).searchParams.get('after') ?? undefined
  return { ...(await callOperation(context, 'person.findOwnLooks', { after })), after }
}

export default function WhoLooked() {
  const { items, next, after } = useLoaderData<typeof loader>()
  return (
    <Page
      title="谁看过我的信息"
      trail={[
        { title: '我的', href: '/me' },
        { title: '我的档案', href: '/me/file' },
      ]}
      lead="工作人员每次查看或办理，都会留下一条，谁也改不了。您自己的查看不列在这里。"
    >
      {items.length === 0 ? (
        <EmptyState title={after ? '没有更早的记录了' : '还没有别人看过'}>
          <p>窗口或科室的人打开您的档案、办件或材料以后，这里就会有记录。</p>
        </EmptyState>
      ) : (
        <ul className="rows">
          {items.map((look) => (
            <li key={look.id}>
              <LookRow look={look} />
            </li>
          ))}
        </ul>
      )}
      <p className="muted small">觉得有人不该看的，请告诉服务窗口，管理员会查是谁、为什么。</p>
      <Pager first={after ? '/me/looks' : null} next={next ? `/me/looks?after=${encodeURIComponent(next)}` : null} />
    </Page>
  )
}
