import { Button, Checkbox, Select } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import { addDays, type CalendarDate, dateIn, weekdayOf } from '../../../shared/dates.ts'
import { callApi } from '../../api/http-client.ts'
import type { Input, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { weekdayNames } from './hours-text.ts'

type Week = Output<'duty.getWeek'>
type Seat = Input<'duty.saveWeek'>['seats'][number]

const halves = [
  ['morning', '上午'],
  ['afternoon', '下午'],
] as const

const keyOf = ({ account, day, half }: Seat) => `${account} ${day} ${half}`

const mondayOf = (day: CalendarDate) => addDays(day, -((weekdayOf(day) + 6) % 7))

const seatsOf = (week: Week, shiftDays = 0): Seat[] =>
  week.people.flatMap((person) =>
    person.seats.map(({ day, half }) => ({
      account: person.id,
      day: addDays(day as CalendarDate, shiftDays),
      half,
    })),
  )

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Arrow keys go from seat to seat; the space bar ticks. */
function moveAmongSeats(event: KeyboardEvent<HTMLElement>) {
  const move = moves[event.key]
  if (!move) return
  const rows = [...event.currentTarget.querySelectorAll('tbody tr')].map((row) => [
    ...row.querySelectorAll<HTMLInputElement>('input[type=checkbox]'),
  ])
  const at = rows.findIndex((row) => row.includes(document.activeElement as HTMLInputElement))
  const column = rows[at]?.indexOf(document.activeElement as HTMLInputElement) ?? -1
  const next = rows[at + move[0]]?.[column + move[1]]
  if (!next) return
  event.preventDefault()
  next.focus()
}

interface GridProps {
  week: Week
  seats: ReadonlySet<string>
  onToggle(seat: Seat, on: boolean): void
}

function Grid({ week, seats, onToggle }: GridProps) {
  return (
    <div className="rota">
      <table className="plain-table" onKeyDown={moveAmongSeats}>
        <thead>
          <tr>
            <th scope="col">人员</th>
            {week.days.map(({ day, workday }, index) => (
              <th key={day} scope="col" colSpan={2} className={workday ? undefined : 'rota__off'}>
                {weekdayNames[index]} {day.slice(5)}
                {workday ? '' : '（休）'}
              </th>
            ))}
          </tr>
          <tr>
            <td />
            {week.days.flatMap(({ day }) =>
              halves.map(([half, zh]) => (
                <th key={day + half} scope="col">
                  {zh}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {week.people.map((person) => (
            <tr key={person.id}>
              <th scope="row">
                {person.name} <span className="quiet">{person.desk}</span>
              </th>
              {week.days.flatMap(({ day }, index) =>
                halves.map(([half, zh]) => {
                  const seat = { account: person.id, day, half }
                  const isAway = person.away.includes(day)
                  return (
                    <td key={day + half} className={isAway ? 'rota__off' : undefined}>
                      <Checkbox
                        aria-label={`${person.name} ${weekdayNames[index]}${zh}${isAway ? '（请假）' : ''}`}
                        checked={seats.has(keyOf(seat))}
                        onChange={(event) => onToggle(seat, event.target.checked)}
                      />
                      {isAway ? <span className="rota__away">假</span> : null}
                    </td>
                  )
                }),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface EditorProps {
  office: string
  monday: CalendarDate
  week: Week
}

/** One week as it is being arranged; nothing counts until it is saved. */
function Editor({ office, monday, week }: EditorProps) {
  const [seats, setSeats] = useState(seatsOf(week))
  const [done, setDone] = useState('')
  const refreshes = ['duty.getWeek'] as const
  const saveWeek = useWrite('duty.saveWeek', { refreshes, onDone: () => setDone('已保存这一周。') })
  const savePattern = useWrite('duty.savePattern', {
    refreshes,
    onDone: () => setDone('已设为每周固定，从今天起按这个排；单独排过的周不变。'),
  })
  const input = { office, monday, seats }
  const copyLast = async () => {
    const last = await callApi('duty.getWeek', { office, monday: addDays(monday, -7) })
    const there = new Set(week.people.map((person) => person.id))
    setSeats(seatsOf(last, 7).filter((seat) => there.has(seat.account)))
    setDone('已照上周填好，还没有保存。')
  }
  if (week.people.length === 0) return <Nothing says="这里还没有人员。先在“人员与权限”里把人安排到这个窗口或科室。" />
  return (
    <>
      <p role="status">{done}</p>
      <Grid
        week={week}
        seats={new Set(seats.map(keyOf))}
        onToggle={(seat, on) => setSeats(on ? [...seats, seat] : seats.filter((one) => keyOf(one) !== keyOf(seat)))}
      />
      <p className="quiet">方向键移动，空格勾选。没有排过班的窗口，属于它的人都算在岗。</p>
      <ProblemNotice error={saveWeek.error ?? savePattern.error} />
      <div className="page-head__acts">
        <Button type="primary" loading={saveWeek.isPending} onClick={() => saveWeek.mutate(input)}>
          保存这一周
        </Button>
        <Button onClick={() => void copyLast()}>照上周填</Button>
        <Button loading={savePattern.isPending} onClick={() => savePattern.mutate(input)}>
          设为每周固定
        </Button>
        <Button onClick={() => window.print()}>打印</Button>
      </div>
    </>
  )
}

/** The duty rota of one office, week by week; office and week stay in the address. */
export function RotaPage() {
  const [search, setSearch] = useSearchParams()
  const { data: managed, error } = useOperation('institution.find', {})
  const office = search.get('office') ?? managed?.offices[0]?.id ?? ''
  const monday = (search.get('monday') as CalendarDate | null) ?? mondayOf(dateIn(new Date()))
  const week = useOperation('duty.getWeek', { office, monday }, { enabled: office !== '' })
  const go = (part: Record<string, string>) => setSearch({ office, monday, ...part })
  if (!managed) return <PageWithout what="值班表" error={error} />
  return (
    <div className="administration">
      <title>值班表 · 启创工作台</title>
      <h1>值班表</h1>
      <div className="filters__fields">
        <Select
          aria-label="窗口或科室"
          value={office || null}
          placeholder="请选择窗口或科室"
          showSearch={{ optionFilterProp: 'label' }}
          options={managed.offices.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(value) => go({ office: value })}
        />
        <Button onClick={() => go({ monday: addDays(monday, -7) })}>上一周</Button>
        <strong>
          {monday} 至 {addDays(monday, 6)}
        </strong>
        <Button onClick={() => go({ monday: addDays(monday, 7) })}>下一周</Button>
      </div>
      <ProblemNotice error={week.error} />
      {week.data ? (
        <Editor key={`${office} ${monday} ${week.dataUpdatedAt}`} office={office} monday={monday} week={week.data} />
      ) : null}
      {office === '' ? <Nothing says="还没有窗口和科室，先到“机构与窗口”里新增。" /> : null}
    </div>
  )
}
