import { Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import { CallRefused } from '../../api/http-client.ts'
import type { Input as Asked } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { ProblemNotice, Waiting } from '../notices.tsx'
import { saveAnswer } from '../save-file.ts'
import { Children, type Figures, Funnels, Numbers, Outcomes, Times, Trail, Trend } from './parts.tsx'
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

const sheetForms = [
  ['xlsx', '导出（XLSX）'],
  ['csv', '导出（CSV）'],
] as const

/** Hands the figures over as a table; what was refused is told to `onRefused`. */
function ExportButtons({
  asked,
  disabled,
  onRefused,
}: {
  asked: Asked<'statistics.get'>
  disabled: boolean
  onRefused(error: CallRefused | null): void
}) {
  const [pending, setPending] = useState<string>()
  const save = async (form: 'xlsx' | 'csv') => {
    setPending(form)
    onRefused(null)
    try {
      await saveAnswer('statistics.export', { ...asked, form }, `统计-${asked.from}-${asked.to}.${form}`)
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      onRefused(error)
    } finally {
      setPending(undefined)
    }
  }
  return sheetForms.map(([form, words]) => (
    <Button key={form} disabled={disabled} loading={pending === form} onClick={() => void save(form)}>
      {words}
    </Button>
  ))
}

/** 统计: what happened in a period and a division, numbers first, then pictures, and the flow with what went through it. */
export function StatisticsPage() {
  const [search] = useSearchParams()
  const shown = readShown(search, new Date())
  const { from, to, division, service } = shown
  const asked = { from, to, ...(division ? { division } : {}), ...(service ? { service } : {}) }
  const { data, error, refetch, isPlaceholderData } = useOperation('statistics.get', asked, { keepPrevious: true })
  const [refused, setRefused] = useState<CallRefused | null>(null)
  return (
    <div className="statistics">
      <title>统计 · 启创工作台</title>
      <div className="page-head">
        <h1>统计</h1>
        <div className="page-head__acts">
          <Button disabled={!data} onClick={() => window.print()}>
            打印
          </Button>
          <ExportButtons asked={asked} disabled={!data} onRefused={setRefused} />
        </div>
      </div>
      <Filters shown={shown} view={data} />
      <ProblemNotice error={refused} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Matter view={data} shown={shown} busy={isPlaceholderData} /> : null}
      {!data && !error ? <Waiting what="统计" /> : null}
    </div>
  )
}
