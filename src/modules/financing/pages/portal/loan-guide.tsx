import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { FlowChart } from '../../../../web/case/flow-chart.tsx'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation } from '../../../../web/portal/visit.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { applicantKinds } from '../../schema.ts'
import { KindLinks, PlaceFilter, readKindAndPlace } from '../components/kind-and-place.tsx'
import { RuleInWords } from '../components/rule-in-words.tsx'
import '../components/loan.css'

export const handle = { reading: true }

export const meta = () =>
  pageMeta('创业担保贷款办事指南', '谁能办、带什么、几天办好、收不收费、去哪办，网上就能申请创业担保贷款。')

type Guide = Output<'loan.getGuide'>

export const loader = async ({ request, context }: LoaderFunctionArgs) => ({
  guide: await callOperation(context, 'loan.getGuide', readKindAndPlace(request)),
})

const whenAsked: Record<string, string> = {
  always: '都要交',
  registered: '已办理登记的交',
  never: '窗口说要时再交',
}

function Papers({ papers }: Pick<Guide, 'papers'>) {
  return (
    <ul className="rows">
      {papers.map((paper) => (
        <li key={paper.kind} className="paper-asked">
          <span>
            {paper.zh}
            <span className="muted small block">{paper.why}</span>
          </span>
          <span className="muted small">{whenAsked[paper.required] ?? paper.required}</span>
        </li>
      ))}
    </ul>
  )
}

const daysInWords = ({ workdays }: Guide['steps'][number]) =>
  workdays === null ? '当地没有规定时限' : `${workdays} 个工作日`

function Steps({ steps }: Pick<Guide, 'steps'>) {
  const total = steps.reduce((sum, step) => sum + (step.workdays ?? 0), 0)
  const unsure = steps.some((step) => !step.certain)
  return (
    <>
      <ol className="steps">
        <li>您在网上填写申请、上传材料并提交；也可以到窗口，由工作人员代您填写。</li>
        {steps.map((step) => (
          <li key={step.step}>
            {step.doing.replace('正在', '')}：<strong>{daysInWords(step)}</strong>
          </li>
        ))}
        <li>审核通过后推荐给担保机构做尽职调查，再由银行放款。这两步由担保机构和银行联系您。</li>
      </ol>
      <p className="muted">
        本平台上的步骤合计不超过 {total}{' '}
        个工作日，等您补正的时间不算在内。不通过的，会写明理由、依据和接下来可以怎么办。
        {unsure ? '时限以当地公布的为准。' : ''}
      </p>
    </>
  )
}

function Offices({ offices }: Pick<Guide, 'offices'>) {
  return (
    <Card title="去哪办">
      <p>网上办：就在本页，随时可以办。窗口办：带上身份证件，到经营地的窗口。</p>
      <ul className="list-plain stack-tight">
        {offices.slice(0, 3).map((office) => (
          <li key={office.name}>
            {office.name}
            <span className="muted small block">
              {office.address} · {office.hours} ·{' '}
              <a href={`tel:${office.phone.replace(/[^\d+]/g, '')}`}>{office.phone}</a>
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/windows">按地区找全部窗口</a>
      </p>
    </Card>
  )
}

const Start = ({ kind, division }: Pick<Guide, 'kind' | 'division'>) => (
  <Buttons>
    <LinkButton href="/loans/new">开始办理</LinkButton>
    <LinkButton kind="plain" href={`/eligibility/guaranteed-loan?kind=${kind}&division=${division}`}>
      先看我合不合条件
    </LinkButton>
  </Buttons>
)

/** The service's guide (办事指南), made from its own definition. */
export default function LoanGuidePage() {
  const { guide } = useLoaderData<typeof loader>()
  const kindName = applicantKinds.find(({ value }) => value === guide.kind)?.zh ?? ''
  return (
    <Page
      title={`${guide.title}（${kindName}）`}
      lead="创业缺资金，可以申请由政府担保基金担保、财政补贴利息的贷款。个人、合伙创业和小微企业都可以在网上办。"
      aside={
        <>
          <Offices offices={guide.offices} />
          <Card>
            <FlowChart chart={guide.chart} title="办理流程" />
          </Card>
        </>
      }
    >
      <KindLinks kind={guide.kind} path="/services/guaranteed-loan" />
      {guide.kind === 'person' ? null : (
        <Banner kind="info" title="由企业的代办人申请">
          <p>
            先在“<a href="/me/agencies">代谁办事</a>
            ”里登记代办、上传授权委托书，窗口核对以后切换到这家企业，再开始办理。也可以带上原件到窗口办。
          </p>
        </Banner>
      )}
      <PlaceFilter {...guide} />
      <Start {...guide} />
      <section className="stack-tight">
        <h2>谁能办{guide.divisionName ? `（${guide.divisionName}）` : ''}</h2>
        <RuleInWords rule={guide.rule} />
      </section>
      <section className="stack-tight">
        <h2>带什么</h2>
        <Papers papers={guide.papers} />
        <p className="muted">拍照上传就行，收 PDF、JPG、PNG。填写以后，页面只列您这一件要交的。</p>
      </section>
      <section className="stack-tight">
        <h2>怎么办，多久办好</h2>
        <Steps steps={guide.steps} />
      </section>
      <section className="stack-tight">
        <h2>收费</h2>
        <p>
          <strong>{guide.fee}</strong>
          。本平台和窗口办理都免费。凡是收“手续费”“包过费”的都不是我们的人，请打窗口电话核实。
        </p>
      </section>
      <Start {...guide} />
    </Page>
  )
}
