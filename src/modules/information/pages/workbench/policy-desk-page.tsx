import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay, formatInstant } from '../../../../shared/dates.ts'
import type { Output } from '../../../../web/api/portal-api.ts'
import { Sign } from '../../../../web/ui/sign.tsx'
import { useOperation, useWrite } from '../../../../web/workbench/calls.ts'
import { Nothing, ProblemNotice, Waiting } from '../../../../web/workbench/notices.tsx'
import { PolicyFilter } from '../../schema.ts'
import { addressOf, type DeskFilter, readFilter } from './desk-filter.ts'
import { shownBy } from './work-view.ts'
import './policy-desk.css'

type Desk = Output<'policyWork.find'>
type Item = Desk['items'][number]

const topics = (PolicyFilter.properties.topic as unknown as { 'x-options': { value: string; zh: string }[] })[
  'x-options'
].map(({ value, zh }) => ({ value, label: zh }))

/** The counts of what stands where; each leads to the list it counts. */
function Counts({ filter, desk }: { filter: DeskFilter; desk: Desk | undefined }) {
  const all = (
    <li>
      <Link to={addressOf(filter, { state: undefined })} aria-current={filter.state ? undefined : 'true'}>
        全部
      </Link>
    </li>
  )
  return (
    <ul className="counts" aria-label="按状态查看">
      {all}
      {desk?.counts.map(({ state, label, count }) => (
        <li key={state}>
          <Link to={addressOf(filter, { state })} aria-current={filter.state === state ? 'true' : undefined}>
            {label} <span className="counts__number">{count}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Filters that stay: they live in the address. */
function Filters({ filter, desk }: { filter: DeskFilter; desk: Desk | undefined }) {
  const navigate = useNavigate()
  const [text, setText] = useState(filter.q ?? '')
  useEffect(() => setText(filter.q ?? ''), [filter.q])
  return (
    <div className="filters">
      <Counts filter={filter} desk={desk} />
      <div className="filters__fields">
        <Input
          aria-label="标题或文号"
          placeholder="标题或文号里的字，按回车"
          value={text}
          allowClear
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => void navigate(addressOf(filter, { q: text.trim() }))}
          onClear={() => void navigate(addressOf(filter, { q: '' }))}
        />
        <Select
          aria-label="主题"
          placeholder="全部主题"
          value={filter.topic ?? null}
          allowClear
          options={topics}
          onChange={(topic: string | undefined) => void navigate(addressOf(filter, { topic }))}
        />
      </div>
    </div>
  )
}

const timeWords = (daysLeft: number) =>
  daysLeft < 0 ? `已过期 ${-daysLeft} 天` : daysLeft === 0 ? '今天到期' : `还有 ${daysLeft} 天`

function Task({ task }: { task: Desk['tasks'][number] }) {
  const settle = useWrite('policyWork.settleTask', { refreshes: shownBy })
  return (
    <li>
      <span className={task.daysLeft <= 7 ? 'due due--bad' : 'due due--warn'}>
        <Sign tone={task.daysLeft <= 7 ? 'bad' : 'warn'} />
        {task.kindLabel}，{timeWords(task.daysLeft)}
      </span>
      <Link to={`/policies/${task.slug}`}>{task.title}</Link>
      <span className="quiet">有效期至 {formatDay(task.dueOn as CalendarDate)}</span>
      <Button size="small" loading={settle.isPending} onClick={() => settle.mutate({ slug: task.slug })}>
        确认到期后失效
      </Button>
      <ProblemNotice error={settle.error} />
    </li>
  )
}

function Tasks({ tasks }: Pick<Desk, 'tasks'>) {
  if (tasks.length === 0) return null
  return (
    <section className="policy-tasks" aria-labelledby="tasks">
      <h2 id="tasks">要留意的</h2>
      <ul>
        {tasks.map((task) => (
          <Task key={task.slug} task={task} />
        ))}
      </ul>
    </section>
  )
}

const columns: readonly [title: string, cell: (item: Item) => React.ReactNode][] = [
  ['标题', (item) => <Link to={`/policies/${item.slug}?edition=${item.edition}`}>{item.title}</Link>],
  ['状态', (item) => (item.mine ? <strong>{item.stateLabel}，可由您审核</strong> : item.stateLabel)],
  ['效力', (item) => item.standingLabel || '—'],
  ['版次', (item) => `第 ${item.edition} 版`],
  ['文号', (item) => item.number || '—'],
  ['主题', (item) => item.topicLabel || '—'],
  ['适用地区', (item) => item.divisionName || '—'],
  ['最后编辑', (item) => item.author || '—'],
  ['改动时间', (item) => formatInstant(new Date(item.changedAt))],
  ['定日发布', (item) => (item.publishOn ? formatDay(item.publishOn as CalendarDate) : '—')],
]

function Rows({ items, busy }: { items: readonly Item[]; busy: boolean }) {
  return (
    <div className={busy ? 'inbox__rows inbox__rows--busy' : 'inbox__rows'} aria-busy={busy}>
      <table className="plain-table policy-rows">
        <thead>
          <tr>
            {columns.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.slug} ${item.edition}`} className="inbox__row">
              {columns.map(([title, cell]) => (
                <td key={title}>{cell(item)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Matter({ desk, filter, busy }: { desk: Desk; filter: DeskFilter; busy: boolean }) {
  const navigate = useNavigate()
  if (desk.items.length === 0) {
    return (
      <Nothing
        says={filter.state || filter.q || filter.topic ? '没有符合这些条件的政策稿。' : '您的地区还没有政策稿。'}
      >
        <p className="quiet">放宽条件，或从“收集政策”开始。</p>
      </Nothing>
    )
  }
  return (
    <>
      <Rows items={desk.items} busy={busy} />
      {desk.next || filter.after ? (
        <nav className="paging" aria-label="翻页">
          <Button disabled={!filter.after} onClick={() => void navigate(addressOf(filter))}>
            回到第一页
          </Button>
          <Button
            disabled={!desk.next}
            onClick={() => void navigate(addressOf(filter, { after: desk.next ?? undefined }))}
          >
            下一页
          </Button>
        </nav>
      ) : null}
    </>
  )
}

/** The editors' desk (政策编审): what is on its way, what is published, what has to be looked at in time. */
export function PolicyDeskPage() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const filter = readFilter(search)
  const { data, error, refetch, isPlaceholderData } = useOperation('policyWork.find', filter, {
    keepPrevious: true,
    live: true,
  })
  return (
    <div className="inbox">
      <title>政策编审 · 启创工作台</title>
      <div className="page-head">
        <h1>政策编审</h1>
        <div className="page-head__acts">
          <Button type="primary" onClick={() => void navigate('/policies/collect')}>
            收集政策
          </Button>
        </div>
      </div>
      {data ? <Tasks tasks={data.tasks} /> : null}
      <Filters filter={filter} desk={data} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Matter desk={data} filter={filter} busy={isPlaceholderData} /> : null}
      {!data && !error ? <Waiting what="政策稿" /> : null}
    </div>
  )
}
