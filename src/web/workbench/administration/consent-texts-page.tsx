import { Alert, Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { useKept } from '../kept-text.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { faultOf } from './fault-of.ts'

type Text = Output<'consent.findTexts'>['items'][number]

interface EditingProps {
  text: Text
  onDone(says: string): void
  onClose(): void
}

/** A new version, begun from the one that counts; what is typed stays on this desktop until it is published or given up. */
function NewVersion({ text, onDone, onClose }: EditingProps) {
  const id = useId()
  const key = `consent-text.${text.purpose}.${text.version}`
  const [typed, keep, drop] = useKept(key, () => ({ title: text.title, body: text.body }))
  const publish = useWrite('consent.publishText', {
    refreshes: ['consent.findTexts'],
    onDone: ({ version }) => {
      drop()
      onDone(`《${typed.title}》第 ${version} 版已经发布`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish.mutate({ purpose: text.purpose, version: text.version, ...typed })
  }
  const giveUp = () => {
    drop()
    onClose()
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={publish.error} />
      <Labelled id={`${id}title`} label="名称" error={faultOf(publish.error, 'title')}>
        <Input
          id={`${id}title`}
          value={typed.title}
          maxLength={60}
          required
          onChange={(event) => keep({ ...typed, title: event.target.value })}
        />
      </Labelled>
      <Labelled id={`${id}body`} label="内容" hint="段落之间空一行" error={faultOf(publish.error, 'body')}>
        <Input.TextArea
          id={`${id}body`}
          value={typed.body}
          autoSize={{ minRows: 10 }}
          maxLength={20_000}
          required
          onChange={(event) => keep({ ...typed, body: event.target.value })}
        />
      </Labelled>
      <p className="quiet">
        {text.required
          ? '发布以后不能改，只能再发新版本。同意过旧版本的人，下次打开自己的页面时要看过新版本、重新同意。'
          : '发布以后不能改，只能再发新版本。'}
      </p>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={publish.isPending}>
          发布第 {text.version + 1} 版
        </Button>
        <Button onClick={giveUp}>不改了</Button>
      </div>
    </form>
  )
}

function TextSection({ text, onDone }: { text: Text; onDone(says: string): void }) {
  const [editing, setEditing] = useState(false)
  const done = (says: string) => {
    setEditing(false)
    onDone(says)
  }
  return (
    <section aria-labelledby={text.purpose}>
      <h2 id={text.purpose}>{text.title}</h2>
      <p className="quiet">
        第 {text.version} 版，{formatInstant(new Date(text.publishedAt))}发布。
        <a href={`/consents/${text.purpose}`}>在门户上看《{text.title}》</a>
      </p>
      {editing ? (
        <NewVersion text={text} onDone={done} onClose={() => setEditing(false)} />
      ) : (
        <Button onClick={() => setEditing(true)}>改写《{text.title}》</Button>
      )}
    </section>
  )
}

/** What people are asked to agree to: each text in the version that counts, and the place to publish the next. */
export function ConsentTextsPage() {
  const { data, error, refetch } = useOperation('consent.findTexts', {}, { live: true })
  const [says, setSays] = useState<string>()
  if (!data) return <PageWithout what="条款和说明" error={error} onRetry={() => void refetch()} />
  return (
    <div className="spaced">
      <title>条款和说明 · 启创工作台</title>
      <div>
        <h1>条款和说明</h1>
        <p className="quiet">人们在网上和窗口要看过、同意的内容。由全平台的管理员发布新版本。</p>
      </div>
      {says ? <Alert type="success" showIcon role="status" title={says} /> : null}
      {data.items.map((text) => (
        <TextSection key={text.purpose} text={text} onDone={setSays} />
      ))}
    </div>
  )
}
