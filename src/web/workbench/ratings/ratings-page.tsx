import { Button, Select } from 'antd'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay, formatInstant } from '../../../shared/dates.ts'
import type { Input, Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation } from '../calls.ts'
import { listAddress } from '../list-address.ts'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { Paging } from '../paging.tsx'
import { PlainTable } from '../plain-table.tsx'
import { RatingFiguresTable } from './rating-figures.tsx'

type Filter = Input<'rating.find'>
type Ratings = Output<'rating.find'>
type Rating = Ratings['items'][number]

const address = listAddress<Filter>(['view', 'service', 'after'])
const { read: readFilter, addressOf } = address

function Answer({ rating }: { rating: Rating }) {
  if (rating.answerState === null) return '不用回复'
  if (rating.answerState === 'replied') return '已回复'
  const says = rating.answerState === 'contacted' ? '已联系，等回复' : '等联系和回复'
  const due = rating.dueOn ? formatDay(rating.dueOn as CalendarDate) : ''
  return (
    <span className={`due due--${rating.overdue ? 'bad' : 'warn'}`}>
      <Sign tone={rating.overdue ? 'bad' : 'warn'} />
      {says}，{rating.overdue ? `${due}已超期` : `${due}前`}
    </span>
  )
}

function RatingRow({ rating }: { rating: Rating }) {
  return (
    <tr>
      <td>{formatInstant(new Date(rating.givenAt))}</td>
      <td>
        <Link to={`/ratings/${rating.id}`}>
          {rating.starsWord}（{rating.stars} 星）
        </Link>
      </td>
      <td>{rating.tags.join('、') || '—'}</td>
      <td>{rating.hasWords ? '有' : '—'}</td>
      <td>{rating.serviceLabel}</td>
      <td>{rating.office ?? '—'}</td>
      <td>{rating.divisionName}</td>
      <td>
        <Answer rating={rating} />
      </td>
    </tr>
  )
}

function Filters({ filter, data }: { filter: Filter; data: Ratings | undefined }) {
  const navigate = useNavigate()
  const view = filter.view ?? 'open'
  const link = (to: Filter['view'], label: string, count?: number) => (
    <li>
      <Link to={addressOf(filter, { view: to })} aria-current={view === to ? 'true' : undefined}>
        {label} {count === undefined ? null : <span className="counts__number">{count}</span>}
      </Link>
    </li>
  )
  return (
    <div className="filters">
      <ul className="counts" aria-label="按范围查看">
        {link('open', '等回复的差评', data?.open)}
        {link('bad', '全部差评')}
        {link('all', '全部评价')}
      </ul>
      <div className="filters__fields">
        <Select
          aria-label="事项"
          placeholder="全部事项"
          value={filter.service ?? null}
          allowClear
          options={(data?.services ?? []).map(({ service, zh }) => ({ value: service, label: zh }))}
          onChange={(service: string | null) => void navigate(addressOf(filter, { service: service ?? '' }))}
        />
        {data && data.overdue > 0 ? (
          <span className="due due--bad">
            <Sign tone="bad" />
            {data.overdue} 条超过回复时限
          </span>
        ) : null}
      </div>
    </div>
  )
}

const columns = ['评价时间', '满意程度', '哪些方面', '写了话', '事项', '经办机构', '地区', '回复']

function Table({ items }: { items: readonly Rating[] }) {
  return (
    <PlainTable label="评价">
      <thead>
        <tr>
          {columns.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((rating) => (
          <RatingRow key={rating.id} rating={rating} />
        ))}
      </tbody>
    </PlainTable>
  )
}

const emptyWords: Readonly<Record<NonNullable<Filter['view']>, string>> = {
  open: '没有等回复的差评。',
  bad: '还没有收到差评。',
  all: '还没有收到评价。',
}

/** Ratings in reach: those that wait for an answer first, then what they add up to. */
export function RatingsPage() {
  const [search] = useSearchParams()
  const filter = readFilter(search)
  const { data, error, refetch } = useOperation('rating.find', filter, { keepPrevious: true, live: true })
  return (
    <div>
      <title>好差评 · 启创工作台</title>
      <div className="page-head">
        <div>
          <h1>好差评</h1>
          <p className="quiet">
            每办完一件事，申请人评价一次。差评要在 5 个工作日内联系、回复、写明结果；评价不能删除。
          </p>
        </div>
        <Button onClick={() => void refetch()}>刷新</Button>
      </div>
      <Filters filter={filter} data={data} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length > 0 ? <Table items={data.items} /> : null}
      {data && data.items.length === 0 ? <Nothing says={emptyWords[filter.view ?? 'open']} /> : null}
      {data ? <Paging filter={filter} next={data.next} address={address} /> : null}
      {!data && !error ? <Waiting what="评价" /> : null}
      <RatingFiguresTable />
    </div>
  )
}
