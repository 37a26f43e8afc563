import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../web/forms/posted.ts'
import { refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { ChoicesField } from '../../../web/ui/choices-field.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { choiceName } from '../../../web/ui/option.ts'
import { correctionPath } from './components/correction-page.ts'

export const meta = () => pageMeta('申请更正', '档案里写错的、不全的，申请更正或补充。')

type Choices = Output<'correction.findChoices'>
type Form = Output<'correction.get'>['items']

const FIELD = 'targets'

/** What the draft that is open is about already. */
async function readDraft(context: LoaderFunctionArgs['context'], { open }: Choices) {
  return open?.state === 'draft' ? callOperation(context, 'correction.get', { id: open.id }) : null
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { acting } = requirePerson(context)
  const choices = await callOperation(context, 'correction.findChoices', {})
  const draft = await readDraft(context, choices)
  const asked = new URL(request.url).searchParams.getAll('target')
  const chosen = [...asked, ...(draft?.items.map(({ target }) => target) ?? [])]
  return { choices, chosen, isEnterprise: Boolean(acting), version: draft?.version ?? 0 }
}

/** The items of the draft that are still wanted, and the new ones, empty. */
const mergeItems = (items: Form, targets: readonly string[]) =>
  targets.map((target) => {
    const known = items.find((item) => item.target === target)
    return known ? { target, right: known.typed, ...(known.wrong ? { wrong: known.wrong } : {}) } : { target }
  })

function start(context: ActionFunctionArgs['context'], posted: Posted, choices: Choices, targets: string[]) {
  const { open } = choices
  if (open?.state !== 'draft') return tryOperation(context, 'correction.open', { targets }, { key: posted.key })
  return readDraft(context, choices).then((draft) =>
    tryOperation(
      context,
      'correction.saveDraft',
      { id: open.id, version: Number(posted.values.version), form: { items: mergeItems(draft?.items ?? [], targets) } },
      { key: posted.key },
    ),
  )
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const choices = await callOperation(context, 'correction.findChoices', {})
  const targets = choices.items.map(({ target }) => target).filter((one) => posted.values[choiceName(FIELD, one)])
  if (targets.length === 0) {
    return refuseFaults(posted, [{ field: FIELD, code: 'required', message: '要更正的项目：请至少选一项' }])
  }
  const outcome = await start(context, posted, choices, targets)
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(correctionPath(outcome.output.id, '/fill'), 303)
}

function OwnWays({ items }: Pick<Choices, 'items'>) {
  const own = items.filter((item) => item.own)
  if (own.length === 0) return null
  return (
    <section className="stack-tight">
      <h2>这些您自己就能改</h2>
      <ul className="rows">
        {own.map((item) => (
          <li key={item.target}>
            <p>
              <strong>{item.zh}</strong>：{item.now ?? '没有登记'}
            </p>
            <p>
              <a href={item.own?.href}>{item.own?.says}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ChooseProps {
  choices: Choices
  chosen: readonly string[]
  version: number
}

function Choose({ choices, chosen, version }: ChooseProps) {
  const refused = useActionData<typeof action>()
  const ticked = refused
    ? choices.items.map(({ target }) => target).filter((one) => refused.values[choiceName(FIELD, one)])
    : chosen
  return (
    <>
      <FormProblem refused={refused} />
      {choices.open ? (
        <Banner kind="info" title={`您正在填写 ${choices.open.number}`}>
          <p>在这里增减要更正的项目，填过的会保留。</p>
        </Banner>
      ) : null}
      <form method="post" className="form" noValidate>
        <IdempotencyKey />
        <input type="hidden" name="version" value={version} />
        <ChoicesField
          name={FIELD}
          label="哪几项写错了，或者不全"
          hint="可以选几项，一次申请。号码隐去了一部分。"
          error={refused?.problem.errors?.find(({ field }) => field === FIELD)?.message}
          options={choices.items
            .filter(({ byCase }) => byCase)
            .map(({ target, zh, now }) => ({ value: target, zh: `${zh}：${now ?? '没有登记'}` }))}
          chosen={ticked}
        />
        <Buttons>
          <Button>下一步，填写正确的内容</Button>
        </Buttons>
      </form>
      <OwnWays items={choices.items} />
    </>
  )
}

/** Which of the data are wrong; what one can change at once is said beside it. */
export default function CorrectionNewPage() {
  const { choices, chosen, isEnterprise, version } = useLoaderData<typeof loader>()
  const running = choices.open && choices.open.state !== 'draft' ? choices.open : null
  return (
    <Page
      title={isEnterprise ? '申请更正企业信息' : '申请更正'}
      lead="档案里写错的、不全的，告诉我们哪里不对、正确的是什么，附上证明。窗口核实以后更正，并书面告知您。"
      trail={[{ title: '我的', href: '/me' }, ...(isEnterprise ? [] : [{ title: '我的档案', href: '/me/file' }])]}
    >
      {running ? (
        <EmptyState
          title={`您有一件更正正在办理：${running.number}`}
          action={<LinkButton href={correctionPath(running.id)}>去看这一件</LinkButton>}
        >
          <p>同时只能办一件。要改别的，可以等这一件办完，或者撤回后重新申请。</p>
        </EmptyState>
      ) : (
        <Choose choices={choices} chosen={chosen} version={version} />
      )}
    </Page>
  )
}
