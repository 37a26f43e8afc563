import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button } from '../../../web/ui/button.tsx'
import { Instant } from '../../../web/ui/day.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const meta = () => pageMeta('我的同意', '您同意过什么，什么时候、怎样表示的，可以在这里撤回。')

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const consents = await callOperation(context, 'consent.findOwn', {})
  return { ...consents, done: new URL(request.url).searchParams.get('done') }
}

type Consents = Output<'consent.findOwn'>
type Purpose = Consents['purposes'][number]
type Said = Consents['history'][number]

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const purpose = posted.values.purpose as Purpose['purpose']
  const options = { key: posted.key }
  const item = { purpose, version: Number(posted.values.version) }
  const outcome =
    posted.values.act === 'give'
      ? await tryOperation(context, 'consent.give', { items: [item] }, options)
      : await tryOperation(context, 'consent.withdraw', { purpose }, options)
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/me/consents?done=${posted.values.act === 'give' ? 'given' : 'withdrawn'}`, 303)
}

/** What taking it back leads to. */
const consequences: Readonly<Record<Purpose['purpose'], string>> = {
  terms: '撤回后，网上服务要重新同意才能再用；窗口照常办理。',
  privacy: '撤回后，网上服务要重新同意才能再用；窗口照常办理。',
  sharing: '每次提交申请时表示。撤回后，还没有推荐的申请不能再推荐给担保机构和银行。',
  messages: '撤回后只在“通知”里告诉您，请记得常来看。登录验证码不受影响。',
}

/** Messages are sent until somebody declines them; everything else counts only once it was given. */
const isOn = ({ purpose, standing }: Purpose) => standing === 'given' || (purpose === 'messages' && standing === null)

function Standing({ purpose }: { purpose: Purpose }) {
  if (purpose.standing === 'withdrawn') return <StateText tone="warn">已撤回</StateText>
  if (purpose.standing === 'given') return <StateText tone="good">已同意</StateText>
  return <StateText tone="quiet">{isOn(purpose) ? '正在发送' : '还没有表示过'}</StateText>
}

function Change({ purpose }: { purpose: Purpose }) {
  const on = isOn(purpose)
  if (!on && purpose.withCase) return null
  return (
    <form method="post">
      <IdempotencyKey />
      <input type="hidden" name="purpose" value={purpose.purpose} />
      <input type="hidden" name="version" value={purpose.current} />
      <input type="hidden" name="act" value={on ? 'withdraw' : 'give'} />
      <Button kind="plain">{on ? `撤回：${purpose.title}` : `同意：${purpose.title}`}</Button>
    </form>
  )
}

function PurposeRow({ purpose }: { purpose: Purpose }) {
  return (
    <li>
      <div className="settings__purpose">
        <p>
          <a href={`/consents/${purpose.purpose}`}>{purpose.title}</a> <Standing purpose={purpose} />
        </p>
        <p className="muted small">{consequences[purpose.purpose]}</p>
        <Change purpose={purpose} />
      </div>
    </li>
  )
}

const forms = { online: '网上', paper: '窗口，书面', spoken: '窗口，口头' } as const

function HistoryRow({ said }: { said: Said }) {
  return (
    <li>
      <p>
        {said.given ? '同意' : '撤回'}
        <a href={`/consents/${said.purpose}?version=${said.version}`}>
          《{said.title}》第 {said.version} 版
        </a>
      </p>
      <p className="meta">
        <span>
          <Instant at={said.at} />
        </span>
        <span>{forms[said.form]}</span>
        {said.caseId ? <span>随申请一并表示</span> : null}
      </p>
    </li>
  )
}

export default function Consents() {
  const { purposes, history, done } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title="我的同意"
      trail={[{ title: '我的', href: '/me' }]}
      lead="每一项单独表示，可以单独撤回。撤回不影响之前已经办理的事。"
    >
      <FormProblem refused={refused} />
      {done && !refused ? (
        <Banner kind="good" title={done === 'given' ? '已经记下您的同意' : '已经撤回'} announce />
      ) : null}
      <ul className="rows">
        {purposes.map((purpose) => (
          <PurposeRow key={purpose.purpose} purpose={purpose} />
        ))}
      </ul>
      <section className="stack-tight" aria-labelledby="history">
        <h2 id="history">以前的记录</h2>
        {history.length === 0 ? <p className="muted">还没有记录。</p> : null}
        <ul className="rows">
          {history.map((said) => (
            <HistoryRow key={`${said.purpose} ${said.at} ${said.given}`} said={said} />
          ))}
        </ul>
      </section>
    </Page>
  )
}
