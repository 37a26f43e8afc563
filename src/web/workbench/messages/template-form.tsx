import { Button, type GetRef, Input } from 'antd'
import { useRef, useState } from 'react'
import {
  findTextFaults,
  partNames,
  type TemplateTexts,
  type TemplateVariables,
  type TextPart,
} from '../../../kernel/notifications/template-text.ts'
import { useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { useKept } from '../kept-text.ts'
import { ProblemNotice } from '../notices.tsx'
import { TemplatePreview, type TemplateView } from './template-preview.tsx'

type TextAreaRef = GetRef<typeof Input.TextArea>

const variablesOf = (view: TemplateView): TemplateVariables =>
  Object.fromEntries(
    view.variables.map(({ name, personal, required, ...variable }) => [
      name,
      { ...variable, ...(personal && { personal: true as const }), ...(required && { required: true as const }) },
    ]),
  )

const isSame = (view: TemplateView, one: TemplateTexts, other: TemplateTexts) =>
  view.parts.every((part) => (one[part] ?? '') === (other[part] ?? ''))

interface PartFieldProps {
  part: TextPart
  value: string
  errors: readonly string[]
  onChange(text: string): void
  onFocus(area: TextAreaRef | null): void
}

function PartField({ part, value, errors, onChange, onFocus }: PartFieldProps) {
  const area = useRef<TextAreaRef>(null)
  const id = `part-${part}`
  const long = part === 'emailBody'
  return (
    <Labelled id={id} label={partNames[part]} error={errors.join('；') || undefined}>
      <Input.TextArea
        id={id}
        ref={area}
        value={value}
        status={errors.length > 0 ? 'error' : ''}
        aria-invalid={errors.length > 0}
        aria-describedby={errors.length > 0 ? `${id}-error` : undefined}
        autoSize={{ minRows: long ? 6 : 1, maxRows: 18 }}
        onFocus={() => onFocus(area.current)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  )
}

/** The variables there are; pressing one puts it where the cursor was. */
function Variables({ view, onInsert }: { view: TemplateView; onInsert(text: string): void }) {
  return (
    <section aria-labelledby="variables">
      <h2 id="variables">可以用的变量</h2>
      <ul className="variables">
        {view.variables.map(({ zh, sample, personal, required }) => (
          <li key={zh}>
            <Button size="small" onClick={() => onInsert(`{${zh}}`)}>
              插入 {`{${zh}}`}
            </Button>{' '}
            <span className="quiet">
              例如 {sample}
              {personal ? '；个人信息，只能写在短信和邮件正文里' : ''}
              {required ? '；必须写' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The texts as they are being typed, kept on this desktop until they are sent. */
function useTexts(view: TemplateView) {
  const [texts, keep, drop] = useKept<TemplateTexts>(`template.${view.code}`, () => view.texts)
  const [focused, setFocused] = useState<{ part: TextPart; area: TextAreaRef | null }>()
  const change = (part: TextPart, text: string) => keep({ ...texts, [part]: text })
  const insert = (variable: string) => {
    const part = focused?.part ?? view.parts.find((one) => one !== 'noticeTitle' && one !== 'emailSubject') ?? 'sms'
    const text = texts[part] ?? ''
    const at = focused?.area?.resizableTextArea?.textArea.selectionStart ?? text.length
    change(part, text.slice(0, at) + variable + text.slice(at))
    focused?.area?.focus()
  }
  return { texts, change, drop, insert, setFocused, reset: keep }
}

/** Edits the wording of one template; sent, it waits for a second person. */
export function TemplateForm({ view, onSent }: { view: TemplateView; onSent(): void }) {
  const { texts, change, drop, insert, setFocused, reset } = useTexts(view)
  const [remark, setRemark] = useState('')
  const edit = useWrite('noticeTemplate.edit', {
    refreshes: ['noticeTemplate.get', 'noticeTemplate.find'],
    onDone: () => {
      drop()
      setRemark('')
      onSent()
    },
  })
  const faults = findTextFaults(texts, variablesOf(view), view.parts)
  const unchanged = isSame(view, texts, view.texts)
  const own = isSame(view, texts, view.ownTexts)
  const chosen = Object.fromEntries(view.parts.map((part) => [part, texts[part] ?? '']))
  const why = unchanged ? '文字还没有改动。' : faults.length > 0 ? '请先改好标出的几处。' : null
  return (
    <div className="filling__columns">
      <div>
        {view.parts.map((part) => (
          <PartField
            key={part}
            part={part}
            value={texts[part] ?? ''}
            errors={faults.filter((fault) => fault.part === part).map(({ message }) => message)}
            onChange={(text) => change(part, text)}
            onFocus={(area) => setFocused({ part, area })}
          />
        ))}
        <Labelled id="remark" label="修改说明（可不填）" hint="给核对的人看：为什么这样改">
          <Input id="remark" value={remark} maxLength={200} onChange={(event) => setRemark(event.target.value)} />
        </Labelled>
        <ProblemNotice error={edit.error} />
        <div className="page-head__acts">
          <Button
            type="primary"
            disabled={why !== null}
            loading={edit.isPending}
            onClick={() =>
              edit.mutate({ code: view.code, version: view.version, remark, ...(own ? {} : { texts: chosen }) })
            }
          >
            {own && !unchanged ? '提交恢复系统自带的文字' : '提交修改，等另一个人发布'}
          </Button>
          <Button disabled={own} onClick={() => reset(view.ownTexts)}>
            换成系统自带的文字
          </Button>
          <Button disabled={unchanged} onClick={() => reset(view.texts)}>
            放弃改动
          </Button>
        </div>
        {why ? <p className="quiet">{why}</p> : null}
      </div>
      <div>
        <TemplatePreview view={view} texts={texts} />
        <Variables view={view} onInsert={insert} />
      </div>
    </div>
  )
}
