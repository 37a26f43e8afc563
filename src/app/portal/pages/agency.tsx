import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router'
import type { Output, Problem } from '../../../web/api/portal-api.ts'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, readUpload, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { FileField } from '../../../web/ui/file-field.tsx'

export const meta = () => pageMeta('一项代办', '代哪家企业办事、授权到什么时候、窗口核对到哪一步。')

type Agency = Output<'agency.get'>

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const agency = await callOperation(context, 'agency.get', { id: params.id ?? '' })
  return { agency, done: new URL(request.url).searchParams.get('done') }
}

interface RefusedAgency {
  problem: Problem
  /** Whether it was the paper that could not be taken. */
  paper: boolean
}

const refuse = (paper: boolean, problem: Problem) => data<RefusedAgency>({ problem, paper }, { status: problem.status })

async function upload({ params, context }: ActionFunctionArgs) {
  const { fields, file } = await readUpload(context)
  const options = { key: fields.idempotencyKey ?? '', ...(file ? { file } : {}) }
  const outcome = await tryOperation(context, 'agency.addPaper', { id: params.id ?? '' }, options)
  if (!outcome.ok) return refuse(true, outcome.problem)
  throw redirect(`/me/agencies/${params.id}?done=uploaded`, 303)
}

export async function action(args: ActionFunctionArgs) {
  const { request, params, context } = args
  requirePerson(context)
  if (request.headers.get('content-type')?.startsWith('multipart/form-data')) return upload(args)
  const posted = await readForm(request)
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const outcome = await tryOperation(context, 'agency.end', input, { key: posted.key })
  if (!outcome.ok) return refuse(false, outcome.problem)
  throw redirect(`/me/agencies/${params.id}?done=ended`, 303)
}

const says = ({ problem }: RefusedAgency): string =>
  problem.errors?.map((error) => error.message).join('；') || [problem.title, problem.detail].filter(Boolean).join('：')

function Authorisation({ agency, refused }: { agency: Agency; refused: RefusedAgency | undefined }) {
  const open = agency.state === 'proposed'
  return (
    <Card title="授权委托书">
      {agency.paperId ? (
        <p>
          已上传。<a href={`/papers/${agency.paperId}`}>看一看</a>
        </p>
      ) : (
        <p>企业盖章的授权委托书，写明委托谁、办什么事、到什么时候。拍照上传就可以，收 PDF、JPG、PNG。</p>
      )}
      {open ? (
        <form method="post" encType="multipart/form-data" className="form" noValidate>
          <IdempotencyKey />
          <FileField
            label={agency.paperId ? '换一份授权委托书' : '选择授权委托书'}
            name="file"
            accept=".pdf,.jpg,.jpeg,.png"
            error={refused?.paper ? says(refused) : undefined}
          />
          <Button kind={agency.paperId ? 'plain' : 'primary'}>上传授权委托书</Button>
        </form>
      ) : null}
    </Card>
  )
}

const standings: Record<Agency['state'], { kind: 'good' | 'info' | 'warn' | 'bad'; title: string }> = {
  proposed: { kind: 'info', title: '等窗口核对' },
  confirmed: { kind: 'good', title: '窗口已确认，可以代办' },
  declined: { kind: 'bad', title: '没有确认' },
  ended: { kind: 'warn', title: '已终止，不能再代办' },
}

function Standing({ agency, done }: { agency: Agency; done: string | null }) {
  if (agency.state === 'proposed' && !agency.paperId) {
    return <Banner kind="warn" title="还差授权委托书，上传以后窗口才会核对" />
  }
  const { kind, title } = standings[agency.state]
  const expired = agency.state === 'confirmed' && !agency.holds
  return (
    <Banner kind={expired ? 'warn' : kind} title={expired ? '授权已经到期' : title} announce={done !== null}>
      {agency.state === 'proposed' ? (
        <p>窗口会对照营业执照和授权委托书核对，结果会通知您。急用的，可以带上原件到{agency.divisionName}的窗口。</p>
      ) : null}
      {agency.reason ? <p>原因：{agency.reason}</p> : null}
    </Banner>
  )
}

/** One agency: the enterprise, its paper, how far the window is; ended here by the agent. */
export default function AgencyPage() {
  const { agency, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as RefusedAgency | undefined
  const endable = agency.state === 'proposed' || agency.state === 'confirmed'
  return (
    <Page
      title={agency.name}
      trail={[
        { title: '我的', href: '/me' },
        { title: '代谁办事', href: '/me/agencies' },
      ]}
    >
      {refused ? <Banner kind="bad" title={says(refused)} announce /> : null}
      <Standing agency={agency} done={done} />
      <Card title="企业">
        <Facts
          items={[
            { term: '统一社会信用代码', value: agency.creditCode },
            { term: '企业类型', value: agency.legalFormLabel },
            { term: '所属行业', value: agency.industryLabel },
            { term: '登记日期', value: <Day date={agency.registeredOn} /> },
            { term: '登记所在地', value: agency.divisionName },
            { term: '授权到', value: <Day date={agency.validTo} /> },
          ]}
        />
      </Card>
      <Authorisation agency={agency} refused={refused} />
      {agency.holds ? <LinkButton href="/me/agencies">去切换，代它办事</LinkButton> : null}
      {endable ? (
        <Card title="不再代办">
          <p>终止以后马上不能再代这家企业办事；已经提交的申请继续办理，由企业的其他代办人接着跟。</p>
          <form method="post">
            <IdempotencyKey />
            <input type="hidden" name="version" value={agency.version} />
            <Button kind="danger">终止这项代办</Button>
          </form>
        </Card>
      ) : (
        <LinkButton href="/me/agencies/new">重新登记代办</LinkButton>
      )}
    </Page>
  )
}
