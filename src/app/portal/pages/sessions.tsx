import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { isSignOnFailure, signOnFailures } from '../../../kernel/sign-on/failures.ts'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { actOf, type Posted, readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, LinkButton } from '../../../web/ui/button.tsx'
import { Instant } from '../../../web/ui/day.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const meta = () => pageMeta('登录设备', '您的账号在哪些设备上登录着，可以让它们退出。')

const done: Readonly<Record<string, string>> = {
  ended: '那台设备已经退出登录',
  others: '其他设备都已经退出登录',
  linked: '已经关联，下次可以直接用它登录',
  unlinked: '已经解除关联',
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const { searchParams } = new URL(request.url)
  const [sessions, signOns] = await Promise.all([
    callOperation(context, 'session.findOwn', {}),
    callOperation(context, 'signOn.findOwn', {}),
  ])
  const failed = searchParams.get('failed')
  return {
    sessions: sessions.items,
    signOns: signOns.items,
    says: done[searchParams.get('done') ?? ''] ?? null,
    failure: failed !== null && isSignOnFailure(failed) ? signOnFailures[failed] : null,
  }
}

type Context = ActionFunctionArgs['context']

/** The act a button stands for, and the word by which the page tells afterwards that it was done. */
const acts = {
  end: [
    'ended',
    (context: Context, posted: Posted) =>
      tryOperation(context, 'session.endOwn', { sessionId: posted.values.of ?? '' }, { key: posted.key }),
  ],
  others: [
    'others',
    (context: Context, posted: Posted) => tryOperation(context, 'session.endOthers', {}, { key: posted.key }),
  ],
  unlink: [
    'unlinked',
    (context: Context, posted: Posted) =>
      tryOperation(context, 'signOn.unlink', { provider: posted.values.of ?? '' }, { key: posted.key }),
  ],
} as const

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const [word, run] = actOf(acts, posted, 'others')
  const outcome = await run(context, posted)
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/me/sessions?done=${word}`, 303)
}

type Session = Output<'session.findOwn'>['items'][number]
type SignOn = Output<'signOn.findOwn'>['items'][number]

interface ActProps {
  act: keyof typeof acts
  /** What it acts on. */
  of?: string
  children: string
}

/** A form of one button. */
function Act({ act, of = '', children }: ActProps) {
  return (
    <form method="post">
      <IdempotencyKey />
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="of" value={of} />
      <Button kind="plain">{children}</Button>
    </form>
  )
}

function SessionRow({ session, ways }: { session: Session; ways: ReadonlyMap<string, string> }) {
  const device = session.device ?? '没有说明的设备'
  return (
    <li>
      <div className="settings__row">
        <div>
          <p>
            <strong>{device}</strong> {session.current ? <StateText tone="good">正在使用</StateText> : null}
          </p>
          <p className="meta">
            <span>
              <Instant at={session.since} /> 登录
            </span>
            <span>
              最近使用 <Instant at={session.seenAt} />
            </span>
            {session.provider ? <span>用{ways.get(session.provider) ?? '单点登录'}登录</span> : null}
          </p>
        </div>
        {session.current ? null : (
          <Act act="end" of={session.id}>
            {`让${device}退出`}
          </Act>
        )}
      </div>
    </li>
  )
}

function SignOnRow({ signOn }: { signOn: SignOn }) {
  const next = encodeURIComponent('/me/sessions?done=linked')
  return (
    <li>
      <div className="settings__row">
        <div>
          <p>
            <strong>{signOn.name}</strong>
          </p>
          <p className="meta">
            {signOn.linkedAt ? (
              <span>
                <Instant at={signOn.linkedAt} /> 关联
              </span>
            ) : (
              <span>没有关联</span>
            )}
          </p>
        </div>
        {signOn.linkedAt ? (
          <Act act="unlink" of={signOn.id}>
            {`解除与${signOn.name}的关联`}
          </Act>
        ) : (
          <LinkButton kind="plain" href={`/login/sso/${signOn.id}?link=1&next=${next}`}>
            关联{signOn.name}
          </LinkButton>
        )}
      </div>
    </li>
  )
}

export default function Sessions() {
  const { sessions, signOns, says, failure } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  const ways = new Map(signOns.map(({ id, name }) => [id, name]))
  return (
    <Page
      title="登录设备"
      trail={[{ title: '我的', href: '/me' }]}
      lead="您的账号在这些设备上登录着。不认识的、不再用的，让它退出；那台设备下一次打开页面时就要重新登录。"
    >
      <FormProblem refused={refused} />
      {failure ? (
        <Banner kind="bad" title={failure.title} announce>
          <p>{failure.detail}</p>
        </Banner>
      ) : null}
      {says && !refused ? <Banner kind="good" title={says} announce /> : null}
      <ul className="rows">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} ways={ways} />
        ))}
      </ul>
      {sessions.length > 1 ? <Act act="others">让其他设备都退出</Act> : null}
      <p className="muted small">两周不用的登录会自动退出，最长 30 天。</p>
      {signOns.length > 0 ? (
        <section className="stack-tight" aria-labelledby="sign-ons">
          <h2 id="sign-ons">登录方式</h2>
          <p className="muted">手机验证码总是可以用。关联以后，也可以用下面的账号登录。</p>
          <ul className="rows">
            {signOns.map((signOn) => (
              <SignOnRow key={signOn.id} signOn={signOn} />
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
