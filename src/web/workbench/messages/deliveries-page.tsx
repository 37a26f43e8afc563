import { Button, Select } from 'antd'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type Medium, media, mediumNames } from '../../../kernel/notifications/template-text.ts'
import { formatInstant } from '../../../shared/dates.ts'
import type { Input, Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation, useWrite } from '../calls.ts'
import { listAddress } from '../list-address.ts'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { Paging } from '../paging.tsx'
import { PlainTable } from '../plain-table.tsx'
import { hasRole, useSession } from '../session.tsx'

type Filter = Input<'delivery.find'>
type Deliveries = Output<'delivery.find'>
type Delivery = Deliveries['items'][number]

const stateWords: Readonly<Record<Delivery['state'], string>> = {
  queued: '等待发送',
  sending: '正在发送',
  sent: '已发出',
  failed: '发送失败',
}
const says = (instant: string) => formatInstant(new Date(instant))

const address = listAddress<Filter>(['state', 'medium', 'template', 'after'])
const { read: readFilter, addressOf } = address

function Filters({ filter, data }: { filter: Filter; data: Deliveries | undefined }) {
  const navigate = useNavigate()
  const change = (part: Partial<Filter>) => void navigate(addressOf(filter, part))
  const link = (state: Delivery['state'] | undefined, label: string, count?: number) => (
    <li key={label} className={state === 'failed' && count ? 'counts__overdue' : undefined}>
      <Link to={addressOf(filter, { state })} aria-current={filter.state === state ? 'true' : undefined}>
        {label} {count === undefined ? null : <span className="counts__number">{count}</span>}
      </Link>
    </li>
  )
  return (
    <div className="filters">
      <ul className="counts" aria-label="按状态查看">
        {link(undefined, '全部')}
        {data?.counts.map(({ state, count }) => link(state, stateWords[state], count))}
      </ul>
      <div className="filters__fields">
        <Select
          aria-label="渠道"
          placeholder="全部渠道"
          value={filter.medium ?? null}
          allowClear
          options={media.map((value) => ({ value, label: mediumNames[value] }))}
          onChange={(medium: Medium | null) => change({ medium: medium ?? undefined } as Partial<Filter>)}
        />
        <Select
          aria-label="通知"
          placeholder="全部通知"
          value={filter.template ?? null}
          allowClear
          popupMatchSelectWidth={320}
          showSearch={{ optionFilterProp: 'label' }}
          options={(data?.templates ?? []).map(({ code, zh }) => ({ value: code, label: zh }))}
          onChange={(template: string | null) => change({ template: template ?? '' })}
        />
      </div>
    </div>
  )
}

function State({ delivery }: { delivery: Delivery }) {
  if (delivery.state === 'failed') {
    return (
      <span className="due due--bad">
        <Sign tone="bad" />
        发送失败：{delivery.fault}
      </span>
    )
  }
  if (delivery.state !== 'queued' || !delivery.fault) return stateWords[delivery.state]
  return (
    <span className="due due--warn">
      <Sign tone="warn" />
      {delivery.fault}，会再试
    </span>
  )
}

function DeliveryRow({ delivery, onRetry }: { delivery: Delivery; onRetry: (() => void) | null }) {
  const when = delivery.sentAt ?? delivery.nextTryAt
  return (
    <tr>
      <td>{says(delivery.at)}</td>
      <td>{mediumNames[delivery.medium]}</td>
      <td>{delivery.templateName}</td>
      <td>{delivery.recipient}</td>
      <td>{delivery.divisionName ?? '—'}</td>
      <td>
        <State delivery={delivery} />
      </td>
      <td>{delivery.tries}</td>
      <td>{when ? `${delivery.sentAt ? '' : '将于 '}${says(when)}` : '—'}</td>
      <td>
        {delivery.state === 'failed' && onRetry ? (
          <Button size="small" onClick={onRetry}>
            重发
          </Button>
        ) : null}
      </td>
    </tr>
  )
}

const columns = ['时间', '渠道', '通知', '发给', '地区', '状态', '试过', '发出或下次', '操作']

function Table({ data }: { data: Deliveries }) {
  const { data: session } = useSession()
  const retry = useWrite('delivery.retry', { refreshes: ['delivery.find'] })
  const mayRetry = hasRole(session, 'administrator')
  return (
    <>
      <ProblemNotice error={retry.error} />
      <PlainTable label="发送记录">
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
          {data.items.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              onRetry={mayRetry ? () => retry.mutate({ messageId: delivery.id }) : null}
            />
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

/** What was sent to whom by which medium, what was not, and why; what was given up can be tried again by hand. */
export function DeliveriesPage() {
  const [search] = useSearchParams()
  const filter = readFilter(search)
  const { data, error, refetch, isFetching } = useOperation('delivery.find', filter, { keepPrevious: true, live: true })
  return (
    <div>
      <title>发送记录 · 启创工作台</title>
      <div className="page-head">
        <div>
          <h1>发送记录</h1>
          <p className="quiet">短信和邮件发出没有、为什么没有。内容不显示，号码和邮箱隐去一部分；到期自动删除。</p>
        </div>
        <Button onClick={() => void refetch()} loading={isFetching}>
          刷新
        </Button>
      </div>
      <Filters filter={filter} data={data} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length > 0 ? <Table data={data} /> : null}
      {data && data.items.length === 0 ? <Nothing says="没有符合这些条件的发送记录。" /> : null}
      {data ? <Paging filter={filter} next={data.next} address={address} /> : null}
      {!data && !error ? <Waiting what="发送记录" /> : null}
    </div>
  )
}
