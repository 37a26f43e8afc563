import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Input, Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { actOf, type Posted, readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { CheckField } from '../../../web/ui/check-field.tsx'
import { ChoicesField } from '../../../web/ui/choices-field.tsx'
import { choiceName } from '../../../web/ui/option.ts'
import { TextField } from '../../../web/ui/text-field.tsx'

export const meta = () => pageMeta('通知设置', '哪些事用短信或邮件告诉您，什么时候不打扰。')

const done: Readonly<Record<string, string>> = {
  saved: '通知设置已保存',
  sent: '验证码已发到您的邮箱，30 分钟内有效',
  confirmed: '邮箱已核对，以后也会用邮件通知您',
  removed: '邮箱已删除，不再发邮件给您',
}

const media = [
  { value: 'sms', zh: '短信' },
  { value: 'email', zh: '邮件' },
] as const

type Settings = Output<'noticeSetting.getOwn'>
type Topic = Settings['topics'][number]
type Context = ActionFunctionArgs['context']

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const settings = await callOperation(context, 'noticeSetting.getOwn', {})
  return { settings, says: done[new URL(request.url).searchParams.get('done') ?? ''] ?? null }
}

/** What was left unticked of what the page offered. */
const readMuted = (posted: Posted) =>
  posted
    .all('topic')
    .flatMap((topic) =>
      media.filter(({ value }) => !posted.values[choiceName(topic, value)]).map(({ value }) => `${topic}.${value}`),
    ) as Input<'noticeSetting.save'>['muted']

const save = (context: Context, posted: Posted) => {
  const quiet = posted.yes('quiet') ?? false
  const input = {
    version: Number(posted.values.version),
    muted: readMuted(posted),
    quietFrom: quiet ? (posted.text('quietFrom') ?? '') : undefined,
    quietUntil: quiet ? (posted.text('quietUntil') ?? '') : undefined,
  }
  return tryOperation(context, 'noticeSetting.save', input, { key: posted.key })
}

/** The act a button stands for, and the word by which the page tells afterwards that it was done. */
const acts = {
  save: ['saved', save],
  request: [
    'sent',
    (context: Context, posted: Posted) =>
      tryOperation(context, 'noticeSetting.requestEmail', { email: posted.text('email') ?? '' }, { key: posted.key }),
  ],
  confirm: [
    'confirmed',
    (context: Context, posted: Posted) =>
      tryOperation(context, 'noticeSetting.confirmEmail', { code: posted.text('code') ?? '' }),
  ],
  remove: [
    'removed',
    (context: Context, posted: Posted) =>
      tryOperation(
        context,
        'noticeSetting.removeEmail',
        { version: Number(posted.values.version) },
        { key: posted.key },
      ),
  ],
} as const

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const [word, run] = actOf(acts, posted, 'save')
  const outcome = await run(context, posted)
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/me/notice-settings?done=${word}`, 303)
}

interface PartProps {
  settings: Settings
  /** This form's own refusal. */
  refused: RefusedForm | undefined
}

const Act = ({ act }: { act: keyof typeof acts }) => (
  <>
    <IdempotencyKey />
    <input type="hidden" name="act" value={act} />
  </>
)

const chosenOf = (topic: Topic, refused: RefusedForm | undefined) =>
  media
    .filter(({ value }) => (refused ? refused.values[choiceName(topic.topic, value)] : topic[value]))
    .map(({ value }) => value)

function QuietFields({ settings: { quiet }, refused }: PartProps) {
  const errors = errorsByField(refused)
  const typed = refused?.values
  return (
    <>
      <CheckField
        label="这段时间不发短信，等到结束再发（登录验证码除外）"
        name="quiet"
        defaultValue={(typed ? typed.quiet === 'true' : quiet !== null) ? 'true' : ''}
      />
      <TextField
        label="免打扰从"
        name="quietFrom"
        width="short"
        hint="例如 22:00"
        defaultValue={typed?.quietFrom ?? quiet?.from ?? '22:00'}
        error={errors.quietFrom}
      />
      <TextField
        label="免打扰到"
        name="quietUntil"
        width="short"
        hint="例如 8:00；可以是第二天"
        defaultValue={typed?.quietUntil ?? quiet?.until ?? '08:00'}
        error={errors.quietUntil}
      />
    </>
  )
}

function TopicsForm({ settings, refused }: PartProps) {
  return (
    <form className="form" method="post" noValidate>
      <Act act="save" />
      <input type="hidden" name="version" value={settings.version} />
      <FormProblem refused={refused} />
      {settings.topics.map((topic) => (
        <div key={topic.topic}>
          <input type="hidden" name="topic" value={topic.topic} />
          <ChoicesField
            label={topic.zh}
            name={topic.topic}
            hint={topic.says}
            options={media}
            chosen={chosenOf(topic, refused)}
          />
        </div>
      ))}
      <QuietFields settings={settings} refused={refused} />
      <Buttons>
        <Button>保存通知设置</Button>
      </Buttons>
    </form>
  )
}

function ConfirmForm({ settings, refused }: PartProps) {
  return (
    <form className="form" method="post" noValidate>
      <Act act="confirm" />
      <FormProblem refused={refused} />
      <TextField
        label="邮件验证码"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        width="short"
        maxLength={6}
        hint={`6 位数字，已发到 ${settings.pendingEmail}。没收到的，看看垃圾邮件。`}
        error={errorsByField(refused).code}
        required
      />
      <Buttons>
        <Button>核对邮箱</Button>
      </Buttons>
    </form>
  )
}

function RequestForm({ settings, refused }: PartProps) {
  return (
    <form className="form" method="post" noValidate>
      <Act act="request" />
      <FormProblem refused={refused} />
      <TextField
        label={settings.email || settings.pendingEmail ? '换一个邮箱' : '邮箱'}
        name="email"
        type="email"
        autoComplete="email"
        width="medium"
        maxLength={254}
        hint="我们发一封带验证码的邮件，核对以后才用。加密保存。"
        defaultValue={refused?.values.email}
        error={errorsByField(refused).email}
        required
      />
      <Buttons>
        <Button kind="plain">获取邮件验证码</Button>
      </Buttons>
    </form>
  )
}

function Email({ settings, refusedOf }: { settings: Settings; refusedOf: (act: string) => RefusedForm | undefined }) {
  return (
    <section className="stack-tight" aria-labelledby="email-part">
      <h2 id="email-part">邮箱</h2>
      {settings.email ? (
        <div className="settings__row">
          <p>
            现在用的邮箱：<strong>{settings.email}</strong>
          </p>
          <form method="post">
            <Act act="remove" />
            <input type="hidden" name="version" value={settings.version} />
            <Button kind="plain">删除邮箱</Button>
          </form>
        </div>
      ) : (
        <p>还没有填写邮箱。填了以后，办事进度也会发到邮箱里。</p>
      )}
      <FormProblem refused={refusedOf('remove')} />
      {settings.pendingEmail ? <ConfirmForm settings={settings} refused={refusedOf('confirm')} /> : null}
      <RequestForm settings={settings} refused={refusedOf('request')} />
    </section>
  )
}

export default function NoticeSettings() {
  const { settings, says } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  const refusedOf = (act: string) => (refused?.values.act === act ? refused : undefined)
  return (
    <Page
      title="通知设置"
      trail={[{ title: '我的', href: '/me' }]}
      lead="每件事都会在平台的“通知”里留一条。下面选哪些事还要另外告诉您。"
    >
      {says && !refused ? <Banner kind="good" title={says} announce /> : null}
      <section className="stack-tight" aria-labelledby="topics-part">
        <h2 id="topics-part">怎么告诉您</h2>
        <p className="muted">
          短信发到您登录用的手机 {settings.phone}。登录验证码总是会发。 一条短信和邮件都不要的，可以在
          <a href="/me/consents">我的同意</a>里撤回。
        </p>
        <TopicsForm settings={settings} refused={refusedOf('save')} />
      </section>
      <Email settings={settings} refusedOf={refusedOf} />
    </Page>
  )
}
