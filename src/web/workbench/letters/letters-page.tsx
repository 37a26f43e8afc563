import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import { toCsv } from '../../../shared/spreadsheet-text.ts'
import type { Input as CallInput, Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation } from '../calls.ts'
import { useCasePath } from '../desk.ts'
import { listAddress } from '../list-address.ts'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { Paging } from '../paging.tsx'
import { PlainTable } from '../plain-table.tsx'
import { saveBytes } from '../save-file.ts'

type Filter = CallInput<'letter.find'>
type Letters = Output<'letter.find'>
type Letter = Letters['items'][number]

const address = listAddress<Filter>(['served', 'kind', 'q', 'after'])
const { read: readFilter, addressOf } = address

const day = (date: string) => formatDay(date as CalendarDate)

function Filters({ filter, data }: { filter: Filter; data: Letters | undefined }) {
  const navigate = useNavigate()
  const [number, setNumber] = useState(filter.q ?? '')
  useEffect(() => setNumber(filter.q ?? ''), [filter.q])
  const change = (part: { [Name in keyof Filter]?: Filter[Name] | undefined }) => void navigate(addressOf(filter, part))
  const link = (served: Filter['served'], label: string) => (
    <li>
      <Link to={addressOf(filter, { served })} aria-current={filter.served === served ? 'true' : undefined}>
        {label}
      </Link>
    </li>
  )
  return (
    <div className="filters">
      <ul className="counts" aria-label="按送达查看">
        {link(undefined, '全部文书')}
        {link('no', '还没有送达')}
      </ul>
      <div className="filters__fields">
        <Input
          aria-label="文书编号"
          placeholder="文书编号的一部分，按回车"
          value={number}
          allowClear
          onChange={(event) => setNumber(event.target.value)}
          onPressEnter={() => change({ q: number.trim() })}
          onClear={() => change({ q: '' })}
        />
        <Select
          aria-label="文书种类"
          placeholder="全部种类"
          value={filter.kind ?? null}
          allowClear
          options={(data?.kinds ?? []).map(({ kind, title }) => ({ value: kind, label: title }))}
          onChange={(kind: string | null) => change({ kind: kind ?? '' })}
        />
      </div>
    </div>
  )
}

function Served({ letter }: { letter: Letter }) {
  if (letter.servedOn) return day(letter.servedOn)
  return (
    <span className="due due--warn">
      <Sign tone="warn" />
      还没有送达
    </span>
  )
}

function CaseLink({ letter }: { letter: Letter }) {
  const path = useCasePath()(letter.service, letter.caseId)
  return path ? <Link to={path}>{letter.serviceLabel}</Link> : letter.serviceLabel
}

const columns = ['文书编号', '种类', '办件', '出具机构', '出具日期', '送达日期']

function Table({ items }: { items: readonly Letter[] }) {
  return (
    <PlainTable label="文书台账">
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
        {items.map((letter) => (
          <tr key={letter.id}>
            <td>{letter.number}</td>
            <td>{letter.title}</td>
            <td>
              <CaseLink letter={letter} />
            </td>
            <td>{letter.office}</td>
            <td>{day(letter.issuedOn)}</td>
            <td>
              <Served letter={letter} />
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** The rows as shown, as a file for a spreadsheet. */
const saveLetters = (items: readonly Letter[]): void => {
  const rows = items.map((one) => [
    one.number,
    one.title,
    one.serviceLabel,
    one.office,
    one.issuedOn,
    one.servedOn ?? '',
  ])
  saveBytes(toCsv([columns, ...rows]), '文书台账.csv', 'text/csv;charset=utf-8')
}

/** The register of numbered papers (文书台账): what was issued in reach, the newest first, and what was not served yet. */
export function LettersPage() {
  const [search] = useSearchParams()
  const filter = readFilter(search)
  const { data, error, refetch, isFetching } = useOperation('letter.find', filter, { keepPrevious: true, live: true })
  return (
    <div>
      <title>文书台账 · 启创工作台</title>
      <div className="page-head">
        <div>
          <h1>文书台账</h1>
          <p className="quiet">辖区内出具的文书。申请人在网上打开的自动记为送达；当面、邮寄送达的，在办件里登记。</p>
        </div>
        <div className="page-head__acts">
          <Button onClick={() => void refetch()} loading={isFetching}>
            刷新
          </Button>
          <Button disabled={!data || data.items.length === 0} onClick={() => data && saveLetters(data.items)}>
            导出本页（CSV）
          </Button>
        </div>
      </div>
      <Filters filter={filter} data={data} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length > 0 ? <Table items={data.items} /> : null}
      {data && data.items.length === 0 ? <Nothing says="没有符合这些条件的文书。" /> : null}
      {data ? <Paging filter={filter} next={data.next} address={address} /> : null}
      {!data && !error ? <Waiting what="文书" /> : null}
    </div>
  )
}
