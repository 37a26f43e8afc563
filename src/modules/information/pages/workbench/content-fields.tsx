import { Input, Select } from 'antd'
import { describedBy, Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { boundsOf } from '../../../../web/workbench/form/text-bounds.ts'
import { PolicyContent } from '../../schema/desk.ts'
import { policyDoors, policyLevels, policyTopics } from '../../schema.ts'
import { labelOf } from '../../terms.ts'
import type { PolicyDrafting } from './use-policy-draft.ts'
import type { Content, WorkView } from './work-view.ts'

interface Props {
  draft: PolicyDrafting
}

type TextField = 'title' | 'issuer' | 'number' | 'sourceAddress' | 'sourceSays' | 'changeNote'
type DayField = 'issuedOn' | 'effectiveOn' | 'expiresOn'

function TextLine({ draft, name, label, hint }: Props & { name: TextField; label: string; hint?: string }) {
  const error = draft.errorOf(name)
  const id = `field-${name}`
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <Input
        id={id}
        value={draft.content[name]}
        maxLength={boundsOf(PolicyContent.properties[name]).maxLength}
        status={error ? 'error' : ''}
        aria-describedby={describedBy(id, { hint, error })}
        onChange={(event) => draft.change({ [name]: event.target.value })}
      />
    </Labelled>
  )
}

function DayLine({ draft, name, label, hint }: Props & { name: DayField; label: string; hint?: string }) {
  const error = draft.errorOf(name)
  const id = `field-${name}`
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <Input
        id={id}
        type="date"
        value={draft.content[name] ?? ''}
        status={error ? 'error' : ''}
        aria-describedby={describedBy(id, { hint, error })}
        onChange={(event) => draft.change({ [name]: event.target.value || null })}
      />
    </Labelled>
  )
}

interface ChoiceProps extends Props {
  name: 'level' | 'division' | 'topic' | 'service'
  label: string
  options: readonly { value: string; label: string }[]
}

function ChoiceLine({ draft, name, label, options }: ChoiceProps) {
  const error = draft.errorOf(name)
  const id = `field-${name}`
  return (
    <Labelled id={id} label={label} error={error}>
      <Select
        id={id}
        value={draft.content[name]}
        allowClear
        placeholder="请选择"
        showSearch={{ optionFilterProp: 'label' }}
        options={[...options]}
        onChange={(value: string | undefined) => draft.change({ [name]: value ?? null } as Partial<Content>)}
      />
    </Labelled>
  )
}

const labelled = (group: 'policyLevel' | 'policyTopic', values: readonly string[]) =>
  values.map((value) => ({ value, label: labelOf(group, value) }))

/** What puts a policy in order: its name, where it comes from, where and when it holds. */
export function FactFields({ draft, divisions }: Props & Pick<WorkView, 'divisions'>) {
  return (
    <div className="form-section__fields">
      <TextLine draft={draft} name="title" label="标题" />
      <TextLine draft={draft} name="number" label="文号" hint="例如 财金〔2023〕75号，没有的留空" />
      <TextLine draft={draft} name="issuer" label="发文机关" />
      <ChoiceLine draft={draft} name="level" label="层级" options={labelled('policyLevel', policyLevels)} />
      <ChoiceLine draft={draft} name="division" label="适用地区" options={divisions} />
      <ChoiceLine draft={draft} name="topic" label="主题" options={labelled('policyTopic', policyTopics)} />
      <DayLine draft={draft} name="issuedOn" label="发布日期" hint="原文落款的日期" />
      <DayLine draft={draft} name="effectiveOn" label="施行日期" />
      <DayLine draft={draft} name="expiresOn" label="有效期至" hint="最后有效的一天；没有写明的留空" />
      <TextLine draft={draft} name="sourceAddress" label="来源网址" hint="原文所在的网页" />
      <TextLine draft={draft} name="sourceSays" label="来源说明" hint="读者看得到" />
      <ChoiceLine
        draft={draft}
        name="service"
        label="可以申请的服务"
        options={policyDoors.map(({ service, zh }) => ({ value: service, label: zh }))}
      />
    </div>
  )
}

const cardFields = [
  { name: 'who', label: '谁能享受' },
  { name: 'howMuch', label: '给多少' },
  { name: 'howLong', label: '多久办好' },
  { name: 'where', label: '去哪办' },
] as const

/** The card in plain words (政策卡片). */
export function CardFields({ draft }: Props) {
  const { card } = draft.content
  const set = (changed: Partial<Content['card']>) => draft.change({ card: { ...card, ...changed } })
  return (
    <div className="form-section__fields">
      {cardFields.map(({ name, label }) => (
        <Labelled key={name} id={`card-${name}`} label={label}>
          <Input.TextArea
            id={`card-${name}`}
            value={card[name]}
            maxLength={600}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </Labelled>
      ))}
      <Labelled id="card-bring" label="带什么" hint="一行一样；不用带的写“不用带材料”">
        <Input.TextArea
          id="card-bring"
          value={card.bring.join('\n')}
          autoSize={{ minRows: 2, maxRows: 10 }}
          aria-describedby="card-bring-hint"
          onChange={(event) => set({ bring: event.target.value.split('\n') })}
        />
      </Labelled>
    </div>
  )
}

/** What a revision changes, in a sentence for readers. */
export const ChangeNoteField = ({ draft }: Props) => (
  <TextLine draft={draft} name="changeNote" label="修改说明" hint="改了什么，一句话，读者在版本历史里看得到" />
)
