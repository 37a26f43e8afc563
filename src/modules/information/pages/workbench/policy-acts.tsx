import { Button, Input } from 'antd'
import { useId } from 'react'
import type { Act, ActFieldsProps, ActForm } from '../../../../web/workbench/case/act.ts'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { boundsOf, isShort } from '../../../../web/workbench/form/text-bounds.ts'
import { ReasonGiven } from '../../schema/desk.ts'
import type { WorkView } from './work-view.ts'

const reasonLimits = boundsOf(ReasonGiven.properties.reason)

function ReasonFields({ value, onChange, errors }: ActFieldsProps<WorkView, string>) {
  const id = useId()
  return (
    <Labelled id={id} label="原因" error={errors.find(({ field }) => field === 'reason')?.message}>
      <Input.TextArea
        id={id}
        value={value}
        maxLength={reasonLimits.maxLength}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  )
}

const reasonForm: ActForm<WorkView, string> = {
  initial: () => '',
  findMissing: (value) =>
    isShort(value, reasonLimits) ? [`原因至少要 ${reasonLimits.minLength} 个字，读者会看到撤下的原因。`] : [],
  toInput: (value) => ({ reason: value.trim() }),
  Fields: ReasonFields,
}

function ScheduleFields({ value, onChange, errors }: ActFieldsProps<WorkView, string>) {
  const id = useId()
  return (
    <Labelled
      id={id}
      label="哪一天发布"
      hint="到那天零点后自动发布"
      error={errors.find(({ field }) => field === 'publishOn')?.message}
    >
      <Input id={id} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </Labelled>
  )
}

const scheduleForm: ActForm<WorkView, string> = {
  initial: () => '',
  findMissing: (value) => (value === '' ? ['还没有选发布的日期。'] : []),
  toInput: (value) => ({ publishOn: value }),
  Fields: ScheduleFields,
}

interface Remark {
  place: string
  says: string
}

const blank: Remark = { place: '', says: '' }

/** Places that a remark can be about, as the page names them. */
const placesOf = ({ content }: WorkView) => [
  '标题',
  '文件信息',
  '政策卡片',
  ...content.body.map((_, index) => `正文第 ${index + 1} 段`),
]

function RemarksFields({ view, value, onChange, errors }: ActFieldsProps<WorkView, Remark[]>) {
  const id = useId()
  const set = (index: number, changed: Partial<Remark>) =>
    onChange(value.map((one, place) => (place === index ? { ...one, ...changed } : one)))
  return (
    <>
      <datalist id={`${id}places`}>
        {placesOf(view).map((place) => (
          <option key={place} value={place} />
        ))}
      </datalist>
      {value.map((remark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: remarks are known by their place in the list
        <div className="remark" key={index}>
          <Labelled id={`${id}place${index}`} label={`第 ${index + 1} 条：哪一处`}>
            <input
              className="ant-input remark__place"
              id={`${id}place${index}`}
              list={`${id}places`}
              value={remark.place}
              maxLength={100}
              onChange={(event) => set(index, { place: event.target.value })}
            />
          </Labelled>
          <Labelled
            id={`${id}says${index}`}
            label="要怎么改"
            error={errors.find(({ field }) => field.startsWith(`remarks.${index}`))?.message}
          >
            <Input.TextArea
              id={`${id}says${index}`}
              value={remark.says}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => set(index, { says: event.target.value })}
            />
          </Labelled>
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...value, blank])}>
        再加一条
      </Button>
    </>
  )
}

const isWritten = ({ place, says }: Remark) => place.trim() !== '' && says.trim().length >= 2

const remarksForm: ActForm<WorkView, Remark[]> = {
  initial: () => [blank],
  findMissing: (value) => (value.some(isWritten) ? [] : ['至少写一条：哪一处，要怎么改。']),
  toInput: (value) => ({
    remarks: value.filter(isWritten).map(({ place, says }) => ({ place: place.trim(), says: says.trim() })),
  }),
  Fields: RemarksFields,
}

const addressed = ({ slug, edition }: WorkView) => ({ slug, edition })

/** What editors can do with a version, the usual way on first; the flow says which of it when. */
export const policyActs: readonly Act<WorkView>[] = [
  { action: 'organise', operation: 'policyWork.organise', primary: true, addressed },
  { action: 'submit', operation: 'policyWork.submit', primary: true, addressed },
  { action: 'publish', operation: 'policyWork.publish', primary: true, addressed },
  { action: 'schedule', operation: 'policyWork.schedule', form: scheduleForm, addressed },
  { action: 'return', operation: 'policyWork.return', form: remarksForm, addressed },
  { action: 'takeDown', operation: 'policyWork.withdraw', form: reasonForm, addressed },
  { action: 'discard', operation: 'policyWork.discard', form: reasonForm, addressed },
]
