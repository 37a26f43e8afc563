import { Button, Input, Segmented, Select } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import { useOperation } from '../calls.ts'
import { ProblemNotice, Waiting } from '../notices.tsx'
import type { Figures } from './figure-words.ts'
import { saveFigures } from './figures-csv.ts'
import { Children, Funnels, Numbers, Outcomes, Times, Trail, Trend } from './parts.tsx'
import { addressOf, type Period, periods, readShown, type Shown } from './period.ts'
import './statistics.css'

/** Filters that stay: they live in the address. */
function Filters({ shown, view }: { shown: Shown; view: Figures | undefined }) {
  const navigate = useNavigate()
  const change = (part: Partial<Shown>) => void navigate(addressOf(shown, part))
  return (
    <div className="statistics__filters">
      <Segmented<Period>
        aria-label="期间"
        value={shown.period}
        options={periods.map(({ value, label }) => ({ value, label }))}
        onChange={(period) => change({ period })}
      />
      {shown.period === 'custom' ? (
        <>
          <Input
            type="date"
            aria-label="从哪一天"
            value={shown.from}
            onChange={(event) => event.target.value && change({ from: event.target.value as CalendarDate })}
          />
          <Input
            type="date"
            aria-label="到哪一天"
            value={shown.to}
            onChange={(event) => event.target.value && change({ to: event.target.value as CalendarDate })}
          />
        </>
      ) : null}
      <Select
        aria-label="服务"
        placeholder="全部服务"
        allowClear
        value={shown.service || null}
        options={view?.services.map(({ service, label }) => ({ value: service, label })) ?? []}
        onChange={(service: string | undefined) => change({ service: service ?? '' })}
      />
    </div>
  )
}

const parts: readonly [id: string, title: string, part: (view: Figures, shown: Shown) => React.ReactNode][] = [
  ['children', '下级地区', (view, shown) => <Children view={view} shown={shown} />],
  ['funnel', '流程漏斗', (view) => <Funnels view={view} />],
  ['times', '各环节用时', (view) => <Times view={view} />],
  ['trend', '变化', (view) => <Trend view={view} />],
  ['outcomes', '结果', (view) => <Outcomes view={view} />],
]

function Matter({ view, shown, busy }: { view: Figures; shown: Shown; busy: boolean }) {
  return (
    <div className={busy ? 'inbox__rows--busy' : undefined} aria-busy={busy}>
      <Trail view={view} shown={shown} />
      <p className="quiet">
        {formatDay(view.from as CalendarDate)}至{formatDay(view.to as CalendarDate)}，上期是
        {formatDay(view.previousFrom as CalendarDate)}至{formatDay(view.previousTo as CalendarDate)}。
      </p>
      <Numbers numbers={view.numbers} />
      <div className="statistics__parts">
        {parts.map(([id, title, part]) => (
          <section key={id} aria-labelledby={id}>
            <h2 id={id}>{title}</h2>
            {part(view, shown)}
          </section>
        ))}
      </div>
    </div>
  )
}

/** 统计: what happened in a period and a division, numbers first, then pictures, and the flow with what went through it. */
export function StatisticsPage() {
  const [search] = useSearchParams()
  const shown = readShown(search, new Date())
  const { from, to, division, service } = shown
  const asked = { from, to, ...(division ? { division } : {}), ...(service ? { service } : {}) }
  const { data, error, refetch, isPlaceholderData } = useOperation('statistics.get', asked, { keepPrevious: true })
  return (
    <div className="statistics">
      <title>统计 · 启创工作台</title>
      <div className="page-head">
        <h1>统计</h1>
        <div className="page-head__acts">
          <Button disabled={!data} onClick={() => window.print()}>
            打印
          </Button>
          <Button disabled={!data} onClick={() => data && saveFigures(data)}>
            导出（CSV）
          </Button>
        </div>
      </div>
      <Filters shown={shown} view={data} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Matter view={data} shown={shown} busy={isPlaceholderData} /> : null}
      {!data && !error ? <Waiting what="统计" /> : null}
    </div>
  )
}
