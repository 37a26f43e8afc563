import { Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useId } from 'react'
import { officeKinds } from '../../../kernel/offices/kinds.ts'
import type { CallRefused } from '../../api/http-client.ts'
import type { Input as InputOf, Output } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { Labelled, LabelledGroup } from '../form/labelled.tsx'
import { useKept } from '../kept-text.ts'
import { ProblemNotice } from '../notices.tsx'
import { DivisionPicker } from '../people/division-picker.tsx'
import { divisionsOf, useSession } from '../session.tsx'
import { faultOf } from './fault-of.ts'
import { readWeek, type WeekText, weekdayNames, writeWeek } from './hours-text.ts'

type Managed = Output<'institution.find'>
export type ManagedOffice = Managed['offices'][number]
type Draft = InputOf<'office.create'>

/** An office as it is typed. */
interface Typed {
  name: string
  kind: Draft['kind']
  division: string
  address: string
  phone: string
  services: string[]
  capacity: string
  latitude: string
  longitude: string
  endedOn: string
  week: WeekText
  closures: { firstDay: string; lastDay: string; reason: string }[]
}

interface FormProps {
  institution: Managed['institutions'][number]
  services: Managed['services']
  /** None: a new one. */
  office?: ManagedOffice
  onDone(says: string): void
  onCancel(): void
}

const usualWeek = ['9:00-12:00 13:30-17:00']
const newWeek = weekdayNames.map((_, index) => (index < 5 ? (usualWeek[0] ?? '') : ''))

const typedFrom = (office: ManagedOffice | undefined, division: string): Typed => ({
  name: office?.name ?? '',
  kind: office?.kind ?? 'window',
  division: office?.division ?? division,
  address: office?.address ?? '',
  phone: office?.phone ?? '',
  services: office?.services ?? [],
  capacity: String(office?.capacity ?? ''),
  latitude: String(office?.latitude ?? ''),
  longitude: String(office?.longitude ?? ''),
  endedOn: office?.endedOn ?? '',
  week: office ? writeWeek(office.openings) : newWeek,
  closures: office?.closures ?? [],
})

const numberOf = (text: string) => (text.trim() === '' ? null : Number(text))

const draftFrom = (typed: Typed, institution: string): Draft => {
  const { week, capacity, latitude, longitude, endedOn, ...rest } = typed
  return {
    ...rest,
    institution,
    capacity: numberOf(capacity),
    latitude: numberOf(latitude),
    longitude: numberOf(longitude),
    endedOn: endedOn === '' ? null : endedOn,
    openings: readWeek(week).openings,
  }
}

interface PartProps {
  typed: Typed
  change(part: Partial<Typed>): void
  error: CallRefused | null
}

function TextPart({
  typed,
  change,
  error,
  name,
  label,
  hint,
}: PartProps & { name: keyof Typed; label: string; hint?: string }) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={faultOf(error, name)}>
      <Input id={id} value={String(typed[name])} onChange={(event) => change({ [name]: event.target.value })} />
    </Labelled>
  )
}

function WeekPart({ typed, change, error }: PartProps) {
  const id = useId()
  const { faults } = readWeek(typed.week)
  const copyDown = () => change({ week: typed.week.map((line, index) => (index < 5 ? (typed.week[0] ?? '') : line)) })
  return (
    <LabelledGroup
      id={id}
      label="接待时间"
      hint="写成 9:00-12:00 13:30-17:00，空着就是不开门。法定节假日自动不开门，调休上班的周末按周一的时间。"
      error={faultOf(error, 'openings') ?? faults[0]}
    >
      {weekdayNames.map((weekday, index) => (
        <div className="week-line" key={weekday}>
          <span aria-hidden="true">{weekday}</span>
          <Input
            aria-label={`${weekday}的接待时间`}
            value={typed.week[index] ?? ''}
            onChange={({ target }) =>
              change({ week: typed.week.map((line, at) => (at === index ? target.value : line)) })
            }
          />
        </div>
      ))}
      <Button size="small" onClick={copyDown}>
        周二到周五和周一一样
      </Button>
    </LabelledGroup>
  )
}

function ClosurePart({ typed, change, error }: PartProps) {
  const id = useId()
  const edit = (at: number, part: Partial<Typed['closures'][number]>) =>
    change({ closures: typed.closures.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <LabelledGroup id={id} label="不开门的日子" hint="检修、搬迁等，节假日不用写" error={faultOf(error, 'closures')}>
      {typed.closures.map((closure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have nothing of their own to be known by
        <div className="closure-line" key={index}>
          <Input
            aria-label="从"
            type="date"
            value={closure.firstDay}
            onChange={(event) => edit(index, { firstDay: event.target.value })}
          />
          <Input
            aria-label="到"
            type="date"
            value={closure.lastDay}
            onChange={(event) => edit(index, { lastDay: event.target.value })}
          />
          <Input
            aria-label="原因"
            placeholder="原因"
            value={closure.reason}
            onChange={(event) => edit(index, { reason: event.target.value })}
          />
          <Button onClick={() => change({ closures: typed.closures.filter((_, at) => at !== index) })}>去掉</Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() => change({ closures: [...typed.closures, { firstDay: '', lastDay: '', reason: '' }] })}
      >
        加一段
      </Button>
    </LabelledGroup>
  )
}

function ServicesPart({ typed, change, error, services }: PartProps & Pick<FormProps, 'services'>) {
  const id = useId()
  const toggle = (service: string, on: boolean) =>
    change({ services: on ? [...typed.services, service] : typed.services.filter((one) => one !== service) })
  return (
    <LabelledGroup
      id={id}
      label="办理事项"
      hint="一项都不选，就是这类窗口的事项都办"
      error={faultOf(error, 'services')}
    >
      {services.map(({ service, zh }) => (
        <Checkbox
          key={service}
          checked={typed.services.includes(service)}
          onChange={(event) => toggle(service, event.target.checked)}
        >
          {zh}
        </Checkbox>
      ))}
    </LabelledGroup>
  )
}

function PlaceParts(props: PartProps & { isNew: boolean }) {
  const { typed, change, error, isNew } = props
  const id = useId()
  const { data: session } = useSession()
  return (
    <>
      <Labelled id={`${id}kind`} label="类别" error={faultOf(error, 'kind')}>
        <Select
          id={`${id}kind`}
          value={typed.kind}
          options={Object.entries(officeKinds).map(([value, label]) => ({ value: value as Draft['kind'], label }))}
          onChange={(kind) => change({ kind })}
        />
      </Labelled>
      <Labelled id={`${id}division`} label="服务的地区" error={faultOf(error, 'division')}>
        <DivisionPicker
          id={`${id}division`}
          roots={divisionsOf(session)}
          value={typed.division}
          onChange={(division) => change({ division })}
        />
      </Labelled>
      <TextPart {...props} name="address" label="地址" />
      <TextPart {...props} name="phone" label="电话" />
      <TextPart {...props} name="capacity" label="同时可接待（人）" hint="不知道就空着" />
      <TextPart {...props} name="latitude" label="纬度" hint="地图上的位置，例如 30.6920；可以空着" />
      <TextPart {...props} name="longitude" label="经度" hint="例如 111.2900" />
      {isNew ? null : (
        <Labelled
          id={`${id}ended`}
          label="停办日"
          hint="从这一天起不再接件；手里有件的要先转走"
          error={faultOf(error, 'endedOn')}
        >
          <Input
            id={`${id}ended`}
            type="date"
            value={typed.endedOn}
            onChange={(event) => change({ endedOn: event.target.value })}
          />
        </Labelled>
      )}
    </>
  )
}

const refreshes = ['institution.find', 'office.find'] as const

/** Adds or changes a window or bureau; what is typed stays on this desktop until it is saved or dropped. */
export function OfficeForm({ institution, services, office, onDone, onCancel }: FormProps) {
  const key = `office.${office ? `${office.id}.${office.version}` : `new.${institution.id}`}`
  const [typed, keep, drop] = useKept<Typed>(key, () => typedFrom(office, institution.division))
  const done = () => {
    drop()
    onDone(`已保存：${typed.name}`)
  }
  const create = useWrite('office.create', { refreshes, onDone: done })
  const save = useWrite('office.save', { refreshes, onDone: done })
  const error = office ? save.error : create.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const draft = draftFrom(typed, institution.id)
    if (office) save.mutate({ id: office.id, version: office.version, ...draft })
    else create.mutate(draft)
  }
  const part = { typed, change: (changed: Partial<Typed>) => keep({ ...typed, ...changed }), error }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <TextPart {...part} name="name" label="名称" />
      <PlaceParts {...part} isNew={!office} />
      <ServicesPart {...part} services={services} />
      <WeekPart {...part} />
      <ClosurePart {...part} />
      <ProblemNotice error={error} />
      <div className="page-head__acts">
        <Button
          type="primary"
          htmlType="submit"
          loading={create.isPending || save.isPending}
          disabled={readWeek(typed.week).faults.length > 0}
        >
          {office ? '保存修改' : '新增'}
        </Button>
        <Button
          onClick={() => {
            drop()
            onCancel()
          }}
        >
          放弃修改
        </Button>
      </div>
    </form>
  )
}
