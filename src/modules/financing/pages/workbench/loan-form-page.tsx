import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useParams } from 'react-router'
import { useOperation } from '../../../../web/workbench/calls.ts'
import { PaperUpload } from '../../../../web/workbench/case/paper-upload.tsx'
import { SaveBand } from '../../../../web/workbench/form/save-band.tsx'
import { SchemaField } from '../../../../web/workbench/form/schema-field.tsx'
import type { Typed } from '../../../../web/workbench/form/typed-form.ts'
import { PageWithout } from '../../../../web/workbench/notices.tsx'
import { fieldsOf, isBesidePoint, schemasOf, sectionsOf } from '../components/loan-sections.ts'
import { LoanSending } from './loan-sending.tsx'
import type { LoanView } from './loan-view.ts'
import { dropKeptDraft, type LoanDrafting, readKeptDraft, useLoanDraft } from './use-loan-draft.ts'

function Sections({ draft, kind }: { draft: LoanDrafting; kind: LoanView['kind'] }) {
  return sectionsOf(kind).map((section) => {
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
                errors={draft.errors}
                {...section.fields[field]}
                label={schemas[field]?.title ?? field}
              />
            ))}
        </div>
      </section>
    )
  })
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

function LoanFilling({ view, unsaved }: { view: LoanView; unsaved: Typed | undefined }) {
  const draft = useLoanDraft(view, unsaved)
  return (
    <div className="filling">
      <title>{`填写 ${view.number} · 启创工作台`}</title>
      <h1>
        为 {view.applicant.name ?? '申请人'} 填写创业担保贷款申请 <span className="quiet">{view.number}</span>
      </h1>
      <SaveBand
        autosave={draft.autosave}
        newest={view.version}
        wrong={Object.keys(draft.errors).length}
        standing={view.state === 'supplement' ? '尚未交回。' : '尚未提交。'}
      />
      <AskedFor asked={view.asked} />
      <div className="filling__columns">
        <div>
          <Sections draft={draft} kind={view.kind} />
        </div>
        <div>
          <section aria-labelledby="upload">
            <h2 id="upload">材料</h2>
            <p className="quiet">PDF、JPG 或 PNG，每份不超过 20 MB。</p>
            <PaperUpload caseId={view.id} papers={view.papers} refreshes={['loan.get']} />
          </section>
          <LoanSending view={view} draft={draft} />
          <p>
            <Link to={`/loans/${view.id}`}>看这一件的全貌</Link>
          </p>
        </div>
      </div>
    </div>
  )
}

/** Text left unsaved on an older version is neither thrown away nor laid over what is newer: the clerk says which. */
function UnsavedChoice({ onChoose }: { onChoose(mine: boolean): void }) {
  return (
    <Alert
      type="warning"
      showIcon
      title="这台电脑上有一份没有存上的填写，服务器上的内容后来又有了变化"
      description={
        <div className="act__buttons">
          <Button onClick={() => onChoose(false)}>用服务器上最新的</Button>
          <Button onClick={() => onChoose(true)}>用这台电脑上没存上的</Button>
        </div>
      }
    />
  )
}

function LoanBeginning({ view }: { view: LoanView }) {
  const [kept] = useState(() => readKeptDraft(view))
  const [mine, setMine] = useState(kept === undefined ? false : kept.version === view.version || undefined)
  const choose = (wanted: boolean) => {
    if (!wanted) dropKeptDraft(view)
    setMine(wanted)
  }
  if (mine === undefined) return <UnsavedChoice onChoose={choose} />
  return <LoanFilling view={view} unsaved={mine ? kept?.typed : undefined} />
}

/** The application filled in at the window: everything on one page, saved as it is typed, all gaps in sight. */
export function LoanFormPage() {
  const { id = '' } = useParams()
  const { data: view, error, refetch } = useOperation('loan.get', { id })
  if (!view) return <PageWithout what="申请表" error={error} onRetry={() => void refetch()} />
  if (view.holder !== 'applicant') return <Navigate to={`/loans/${id}`} replace />
  return <LoanBeginning key={id} view={view} />
}
