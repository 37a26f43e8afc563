import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useParams } from 'react-router'
import { useOperation } from '../../../../web/workbench/calls.ts'
import { DecisionPanel } from '../../../../web/workbench/case/decision-panel.tsx'
import { SaveBand } from '../../../../web/workbench/form/save-band.tsx'
import { PageWithout } from '../../../../web/workbench/notices.tsx'
import { policyFlow } from '../../flow.ts'
import { BodyEditor } from './body-editor.tsx'
import { CardFields, ChangeNoteField, FactFields } from './content-fields.tsx'
import { LinksEditor } from './links-editor.tsx'
import { policyActs } from './policy-acts.tsx'
import { Preview } from './preview.tsx'
import { dropKeptContent, type PolicyDrafting, readKeptContent, usePolicyDraft } from './use-policy-draft.ts'
import { type Content, shownBy, type WorkView } from './work-view.ts'
import './policy-desk.css'

function ReviewRemarks({ remarks }: Pick<WorkView, 'remarks'>) {
  if (remarks.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title="审核退回，要改这几处"
      description={
        <ul className="plain-list">
          {remarks.map(({ place, says }) => (
            <li key={place + says}>
              <strong>{place}</strong>：{says}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Gaps({ gaps }: Pick<WorkView, 'gaps'>) {
  return (
    <section className="gaps" aria-labelledby="gaps">
      <h2 id="gaps">{gaps.length > 0 ? `送审前还差 ${gaps.length} 项` : '送审前要有的'}</h2>
      {gaps.length === 0 ? <p className="gaps__none">都齐了。</p> : null}
      <ul>
        {gaps.map(({ field, message }) => (
          <li key={field + message}>{message}</li>
        ))}
      </ul>
    </section>
  )
}

/** What comes next is offered for what is saved, never for what is still on its way. */
function Onwards({ view, draft }: { view: WorkView; draft: PolicyDrafting }) {
  const isSaved = draft.autosave.state === 'saved' || draft.autosave.state === 'idle'
  if (!isSaved) return <p className="quiet">保存好以后，可以在这里送到下一步。</p>
  return <DecisionPanel view={view} flow={policyFlow} acts={policyActs} refreshes={shownBy} />
}

function Sections({ view, draft }: { view: WorkView; draft: PolicyDrafting }) {
  const { content, change } = draft
  return (
    <>
      <section className="form-section" aria-labelledby="facts">
        <h2 id="facts">文件信息</h2>
        <FactFields draft={draft} divisions={view.divisions} />
      </section>
      <section className="form-section" aria-labelledby="links">
        <h2 id="links">和其他政策的关系</h2>
        <LinksEditor
          links={content.links}
          known={view.linked}
          error={draft.errorOf('links')}
          onChange={(links) => change({ links })}
        />
      </section>
      <section className="form-section" aria-labelledby="card">
        <h2 id="card">政策卡片：一分钟看懂</h2>
        <CardFields draft={draft} />
      </section>
      <section className="form-section" aria-labelledby="body">
        <h2 id="body">正文</h2>
        <BodyEditor body={content.body} onChange={(body) => change({ body })} />
      </section>
      {view.edition > 1 ? (
        <section className="form-section" aria-labelledby="note">
          <h2 id="note">修订</h2>
          <ChangeNoteField draft={draft} />
        </section>
      ) : null}
    </>
  )
}

function Editing({ view, unsaved }: { view: WorkView; unsaved: Content | undefined }) {
  const draft = usePolicyDraft(view, unsaved)
  return (
    <div className="filling">
      <title>{`编辑 ${view.content.title} · 启创工作台`}</title>
      <h1>
        编辑：{draft.content.title || '（还没有标题）'} <span className="quiet">第 {view.edition} 版</span>
      </h1>
      <SaveBand autosave={draft.autosave} newest={view.version} wrong={0} standing="尚未送审。" />
      <ReviewRemarks remarks={view.remarks} />
      <div className="filling__columns">
        <div>
          <Sections view={view} draft={draft} />
        </div>
        <div>
          <Gaps gaps={view.gaps} />
          <Onwards view={view} draft={draft} />
          <p>
            <Link to={`/policies/${view.slug}?edition=${view.edition}`}>看这份政策稿的全貌</Link>
          </p>
          {view.sourceText ? (
            <section aria-labelledby="source">
              <h2 id="source">收集时的原文</h2>
              <pre className="policy-source">{view.sourceText}</pre>
            </section>
          ) : null}
          <section aria-labelledby="preview">
            <h2 id="preview">读者看到的样子</h2>
            <Preview content={draft.content} />
          </section>
        </div>
      </div>
    </div>
  )
}

/** Text left unsaved on an older version is neither thrown away nor laid over what is newer: the editor says which. */
function UnsavedChoice({ onChoose }: { onChoose(mine: boolean): void }) {
  return (
    <Alert
      type="warning"
      showIcon
      title="这台电脑上有一份没有存上的编辑，服务器上的内容后来又有了变化"
      description={
        <div className="act__buttons">
          <Button onClick={() => onChoose(false)}>用服务器上最新的</Button>
          <Button onClick={() => onChoose(true)}>用这台电脑上没存上的</Button>
        </div>
      }
    />
  )
}

function Beginning({ view }: { view: WorkView }) {
  const [kept] = useState(() => readKeptContent(view))
  const [mine, setMine] = useState(kept === undefined ? false : kept.version === view.version || undefined)
  const choose = (wanted: boolean) => {
    if (!wanted) dropKeptContent(view)
    setMine(wanted)
  }
  if (mine === undefined) return <UnsavedChoice onChoose={choose} />
  return <Editing view={view} unsaved={mine ? kept?.content : undefined} />
}

/** One version while it is put in order and edited: everything on one page, saved as it is typed, gaps and preview in sight. */
export function PolicyEditPage() {
  const { slug = '' } = useParams()
  const { data: view, error, refetch } = useOperation('policyWork.get', { slug })
  if (!view) return <PageWithout what="政策稿" error={error} onRetry={() => void refetch()} />
  if (!view.editable) return <Navigate to={`/policies/${slug}?edition=${view.edition}`} replace />
  // A step taken moves the version on: the page begins anew from it, with nothing unsaved.
  return <Beginning key={`${view.id} ${view.state}`} view={view} />
}
