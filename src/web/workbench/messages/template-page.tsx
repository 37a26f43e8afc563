import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { partNames, type TemplateTexts } from '../../../kernel/notifications/template-text.ts'
import { formatInstant } from '../../../shared/dates.ts'
import { useOperation, useWrite } from '../calls.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { TemplateForm } from './template-form.tsx'
import type { TemplateView } from './template-preview.tsx'

type Edit = TemplateView['edits'][number]

const says = (instant: string) => formatInstant(new Date(instant))
const stateWords: Readonly<Record<Edit['state'], string>> = {
  draft: '等待发布',
  released: '正在使用',
  replaced: '已被替换',
  discarded: '已作废',
}
const refreshes = ['noticeTemplate.get', 'noticeTemplate.find'] as const

/** What an edit would change, part by part. */
function Changes({ view, texts }: { view: TemplateView; texts: TemplateTexts }) {
  const changed = view.parts.filter((part) => texts[part] !== view.texts[part])
  return (
    <PlainTable label="修改前后">
      <thead>
        <tr>
          <th scope="col">部分</th>
          <th scope="col">现在</th>
          <th scope="col">改成</th>
        </tr>
      </thead>
      <tbody>
        {changed.map((part) => (
          <tr key={part}>
            <th scope="row" className="previews__part">
              {partNames[part]}
            </th>
            <td className="previews__text">{view.texts[part]}</td>
            <td className="previews__text">{texts[part]}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** An edit that waits: what it changes, and the second person's two buttons. */
function WaitingEdit({ view, edit, onDone }: { view: TemplateView; edit: Edit; onDone(says: string): void }) {
  const release = useWrite('noticeTemplate.release', {
    refreshes,
    onDone: () => onDone('已发布，下一条通知起就用它。'),
  })
  const discard = useWrite('noticeTemplate.discard', {
    refreshes,
    onDone: () => onDone('已作废，现在用的文字没有变。'),
  })
  const chosen = { code: view.code, version: edit.version }
  return (
    <section className="confirm" aria-labelledby="waiting">
      <h2 id="waiting">等待发布的修改</h2>
      <p>
        {edit.editor}，{says(edit.editedAt)}
        {edit.remark ? `：${edit.remark}` : ''}
        {edit.texts === null ? '（恢复系统自带的文字）' : ''}
      </p>
      <Changes view={view} texts={edit.texts ?? view.ownTexts} />
      <ProblemNotice error={release.error ?? discard.error} />
      <div className="page-head__acts">
        <Button type="primary" disabled={edit.own} loading={release.isPending} onClick={() => release.mutate(chosen)}>
          发布这次修改
        </Button>
        <Button danger loading={discard.isPending} onClick={() => discard.mutate(chosen)}>
          作废这次修改
        </Button>
      </div>
      {edit.own ? <p className="quiet">这是您自己写的，要由另一位信息员或管理员核对后发布。</p> : null}
    </section>
  )
}

function History({ view }: { view: TemplateView }) {
  if (view.edits.length === 0) return null
  return (
    <details className="folded">
      <summary>修改历史（{view.edits.length} 次）</summary>
      <PlainTable label="修改历史">
        <thead>
          <tr>
            {['版本', '状态', '修改人', '修改时间', '说明', '发布人', '发布时间'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.edits.map((edit) => (
            <tr key={edit.version}>
              <td>{edit.version}</td>
              <td>{stateWords[edit.state]}</td>
              <td>{edit.editor}</td>
              <td>{says(edit.editedAt)}</td>
              <td>{edit.remark || (edit.texts ? '—' : '恢复系统自带的文字')}</td>
              <td>{edit.releaser ?? '—'}</td>
              <td>{edit.releasedAt ? says(edit.releasedAt) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </details>
  )
}

/** One kind of notice: its wording to edit with a preview, an edit that waits, and the edits so far. */
export function TemplatePage() {
  const { code = '' } = useParams()
  const [done, setDone] = useState('')
  const { data: view, error, refetch } = useOperation('noticeTemplate.get', { code }, { live: true })
  if (!view) return <PageWithout what="通知模板" error={error} onRetry={() => void refetch()} />
  const waiting = view.edits.find(({ state }) => state === 'draft')
  return (
    <div className="filling">
      <title>{`${view.zh} · 通知模板 · 启创工作台`}</title>
      <p>
        <Link to="/notice-templates">通知模板</Link>
      </p>
      <h1>{view.zh}</h1>
      {done ? <Alert type="success" showIcon role="status" title={done} /> : null}
      {waiting ? <WaitingEdit view={view} edit={waiting} onDone={setDone} /> : null}
      <TemplateForm
        key={view.version}
        view={view}
        onSent={() => setDone('已提交。另一位信息员或管理员核对发布后，才会用到。')}
      />
      <History view={view} />
    </div>
  )
}
