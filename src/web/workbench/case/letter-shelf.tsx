import { Button, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type CalendarDate, dateIn, formatDay } from '../../../shared/dates.ts'
import { locateCall } from '../../api/http-client.ts'
import type { Input as CallInput, Output } from '../../api/portal-api.ts'
import { faultOf } from '../administration/fault-of.ts'
import { useOperation, useWrite } from '../calls.ts'
import { describedBy, Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'

type Letter = Output<'letter.find'>['items'][number]
type Way = CallInput<'letter.recordServing'>['way']

const ways: { value: Way; label: string }[] = [
  { value: 'window', label: '窗口当面送达' },
  { value: 'mail', label: '邮寄送达' },
  { value: 'message', label: '短信或电子邮件送达' },
]

const receiptHints: Record<Way, string> = {
  window: '谁签收的，如“本人签收”或“配偶代收”',
  mail: '邮件单号和签收人',
  message: '可以不填',
}

/** How a letter was served, typed from the signed slip (送达回证). */
function ServingForm({ letter, onDone }: { letter: Letter; onDone(): void }) {
  const id = useId()
  const [way, setWay] = useState<Way>('window')
  const [servedOn, setServedOn] = useState<string>(dateIn(new Date()))
  const [receipt, setReceipt] = useState('')
  const record = useWrite('letter.recordServing', { refreshes: ['letter.find'], onDone })
  const fault = (field: string) => faultOf(record.error, field)
  const send = (event: FormEvent) => {
    event.preventDefault()
    record.mutate({ id: letter.id, way, servedOn, ...(receipt.trim() ? { receipt: receipt.trim() } : {}) })
  }
  return (
    <form className="holder__form" onSubmit={send} aria-label={`登记送达：${letter.title}`}>
      <Labelled id={`${id}way`} label="送达方式">
        <Select id={`${id}way`} value={way} options={ways} onChange={setWay} />
      </Labelled>
      <Labelled id={`${id}day`} label="送达日期" error={fault('servedOn')}>
        <Input
          id={`${id}day`}
          type="date"
          value={servedOn}
          aria-describedby={describedBy(`${id}day`, { error: fault('servedOn') })}
          onChange={(event) => setServedOn(event.target.value)}
        />
      </Labelled>
      <Labelled id={`${id}receipt`} label="送达回证" hint={receiptHints[way]} error={fault('receipt')}>
        <Input
          id={`${id}receipt`}
          value={receipt}
          maxLength={100}
          aria-describedby={describedBy(`${id}receipt`, { hint: true, error: fault('receipt') })}
          onChange={(event) => setReceipt(event.target.value)}
        />
      </Labelled>
      {record.error && !record.error.problem.errors ? <ProblemNotice error={record.error} /> : null}
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={record.isPending}>
          登记送达
        </Button>
        <Button onClick={onDone}>先不登记</Button>
      </div>
    </form>
  )
}

function LetterRow({ letter }: { letter: Letter }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <strong>{letter.title}</strong>{' '}
      <a href={locateCall('letter.getPdf', { id: letter.id }).url} download>
        打印 PDF<span className="visually-hidden">：{letter.title}</span>
      </a>
      <p className="quiet">
        {letter.number} · {formatDay(letter.issuedOn as CalendarDate)}
      </p>
      <p className={letter.servedOn ? 'quiet' : 'due due--warn'}>
        {letter.servedOn ? `${formatDay(letter.servedOn as CalendarDate)} 送达` : '还没有送达'}
      </p>
      {open ? (
        <ServingForm letter={letter} onDone={() => setOpen(false)} />
      ) : (
        <Button size="small" onClick={() => setOpen(true)}>
          登记送达<span className="visually-hidden">：{letter.title}</span>
        </Button>
      )}
    </li>
  )
}

/** The numbered papers (文书) of a case: printed, handed over, and their service recorded. */
export function LetterShelf({ caseId }: { caseId: string }) {
  const { data, error, refetch } = useOperation('letter.find', { case: caseId }, { live: true })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data || data.items.length === 0) return null
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">文书</h2>
      <ul className="letter-shelf">
        {data.items.map((letter) => (
          <LetterRow key={letter.id} letter={letter} />
        ))}
      </ul>
    </section>
  )
}
