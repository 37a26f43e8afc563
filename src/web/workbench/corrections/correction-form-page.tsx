import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { type CorrectionItem, itemOf, schemasOf, typeItems, wrongName } from '../../case/correction-fields.ts'
import { useOperation, useWrite } from '../calls.ts'
import { PaperUpload } from '../case/paper-upload.tsx'
import { Labelled } from '../form/labelled.tsx'
import { SchemaField } from '../form/schema-field.tsx'
import { readTyped, type Typed } from '../form/typed-form.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import type { CorrectionView } from './correction-view.ts'

const shownBy = ['correction.get', 'case.findInbox', 'person.get', 'enterprise.get'] as const

function readItems(items: readonly CorrectionItem[], typed: Typed) {
  const faults: Record<string, string> = {}
  const read = items.map((item) => {
    const { values, faults: found } = readTyped(schemasOf(item), typed)
    Object.assign(faults, found)
    return itemOf(item, values, typed[wrongName(item)]?.trim())
  })
  return { items: read, faults }
}

interface ItemProps {
  item: CorrectionItem
  typed: Typed
  errors: Readonly<Record<string, string>>
  onTyped(changed: Typed): void
}

function ItemFields({ item, typed, errors, onTyped }: ItemProps) {
  const wrong = wrongName(item)
  return (
    <section className="form-section" aria-labelledby={`item-${item.target}`}>
      <h2 id={`item-${item.target}`}>{item.zh}</h2>
      <p className="quiet">现在登记的：{item.now ?? '没有登记'}</p>
      <div className="form-section__fields">
        {Object.entries(schemasOf(item)).map(([name, schema]) => (
          <SchemaField
            key={name}
            name={name}
            schema={schema}
            typed={typed}
            onTyped={onTyped}
            error={errors[name]}
            errors={errors}
            label={schema.title ?? name}
          />
        ))}
        <Labelled id={`field-${wrong}`} label={`${item.zh}错在哪里，为什么`} error={errors[wrong]}>
          <Input.TextArea
            id={`field-${wrong}`}
            value={typed[wrong] ?? ''}
            maxLength={300}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => onTyped({ [wrong]: event.target.value })}
          />
        </Labelled>
      </div>
    </section>
  )
}

function Sending({ view, unsaved }: { view: CorrectionView; unsaved: boolean }) {
  const navigate = useNavigate()
  const supplying = view.state === 'supplement'
  const send = useWrite(supplying ? 'correction.supply' : 'correction.submit', {
    refreshes: shownBy,
    onDone: () => void navigate(`/corrections/${view.id}`),
  })
  const button = supplying ? '交回补正' : '提交申请'
  return (
    <section aria-labelledby="send">
      <h2 id="send">{button}</h2>
      <ProblemNotice error={send.error} />
      <ul className="plain-list">
        {view.gaps.map((gap) => (
          <li key={`${gap.field}${gap.message}`}>{gap.message}</li>
        ))}
      </ul>
      {unsaved ? <p className="quiet">还有没保存的内容，请先保存。</p> : null}
      <p className="quiet">由另一位窗口人员核对后决定。</p>
      <Button
        type="primary"
        disabled={unsaved || view.gaps.length > 0}
        loading={send.isPending}
        onClick={() => send.mutate({ id: view.id, version: view.version })}
      >
        {button}
      </Button>
    </section>
  )
}

function Filling({ view }: { view: CorrectionView }) {
  const [typed, setTyped] = useState<Typed>(() => typeItems(view.items))
  const [unsaved, setUnsaved] = useState(false)
  const save = useWrite('correction.saveDraft', { refreshes: shownBy, onDone: () => setUnsaved(false) })
  const { items, faults } = readItems(view.items, typed)
  const refused = Object.fromEntries((save.error?.problem.errors ?? []).map(({ field, message }) => [field, message]))
  const change = (changed: Typed) => {
    setTyped((was) => ({ ...was, ...changed }))
    setUnsaved(true)
  }
  return (
    <div className="filling">
      <title>{`填写 ${view.number} · 启创工作台`}</title>
      <h1>
        为 {view.party.name ?? '申请人'} 填写更正申请 <span className="quiet">{view.number}</span>
      </h1>
      <div className="filling__columns">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (Object.keys(faults).length === 0) {
              save.mutate({ id: view.id, version: view.version, form: { items } })
            }
          }}
        >
          {view.items.map((item) => (
            <ItemFields
              key={item.target}
              item={item}
              typed={typed}
              errors={{ ...refused, ...faults }}
              onTyped={change}
            />
          ))}
          <ProblemNotice error={save.error} />
          <div className="act__buttons">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              保存
            </Button>
            <span role="status" className="quiet">
              {unsaved ? '还没有保存' : '已保存'}
            </span>
          </div>
        </form>
        <div>
          <section aria-labelledby="upload">
            <h2 id="upload">材料</h2>
            <p className="quiet">PDF、JPG 或 PNG，每份不超过 20 MB。</p>
            <PaperUpload caseId={view.id} papers={view.papers} refreshes={['correction.get']} />
          </section>
          <Sending view={view} unsaved={unsaved} />
          <p>
            <Link to={`/corrections/${view.id}`}>看这一件的全貌</Link>
          </p>
        </div>
      </div>
    </div>
  )
}

/** The request filled in at the window, for the person who stands there. */
export function CorrectionFormPage() {
  const { id = '' } = useParams()
  const { data: view, error, refetch } = useOperation('correction.get', { id })
  if (!view) return <PageWithout what="更正申请" error={error} onRetry={() => void refetch()} />
  if (view.holder !== 'applicant') return <Navigate to={`/corrections/${id}`} replace />
  return <Filling key={id} view={view} />
}
