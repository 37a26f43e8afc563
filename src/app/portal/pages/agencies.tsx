import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { safePath } from '../../../web/portal/safe-path.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, LinkButton } from '../../../web/ui/button.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const meta = () => pageMeta('代谁办事', '为本人办，或代您有授权的企业办；在这里切换和登记。')

type Agencies = Output<'agency.findOwn'>
type Agency = Agencies['items'][number]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = requirePerson(context)
  const query = new URL(request.url).searchParams
  const { items, acting } = await callOperation(context, 'agency.findOwn', {})
  return { items, acting, session, done: query.get('done'), next: safePath(query.get('next'), '') }
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const agencyId = posted.text('agencyId') ?? null
  const outcome = await tryOperation(context, 'session.actFor', { agencyId }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(safePath(posted.values.next, '') || '/me/agencies?done=switched', 303)
}

function Switch({ agencyId, next, children }: { agencyId: string; next: string; children: string }) {
  return (
    <form method="post">
      <IdempotencyKey />
      <input type="hidden" name="agencyId" value={agencyId} />
      <input type="hidden" name="next" value={next} />
      <Button>{children}</Button>
    </form>
  )
}

const tones = { proposed: 'warn', confirmed: 'good', declined: 'bad', ended: 'quiet' } as const

/** What is to be known of an agency, in a sentence. */
function sayStanding(agency: Agency): string {
  if (agency.state === 'proposed')
    return agency.paperId ? '授权委托书已上传，等窗口核对' : '还差授权委托书，上传以后窗口才会核对'
  if (agency.state === 'declined') return `原因：${agency.reason ?? '没有说明'}`
  if (agency.state === 'ended') return agency.reason ?? '已经终止，不能再代办'
  return agency.holds ? '可以代办' : '授权已到期，要继续代办请重新登记'
}

function AgencyRow({ agency, acting, next }: { agency: Agency; acting: string | null; next: string }) {
  const current = acting === agency.id
  const waiting = agency.state === 'proposed' && !agency.paperId
  return (
    <li>
      <div className="settings__row">
        <div>
          <p>
            <a href={`/me/agencies/${agency.id}`}>{agency.name}</a>{' '}
            {current ? <StateText tone="good">正在代办</StateText> : null}
            {current ? null : <StateText tone={tones[agency.state]}>{agency.stateLabel}</StateText>}
          </p>
          <p className="muted small">
            {sayStanding(agency)}
            {agency.state === 'confirmed' ? (
              <>
                ，到 <Day date={agency.validTo} />
              </>
            ) : null}
          </p>
        </div>
        {agency.holds && !current ? <Switch agencyId={agency.id} next={next}>{`代${agency.name}办`}</Switch> : null}
        {waiting ? (
          <LinkButton kind="plain" href={`/me/agencies/${agency.id}`}>
            去上传授权委托书
          </LinkButton>
        ) : null}
      </div>
    </li>
  )
}

/** For whom one acts in this session, and the agencies there are. */
export default function AgenciesPage() {
  const { items, acting, session, done, next } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title="代谁办事"
      trail={[{ title: '我的', href: '/me' }]}
      lead="代企业办事，先登记并上传盖章的授权委托书，窗口核对后就可以切换。切换以后看到和办理的，都是那家企业的事；每一步都记在您本人名下。"
    >
      <FormProblem refused={refused} />
      {done === 'switched' && !refused ? (
        <Banner kind="good" title={session.acting ? `现在代${session.acting.name}办事` : '现在为您本人办事'} announce />
      ) : null}
      {session.lapsed ? (
        <Banner kind="warn" title="原来的代办已经失效，现在为您本人办事">
          <p>授权到期或被终止。仍要代办的，请重新登记。</p>
        </Banner>
      ) : null}
      <ul className="rows">
        <li>
          <div className="settings__row">
            <div>
              <p>
                <strong>{session.name ?? '本人'}</strong>{' '}
                {acting === null ? <StateText tone="good">正在为本人办</StateText> : null}
              </p>
              <p className="muted small">您本人的申请、材料和通知</p>
            </div>
            {acting === null && !session.lapsed ? null : (
              <Switch agencyId="" next={next}>
                为本人办
              </Switch>
            )}
          </div>
        </li>
        {items.map((agency) => (
          <AgencyRow key={agency.id} agency={agency} acting={acting} next={next} />
        ))}
      </ul>
      {items.length === 0 ? (
        <EmptyState title="您还没有登记代办">
          <p>合伙企业、公司、合作社的贷款，由登记了代办的人申请。</p>
        </EmptyState>
      ) : null}
      {acting === null ? <LinkButton href="/me/agencies/new">登记一家企业的代办</LinkButton> : null}
      {acting === null ? null : <p className="muted">要登记别的企业，请先切换回“为本人办”。</p>}
    </Page>
  )
}
