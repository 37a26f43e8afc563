import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { LinkButton } from '../../../web/ui/button.tsx'
import { Instant } from '../../../web/ui/day.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'

export const meta = () => pageMeta('演示信箱', '演示环境里发出的短信和邮件都在这里，没有真的发出去。')

const media = { sms: '短信', email: '邮件' } as const

export const loader = ({ context }: LoaderFunctionArgs) => callOperation(context, 'demo.getMailbox', {})

export default function DemoMailbox() {
  const { items } = useLoaderData<typeof loader>()
  return (
    <Page title="演示信箱" lead="演示环境里发出的短信和邮件都在这里，没有真的发出去。最新的在最前面。">
      <LinkButton kind="plain" href="/demo/mailbox">
        刷新
      </LinkButton>
      {items.length === 0 ? (
        <EmptyState title="还没有发过消息">
          <p>到登录页获取一次验证码，再回来看。</p>
        </EmptyState>
      ) : (
        <ul className="rows">
          {items.map((message) => (
            <li key={`${message.at}${message.recipient}${message.body}`}>
              <p className="meta">
                <span>{media[message.medium]}</span>
                <span>发给 {message.recipient}</span>
                <Instant at={message.at} />
              </p>
              {message.subject ? (
                <p>
                  <strong>{message.subject}</strong>
                </p>
              ) : null}
              <p className="kept-lines">{message.body}</p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
