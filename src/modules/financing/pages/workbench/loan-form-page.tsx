import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { formatInstant } from '../../../../shared/dates.ts'
import { useOperation, useWrite } from '../../../../web/workbench/calls.ts'
import { PaperUpload } from '../../../../web/workbench/case/paper-upload.tsx'
import { SchemaField } from '../../../../web/workbench/form/schema-field.tsx'
import type { Typed } from '../../../../web/workbench/form/typed-form.ts'
import { type Autosave, useAutosave } from '../../../../web/workbench/form/use-autosave.ts'
import { useKept } from '../../../../web/workbench/kept-text.ts'
import { ProblemNotice, Waiting } from '../../../../web/workbench/notices.tsx'
import { LoanForm } from '../../schema.ts'
import { fieldsOf, isBesidePoint, loanSections, schemasOf } from '../components/loan-sections.ts'
import { readDraft, saveDraft, typeOut } from './loan-draft.ts'
import { LoanGaps } from './loan-gaps.tsx'
import type { LoanView } from './loan-view.ts'

/** The draft as it is typed, saved on the server a moment after each change; kept here too until it is. */
function useDraft(view: LoanView) {
  const client = useQueryClient()
  const [typed, keep, drop] = useKept<Typed>(`${view.id}.form`, () => typeOut(view.form))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const { form, faults } = readDraft(typed)
  const autosave = useAutosave(typed, {
    version: view.version,
    save: async (content, version, key) => {
      const saved = await saveDraft({ id: view.id, version, form: readDraft(content).form, key })
      setWrong(saved.wrong)
      if (Object.keys({ ...saved.wrong, ...readDraft(content).faults }).length === 0) drop()
      return saved.version
    },
    onSaved: () => void client.invalidateQueries({ queryKey: ['loan.get', { id: view.id }] }),
  })
  const change = (changed: Typed) => keep({ ...typed, ...changed })
  return { typed, change, form, autosave, errors: { ...wrong, ...faults } }
}

type DraftState = ReturnType<typeof useDraft>

const stateWords: Readonly<Record<Autosave['state'], string>> = {
  idle: '改动会自动存到服务器。',
  waiting: '正在等您停笔…',
  saving: '正在保存…',
  saved: '已保存到服务器',
  failed: '没有保存上，您填写的内容还在这里',
}

/** Saved is not sent: the band says so until it is. */
function SaveBand({ autosave, latest }: { autosave: Autosave; latest: number }) {
  const { state, savedAt, error, flush, rebase } = autosave
  const stale = error?.problem.code === 'stale'
  const again = () => {
    if (stale) rebase(latest)
    void flush()
  }
  return (
    <div className={state === 'failed' ? 'save-band save-band--failed' : 'save-band'}>
      <p role="status">
        <strong>尚未提交。</strong> {stateWords[state]}
        {state === 'saved' && savedAt ? `（${formatInstant(savedAt).slice(-5)}）` : ''}
      </p>
      {error ? (
        <ProblemNotice error={error}>
          <Button size="small" onClick={again}>
            {stale ? '以我填写的为准，再保存' : '再保存一次'}
          </Button>
        </ProblemNotice>
      ) : null}
    </div>
  )
}

function Sections({ draft }: { draft: DraftState }) {
  return loanSections.map((section) => {
    const schemas = schemasOf(section)
    return (
      <section key={section.id} className="form-section" aria-labelledby={`section-${section.id}`}>
        <h2 id={`section-${section.id}`}>{section.title}</h2>
        <div className="form-section__fields">
          {fieldsOf(section)
            .filter((field) => !isBesidePoint(schemas[field] ?? {}, draft.form))
            .map((field) => (
              <SchemaField
                key={field}
                name={field}
                schema={schemas[field] ?? {}}
                typed={draft.typed}
                onTyped={draft.change}
                error={draft.errors[field]}
                {...section.fields[field]}
                label={schemas[field]?.title ?? field}
              />
            ))}
        </div>
      </section>
    )
  })
}

/** Sends what was filled in, or hands the supplement back; what is still open on the page is saved first. */
function SendPart({ view, draft }: { view: LoanView; draft: DraftState }) {
  const navigate = useNavigate()
  const action = view.state === 'supplement' ? 'supply' : 'submit'
  const button = view.actions.find((one) => one.action === action)
  const send = useWrite(`loan.${action}`, {
    refreshes: ['loan.get', 'case.findInbox'],
    onDone: () => void navigate(`/loans/${view.id}`),
  })
  const submit = async () => {
    const version = await draft.autosave.flush()
    if (version !== undefined) send.mutate({ id: view.id, version })
  }
  const open = view.gaps.length + Object.keys(draft.errors).length
  return (
    <section className="send-part" aria-labelledby="send">
      <h2 id="send">核对并{button?.button ?? '提交'}</h2>
      <Checkbox
        id="field-truthful"
        checked={draft.typed.truthful === 'true'}
        onChange={(event) => draft.change({ truthful: event.target.checked ? 'true' : '' })}
      >
        申请人当面确认：{(LoanForm.properties.truthful as { title?: string }).title}
      </Checkbox>
      <LoanGaps gaps={view.gaps} />
      <ProblemNotice error={send.error} />
      <Button
        type="primary"
        size="large"
        loading={send.isPending}
        disabled={open > 0 || button?.allowed === false}
        aria-describedby="send-reason"
        onClick={() => void submit()}
      >
        {button?.button ?? '提交申请'}
      </Button>
      <p id="send-reason" className="quiet">
        {button?.reason || (open > 0 ? `还差 ${open} 项，补齐后就能提交。` : '提交后由窗口受理，内容不能再改。')}
      </p>
    </section>
  )
}

function AskedFor({ asked }: Pick<LoanView, 'asked'>) {
  if (asked.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title="窗口告知要补的内容"
      description={
        <ul className="plain-list">
          {asked.map(({ item, says }) => (
            <li key={item}>
              <strong>{item}</strong>：{says}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function LoanFilling({ view }: { view: LoanView }) {
  const draft = useDraft(view)
  return (
    <div className="filling">
      <title>{`填写 ${view.number} · 启创工作台`}</title>
      <h1>
        为 {view.applicant.name ?? '申请人'} 填写创业担保贷款申请 <span className="quiet">{view.number}</span>
      </h1>
      <SaveBand autosave={draft.autosave} latest={view.version} />
      <AskedFor asked={view.asked} />
      <div className="filling__columns">
        <div>
          <Sections draft={draft} />
        </div>
        <div>
          <section aria-labelledby="upload">
            <h2 id="upload">材料</h2>
            <p className="quiet">PDF、JPG 或 PNG，每份不超过 20 MB。</p>
            <PaperUpload caseId={view.id} papers={view.papers} refreshes={['loan.get']} />
          </section>
          <SendPart view={view} draft={draft} />
          <p>
            <Link to={`/loans/${view.id}`}>看这一件的全貌</Link>
          </p>
        </div>
      </div>
    </div>
  )
}

/** The application filled in at the window: everything on one page, saved as it is typed, all gaps in sight. */
export function LoanFormPage() {
  const { id = '' } = useParams()
  const { data: view, error, refetch } = useOperation('loan.get', { id })
  if (!view) {
    return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Waiting what="申请表" />
  }
  if (view.holder !== 'applicant') return <Navigate to={`/loans/${id}`} replace />
  return <LoanFilling key={id} view={view} />
}
