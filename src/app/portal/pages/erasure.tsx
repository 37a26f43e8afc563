import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { CheckField } from '../../../web/ui/check-field.tsx'
import { Instant } from '../../../web/ui/day.tsx'

export const meta = () => pageMeta('删除我的信息', '会删除什么、必须保存什么、保存到什么时候，在这里申请和撤回。')

type Erasure = Output<'erasure.getOwn'>

export async function loader({ context }: LoaderFunctionArgs) {
  requirePerson(context)
  return { erasure: await callOperation(context, 'erasure.getOwn', {}) }
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  if (posted.values.act === 'withdraw') {
    const input = { id: posted.values.id ?? '', version: Number(posted.values.version) }
    const outcome = await tryOperation(context, 'erasure.withdraw', input, { key: posted.key })
    if (!outcome.ok) return refuseForm(posted, outcome)
    throw redirect('/me/erasure', 303)
  }
  if (posted.yes('confirmed') !== true) {
    return refuseFaults(posted, [{ field: 'confirmed', code: 'required', message: '请先勾选，确认知道删除后不能恢复' }])
  }
  const outcome = await tryOperation(context, 'erasure.ask', { confirmed: true }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect('/me/erasure', 303)
}

/** How the person's own wish stands: the receipt, and the way back. */
function Standing({ current }: { current: NonNullable<Erasure['current']> }) {
  if (current.origin !== 'wish') return null
  const isOpen = ['proposed', 'approved', 'carrying'].includes(current.state)
  return (
    <section className="stack-tight" aria-labelledby="standing">
      <h2 id="standing">您的申请</h2>
      <Banner kind={current.state === 'refused' ? 'warn' : 'info'} title={current.stateLabel}>
        <p>
          <Instant at={current.askedAt} /> 提出，编号 {current.id.slice(-8)}。
          {current.reason ? `理由：${current.reason}。` : null}
          {isOpen ? '由另一位工作人员核对批准后执行。执行以前可以撤回；执行以后您的登录会结束，不再另行通知。' : null}
        </p>
      </Banner>
      {current.withdrawable ? (
        <form method="post">
          <IdempotencyKey />
          <input type="hidden" name="act" value="withdraw" />
          <input type="hidden" name="id" value={current.id} />
          <input type="hidden" name="version" value={current.version} />
          <Button kind="plain">撤回删除申请</Button>
        </form>
      ) : null}
    </section>
  )
}

/** What stands in the way now, each with its article, its day and the way out. */
function Obstacles({ obstacles }: Pick<Erasure, 'obstacles'>) {
  return (
    <section className="stack-tight" aria-labelledby="obstacles">
      <h2 id="obstacles">现在还不能删除</h2>
      <ul className="rows">
        {obstacles.map(({ says, article, until, wayOut }) => (
          <li key={says}>
            <p>
              <strong>{says}</strong>
            </p>
            <p>{wayOut}</p>
            <p className="meta">
              <span>依据：{article}</span>
              {until ? <span>到 {formatDay(until as CalendarDate)} 为止</span> : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function AskForm({ refused }: { refused: RefusedForm | undefined }) {
  const error = refused && errorsByField(refused).confirmed
  return (
    <section className="stack-tight" aria-labelledby="ask">
      <h2 id="ask">申请删除</h2>
      <p className="prose">
        现在没有妨碍删除的事。申请由另一位工作人员核对批准，执行以前可以撤回。删除以后，用同一个手机号再来，就是一位新的服务对象。
      </p>
      <form method="post" className="stack">
        <IdempotencyKey />
        <input type="hidden" name="act" value="ask" />
        <CheckField
          name="confirmed"
          label="我知道删除后不能恢复，想留下的已经下载了副本"
          {...(error ? { error } : {})}
        />
        <Buttons>
          <Button kind="danger">申请删除我的信息</Button>
          <LinkButton kind="plain" href="/me/file">
            不删了，返回我的档案
          </LinkButton>
        </Buttons>
      </form>
    </section>
  )
}

/** Everything one has to know before asking, and the asking itself. */
export default function ErasurePage() {
  const { erasure } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  const { current, obstacles } = erasure
  const isOpen = current?.origin === 'wish' && ['proposed', 'approved', 'carrying'].includes(current.state)
  return (
    <Page
      title="删除我的信息"
      trail={[
        { title: '我的', href: '/me' },
        { title: '我的档案', href: '/me/file' },
      ]}
      lead="您有权要求删除自己的个人信息（《个人信息保护法》第四十七条）。先看清会删除什么、什么必须再保存一段时间。"
    >
      <FormProblem refused={refused} />
      {current ? <Standing current={current} /> : null}
      <section className="stack-tight" aria-labelledby="erases">
        <h2 id="erases">会删除的</h2>
        <ul className="rows">
          {erasure.erases.map((thing) => (
            <li key={thing}>{thing}</li>
          ))}
        </ul>
        <p className="muted small">
          可以先<a href="/api/v1/me/file/copy">下载全部档案的副本</a>。
        </p>
      </section>
      <section className="stack-tight" aria-labelledby="keeps">
        <h2 id="keeps">保存多久</h2>
        <ul className="rows">
          {erasure.rules.map(({ what, after, period, article }) => (
            <li key={what}>
              <p>
                <strong>{what}</strong>：从{after}起保存，{period}
              </p>
              <p className="meta">
                <span>{article}</span>
              </p>
            </li>
          ))}
        </ul>
      </section>
      {obstacles.length > 0 ? <Obstacles obstacles={obstacles} /> : null}
      {obstacles.length === 0 && !isOpen ? <AskForm refused={refused} /> : null}
    </Page>
  )
}
