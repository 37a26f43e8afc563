import { useQueries } from '@tanstack/react-query'
import { Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { callApi } from '../../api/http-client.ts'
import type { Output } from '../../api/portal-api.ts'
import { divisionsOf, useSession } from '../session.tsx'
import { addressOf, type InboxFilter } from './inbox-filter.ts'

interface FiltersProps {
  filter: InboxFilter
  counted: Output<'case.countInbox'> | undefined
}

function FilterLink({ to, current, children }: { to: string; current: boolean; children: React.ReactNode }) {
  return (
    <Link to={to} aria-current={current ? 'true' : undefined}>
      {children}
    </Link>
  )
}

const viewLink = (filter: InboxFilter, view: NonNullable<InboxFilter['view']>) =>
  addressOf(filter, { view, state: undefined, unassigned: undefined, sort: undefined })

/** The counts of what is open; each leads to the list it counts. */
function Counts({ filter, counted }: FiltersProps) {
  const all = { ...filter, view: 'all' as const, unassigned: undefined }
  const isAll = filter.view === 'all'
  return (
    <ul className="counts" aria-label="按范围和状态查看">
      <li>
        <FilterLink to={viewLink(filter, 'mine')} current={filter.view === 'mine'}>
          我的 <span className="counts__number">{counted?.mineCount}</span>
        </FilterLink>
      </li>
      <li>
        <FilterLink to={viewLink(filter, 'office')} current={filter.view === 'office' && !filter.unassigned}>
          本窗口（科室）
        </FilterLink>
      </li>
      <li>
        <FilterLink
          to={addressOf(filter, { view: 'office', unassigned: 'yes', state: undefined })}
          current={filter.view === 'office' && filter.unassigned === 'yes'}
        >
          待领办 <span className="counts__number">{counted?.poolCount}</span>
        </FilterLink>
      </li>
      <li>
        <FilterLink to={viewLink(filter, 'waiting')} current={filter.view === 'waiting'}>
          辖区待办
        </FilterLink>
      </li>
      <li>
        <FilterLink to={viewLink(filter, 'all')} current={isAll && !filter.state && !filter.overdue}>
          辖区全部
        </FilterLink>
      </li>
      {counted?.counts.map(({ state, label, count }) => (
        <li key={state}>
          <FilterLink to={addressOf(all, { state })} current={isAll && filter.state === state}>
            {label} <span className="counts__number">{count}</span>
          </FilterLink>
        </li>
      ))}
      {counted ? (
        <li className={counted.overdueCount > 0 ? 'counts__overdue' : undefined}>
          <FilterLink
            to={addressOf(all, { overdue: 'yes', state: undefined })}
            current={isAll && filter.overdue === 'yes'}
          >
            已超期 <span className="counts__number">{counted.overdueCount}</span>
          </FilterLink>
        </li>
      ) : null}
    </ul>
  )
}

/** My divisions and the ones directly below them. */
function useDivisionOptions() {
  const { data: session } = useSession()
  const own = divisionsOf(session)
  const below = useQueries({
    queries: own.map(([parent]) => ({
      queryKey: ['division.find', { parent }],
      queryFn: () => callApi('division.find', { parent }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const children = below.flatMap(({ data }) => data?.items ?? []).map(({ code, name }) => [code, name] as const)
  return [...new Map([...own, ...children])].map(([value, label]) => ({ value, label }))
}

/** Filters that stay: they live in the address. */
export function InboxFilters({ filter, counted }: FiltersProps) {
  const navigate = useNavigate()
  const [number, setNumber] = useState(filter.q ?? '')
  useEffect(() => setNumber(filter.q ?? ''), [filter.q])
  const change = (part: Partial<InboxFilter>) => void navigate(addressOf(filter, part))
  return (
    <div className="filters">
      <Counts filter={filter} counted={counted} />
      <div className="filters__fields">
        <Input
          aria-label="办件编号"
          placeholder="办件编号的前几位，按回车"
          value={number}
          allowClear
          onChange={(event) => setNumber(event.target.value)}
          onPressEnter={() =>
            change({ q: number.trim(), ...(number.trim() ? { view: 'all', unassigned: undefined } : {}) })
          }
          onClear={() => change({ q: '' })}
        />
        <Select
          aria-label="地区"
          placeholder="全部地区"
          value={filter.division ?? null}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={useDivisionOptions()}
          onChange={(division) => change({ division: division ?? '' })}
        />
        {filter.view === 'all' ? (
          <Select
            aria-label="排序"
            value={filter.sort ?? 'age'}
            options={[
              { value: 'age', label: '最新的在前' },
              { value: 'due', label: '时限近的在前' },
            ]}
            onChange={(sort) => change({ sort })}
          />
        ) : null}
        <Checkbox
          checked={filter.overdue === 'yes'}
          onChange={(event) => change({ overdue: event.target.checked ? 'yes' : undefined })}
        >
          只看超期
        </Checkbox>
        <span className="quiet filters__keys">↑ ↓ 选行，回车打开</span>
      </div>
    </div>
  )
}
