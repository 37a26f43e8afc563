import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { CaseSentence } from '../../../web/case/case-sentence.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { caseHref } from '../../../web/portal/case-href.ts'
import { NoticeRow } from '../../../web/portal/notice-row.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson } from '../../../web/portal/visit.ts'
import { Button, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const meta = () => pageMeta('我的', '等您办的事、您的办件、您的档案和通知。')

type Case = Output<'case.findOwn'>['items'][number]
type Person = Output<'person.getOwn'>
type Enterprise = Output<'enterprise.getOwn'>

export async function loader({ context }: LoaderFunctionArgs) {
  const { acting } = requirePerson(context)
  const [person, enterprise, cases, notices] = await Promise.all([
    acting ? null : callOperation(context, 'person.getOwn', {}),
    acting ? callOperation(context, 'enterprise.getOwn', {}) : null,
    callOperation(context, 'case.findOwn', {}),
    callOperation(context, 'notice.find', {}),
  ])
  return { person, enterprise, cases: cases.items, notices: notices.items.slice(0, 3), unread: notices.unread }
}

function Waiting({ person, cases }: { person: Person | null; cases: readonly Case[] }) {
  const waiting = cases.filter((one) => one.holder === 'applicant')
  const nameless = person?.verification === 'none'
  if (waiting.length === 0 && !nameless) return <p className="muted">没有等您办的事。</p>
  return (
    <ul className="rows">
      {waiting.map((one) => (
        <li key={one.id}>
          <a href={caseHref(one)}>
            {one.state === 'draft'
              ? `继续填写${one.serviceLabel}申请`
              : `去处理${one.serviceLabel}（${one.stateLabel}）`}
          </a>
          <CaseSentence sentence={one.sentence} overdue={one.overdue} />
        </li>
      ))}
      {nameless ? (
        <li>
          <a href="/me/real-name">填写真实姓名和证件号码</a>
          <p className="muted">提交申请前要填。填一次，以后办事都不用再填。</p>
        </li>
      ) : null}
    </ul>
  )
}

function OwnCases({ cases }: { cases: readonly Case[] }) {
  if (cases.length === 0) {
    return (
      <EmptyState
        title="您还没有办过事"
        action={<LinkButton href="/services/guaranteed-loan">看创业担保贷款指南</LinkButton>}
      >
        <p>申请以后，每件事办到哪一步、在谁手里，都会列在这里。</p>
      </EmptyState>
    )
  }
  return (
    <div className="stack">
      {cases.map((one) => (
        <Card
          key={one.id}
          title={one.serviceLabel}
          level={3}
          href={caseHref(one)}
          aside={<StateText tone={one.overdue ? 'warn' : 'info'}>{one.stateLabel}</StateText>}
        >
          <CaseSentence sentence={one.sentence} overdue={one.overdue} />
          <p className="meta">
            <span>编号 {one.number}</span>
            <span>{one.divisionName}</span>
          </p>
        </Card>
      ))}
    </div>
  )
}

const verificationWords: Record<Person['verification'], string> = {
  none: '还没有填写',
  declared: '已填写，等窗口核对证件原件',
  verified: '已核对',
}

function OwnFile({ person }: { person: Person }) {
  const change = { href: '/me/real-name', says: person.verification === 'none' ? '填写姓名和证件号码' : '查看实名信息' }
  return (
    <Facts
      items={[
        { term: '手机号', value: person.phone },
        { term: '姓名', value: person.name ?? '未填写' },
        { term: '证件号码', value: person.identity ?? '未填写' },
        { term: '实名', value: verificationWords[person.verification], change },
      ]}
    />
  )
}

/** The enterprise that one acts for, as its licence says. */
function EnterpriseFile({ enterprise }: { enterprise: Enterprise }) {
  return (
    <Facts
      items={[
        { term: '企业', value: enterprise.name },
        { term: '统一社会信用代码', value: enterprise.creditCode },
        { term: '企业类型', value: enterprise.legalFormLabel },
        { term: '所属行业', value: enterprise.industryLabel },
        {
          term: '代办人',
          value: enterprise.agencies
            .filter((one) => one.holds)
            .map((one) => one.agentName)
            .join('、'),
        },
      ]}
    />
  )
}

/** Pages about the person themselves, one row each. */
const settings: readonly { href: string; title: string; says: string }[] = [
  { href: '/me/notice-settings', title: '通知设置', says: '哪些事用短信、邮件告诉您，什么时候不打扰' },
  { href: '/me/agencies', title: '代谁办事', says: '代企业或合伙企业办事：登记授权、切换身份' },
  { href: '/me/letters', title: '我的文书', says: '受理通知书、告知书、决定书等，可以查看、下载和核验' },
  { href: '/me/file', title: '我的档案', says: '平台知道您的哪些信息，谁看过' },
  { href: '/me/sessions', title: '登录设备', says: '您的账号在哪里登录着，让不认识的退出' },
  { href: '/me/consents', title: '我的同意', says: '您同意过什么，可以在这里撤回' },
]

/** Those that do not change with whom one acts for. */
const forAgents: ReadonlySet<string> = new Set(['/me/agencies', '/me/sessions'])

export default function Me() {
  const { person, enterprise, cases, notices, unread } = useLoaderData<typeof loader>()
  return (
    <Page
      title="我的"
      aside={
        <>
          <section className="stack-tight" aria-labelledby="file">
            <h2 id="file">{enterprise ? '企业档案' : '我的档案'}</h2>
            <Card>
              {person ? <OwnFile person={person} /> : null}
              {enterprise ? <EnterpriseFile enterprise={enterprise} /> : null}
              {enterprise ? (
                <p className="more">
                  <a href="/me/corrections/new">申请更正企业信息</a>
                </p>
              ) : null}
            </Card>
          </section>
          <section className="stack-tight" aria-labelledby="notices">
            <h2 id="notices">通知{unread > 0 ? `（${unread} 条未读）` : ''}</h2>
            {notices.length > 0 ? (
              <ul className="rows">
                {notices.map((notice) => (
                  <li key={notice.id}>
                    <NoticeRow notice={notice} cases={cases} />
                  </li>
                ))}
              </ul>
            ) : (
              <p className="muted">还没有通知。</p>
            )}
            {notices.length > 0 ? (
              <p>
                <a href="/me/notices">查看全部通知</a>
              </p>
            ) : null}
          </section>
          <section className="stack-tight" aria-labelledby="settings">
            <h2 id="settings">我的档案与设置</h2>
            <ul className="rows">
              {settings
                .filter(({ href }) => person || forAgents.has(href))
                .map(({ href, title, says }) => (
                  <li key={href}>
                    <a href={href}>{title}</a>
                    <p className="muted small">{says}</p>
                  </li>
                ))}
            </ul>
          </section>
          <form method="post" action="/logout">
            <IdempotencyKey />
            <Button kind="plain">退出登录</Button>
          </form>
        </>
      }
    >
      <section className="stack-tight" aria-labelledby="waiting">
        <h2 id="waiting">等我办的</h2>
        <Waiting person={person} cases={cases} />
      </section>
      <section className="stack-tight" aria-labelledby="cases">
        <h2 id="cases">我的办件</h2>
        <OwnCases cases={cases} />
      </section>
    </Page>
  )
}
