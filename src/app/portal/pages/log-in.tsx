import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router'
import { isSignOnFailure, signOnFailures, tooManyTries } from '../../../kernel/sign-on/failures.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { type Posted, readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { safePath } from '../../../web/portal/safe-path.ts'
import { callOperation, logInHref, sessionOf, tryOperation, visitOf } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { TextField } from '../../../web/ui/text-field.tsx'

export const meta = () => pageMeta('登录', '用手机号和短信验证码登录启创，第一次登录即完成注册。')

type Context = ActionFunctionArgs['context']

const nextOf = (request: Request) => safePath(new URL(request.url).searchParams.get('next'), '/me')

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const failed = searchParams.get('failed')
  if (sessionOf(context).kind === 'person' && failed === null) throw redirect(nextOf(request))
  const { items } = await callOperation(context, 'signOn.find', {})
  return {
    next: nextOf(request),
    demo: visitOf(context).api.demo,
    staff: sessionOf(context).kind === 'staff',
    providers: items.filter(({ serves }) => serves === 'person'),
    provider: items.find(({ id }) => id === searchParams.get('sso')) ?? null,
    failed,
    left: searchParams.has('left'),
  }
}

/** Answers the first step with the second: the number stays in the posted form, out of addresses and their logs. */
async function sendCode(posted: Posted, context: Context) {
  const outcome = await tryOperation(context, 'session.requestCode', { phone: posted.text('phone') ?? '' })
  if (!outcome.ok) return refuseForm(posted, outcome)
  return data({ values: posted.values, sent: outcome.output.validMinutes })
}

async function enter(posted: Posted, request: Request, context: Context) {
  const input = { phone: posted.text('phone') ?? '', code: posted.text('code') ?? '' }
  const outcome = await tryOperation(context, 'session.logInByCode', input)
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(nextOf(request), 303)
}

export async function action({ request, context }: ActionFunctionArgs) {
  const posted = await readForm(request)
  return posted.values.step === 'enter' ? enter(posted, request, context) : sendCode(posted, context)
}

function PhoneStep({ refused }: { refused: RefusedForm | undefined }) {
  return (
    <form className="form" method="post" noValidate>
      <FormProblem refused={refused} />
      <TextField
        label="手机号"
        name="phone"
        type="tel"
        inputMode="tel"
        autoComplete="tel-national"
        width="medium"
        hint="我们给这个号码发一条验证码。第一次登录就是注册，不用设密码。"
        defaultValue={refused?.values.phone}
        error={errorsByField(refused).phone}
        required
      />
      <Buttons>
        <Button name="step" value="send">
          获取验证码
        </Button>
      </Buttons>
    </form>
  )
}

interface CodeStepProps {
  phone: string
  /** Where the log-in leads, for starting over. */
  next: string
  /** How long the code is valid that has just been sent. */
  minutes: number | undefined
  refused: RefusedForm | undefined
}

function CodeStep({ phone, next, minutes, refused }: CodeStepProps) {
  return (
    <>
      {minutes ? (
        <Banner kind="good" title={`验证码已发到 ${phone}`} announce>
          <p>{minutes} 分钟内有效。一分钟还没收到，请核对号码后重新发送。</p>
        </Banner>
      ) : null}
      <form className="form" method="post" noValidate>
        <FormProblem refused={refused} />
        <input type="hidden" name="phone" value={phone} />
        <TextField
          label="短信验证码"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          width="short"
          maxLength={6}
          hint="6 位数字。工作人员不会向您要验证码。"
          error={errorsByField(refused).code}
          required
        />
        <Buttons>
          <Button name="step" value="enter">
            登录
          </Button>
          <Button kind="plain" name="step" value="send">
            重新发送
          </Button>
          <a href={logInHref(next)}>换一个手机号</a>
        </Buttons>
      </form>
    </>
  )
}

type Loaded = Awaited<ReturnType<typeof loader>>

/** What single sign-on has to say: that it failed and why, that a code is still needed, or that the provider is not left yet. */
function SignOnWord({ provider, failed, left }: Pick<Loaded, 'provider' | 'failed' | 'left'>) {
  if (failed !== null) {
    const { title, detail } = isSignOnFailure(failed) ? signOnFailures[failed] : tooManyTries
    return (
      <Banner kind="bad" title={title} announce>
        <p>{detail}</p>
      </Banner>
    )
  }
  if (!provider) return null
  if (left) {
    return (
      <Banner kind="good" title="已经退出启创" announce>
        <p>
          您在“{provider.name}”那边可能还登录着。用的是公共电脑，请
          <a href={`/login/sso/${provider.id}/end`}>把那边也退出</a>。
        </p>
      </Banner>
    )
  }
  return (
    <Banner kind="info" title={`第一次用“${provider.name}”登录，还差一步`} announce>
      <p>请用手机号和验证码确认一次是您本人。确认以后，下次就能直接用“{provider.name}”登录。10 分钟内有效。</p>
    </Banner>
  )
}

/** The other ways in, where the operator has set any up. */
function SignOns({ providers, next }: Pick<Loaded, 'providers' | 'next'>) {
  if (providers.length === 0) return null
  return (
    <section className="stack-tight" aria-labelledby="sign-ons">
      <h2 id="sign-ons">用已有的账号登录</h2>
      <p className="muted">会先到对方的页面登录，再回到这里。</p>
      <Buttons>
        {providers.map(({ id, name }) => (
          <LinkButton key={id} kind="plain" href={`/login/sso/${id}?next=${encodeURIComponent(next)}`}>
            用{name}登录
          </LinkButton>
        ))}
      </Buttons>
    </section>
  )
}

export default function LogIn() {
  const { next, demo, staff, providers, ...signOn } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const refused = answer && 'problem' in answer ? answer : undefined
  const sent = answer && 'sent' in answer ? answer.sent : undefined
  const atCode = answer !== undefined && (sent !== undefined || answer.values.step === 'enter')
  return (
    <Page title="登录" lead="用手机号登录，办理过程和结果都会发到这个号码。只看政策、查条件，不用登录。">
      <SignOnWord {...signOn} />
      {staff ? (
        <Banner kind="warn" title="您现在用的是工作人员账号">
          <p>
            工作人员请在<a href="/workbench">工作台</a>办理。用手机号登录会退出工作人员账号。
          </p>
        </Banner>
      ) : null}
      {demo ? (
        <Banner title="演示环境不会真的发短信">
          <p>
            验证码请到<a href="/demo/mailbox">演示信箱</a>里看；演示用的手机号见<a href="/demo/accounts">演示账号</a>
            ，也可以随便写一个 11 位手机号。
          </p>
        </Banner>
      ) : null}
      {answer && atCode ? (
        <CodeStep phone={answer.values.phone ?? ''} next={next} minutes={sent} refused={refused} />
      ) : (
        <PhoneStep refused={refused} />
      )}
      {(answer && atCode) || signOn.provider ? null : <SignOns providers={providers} next={next} />}
      <p className="muted small">不方便收短信？带上身份证件到任一服务窗口，工作人员可以替您办理。</p>
    </Page>
  )
}
