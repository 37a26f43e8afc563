import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Card } from '../../../web/ui/card.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import './pages.css'

export const handle = { reading: true }

export const meta = () => pageMeta('服务数据', '近十二个月服务了多少人次、办成多少、多久办好。')

export const loader = ({ context }: LoaderFunctionArgs) => callOperation(context, 'statistics.getPublic', {})

type Figures = Output<'statistics.getPublic'>
type Figure = Figures['numbers'][number]

const few = (fewest: number) => `少于 ${fewest}，不公布`

function sayFigure({ unit, value }: Figure, fewest: number): string {
  if (value === null) return unit === 'rate' ? '太少，不公布' : few(fewest)
  return unit === 'rate' ? `${(value / 100).toFixed(1)}%` : value.toLocaleString('zh-CN')
}

const sayCount = (count: number | null, fewest: number) => (count === null ? few(fewest) : `${count} 件`)

const sayDays = (median: number | null) =>
  median === null ? '办得太少，不公布' : median === 0 ? '一半当天办好' : `一半在 ${median} 个工作日内办好`

function ServiceCard({ service, fewest }: { service: Figures['services'][number]; fewest: number }) {
  return (
    <Card title={service.label}>
      <Facts
        items={[
          { term: '收件', value: sayCount(service.received, fewest) },
          { term: '办成', value: sayCount(service.done, fewest) },
          ...service.steps.map(({ label, median }) => ({ term: `“${label}”这一步`, value: sayDays(median) })),
        ]}
      />
    </Card>
  )
}

/** 服务数据: a few honest figures for everyone, with what each means, and nothing that could point at a person. */
export default function FiguresPage() {
  const { from, to, fewest, numbers, services } = useLoaderData<typeof loader>()
  return (
    <Page
      title="服务数据"
      lead={
        <>
          <Day date={from} />至<Day date={to} />
          ，全平台合计。
        </>
      }
    >
      <ul className="public-figures">
        {numbers.map((figure) => (
          <li key={figure.key}>
            <Card title={figure.zh}>
              <p className="public-figures__value">{sayFigure(figure, fewest)}</p>
              <p className="muted small">{figure.meaning}</p>
            </Card>
          </li>
        ))}
      </ul>
      {services.map((service) => (
        <ServiceCard key={service.label} service={service} fewest={fewest} />
      ))}
      <p className="muted small">
        数字由办件的经过自动算出，每天更新，没有人工填报。为保护个人信息，少于 {fewest} 的次数不公布。
      </p>
    </Page>
  )
}
