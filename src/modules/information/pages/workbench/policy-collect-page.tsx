import { Alert, Button, Checkbox, Input } from 'antd'
import { type ChangeEvent, type FormEvent, useId, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { useOperation, useWrite } from '../../../../web/workbench/calls.ts'
import { describedBy, Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { useKept } from '../../../../web/workbench/kept-text.ts'
import { ProblemNotice } from '../../../../web/workbench/notices.tsx'
import { shownBy } from './work-view.ts'

const empty = { title: '', number: '', sourceAddress: '', sourceSays: '', text: '' }
type Typed = typeof empty

const MOST_BYTES = 1_000_000

/** A text file as text, whichever of the usual encodings it is in. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function TextFile({ onText }: { onText(text: string): void }) {
  const [fault, setFault] = useState('')
  const id = useId()
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (!file) return
    if (file.size > MOST_BYTES) setFault('这个文件超过 1 MB，请只取要发布的部分，或把正文复制进来。')
    else {
      const text = decode(await file.arrayBuffer())
      if (text.includes('\u0000')) setFault('这不是纯文本文件。Word 和 PDF 请打开后复制正文，粘贴到上面。')
      else {
        setFault('')
        onText(text)
      }
    }
    target.value = ''
  }
  return (
    <Labelled
      id={id}
      label="或从文本文件读入"
      hint="只读 .txt 纯文本；Word 和 PDF 请打开后复制正文，粘贴到上面"
      error={fault || undefined}
    >
      <input id={id} type="file" accept=".txt,text/plain" onChange={(event) => void read(event)} />
    </Labelled>
  )
}

function Alike({ items }: Pick<Output<'policyWork.findAlike'>, 'items'>) {
  if (items.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title="可能已经有这份政策了"
      description={
        <ul className="plain-list">
          {items.map(({ slug, title, number, stateLabel, why }) => (
            <li key={slug}>
              <Link to={`/policies/${slug}`}>{title}</Link> {number}（{stateLabel}，
              {why === 'number' ? '文号相同' : '标题相近'}）
            </li>
          ))}
        </ul>
      }
    />
  )
}

const fields = [
  { name: 'title', label: '标题', hint: '照原文写全', required: true },
  { name: 'number', label: '文号', hint: '例如 财金〔2023〕75号，没有的留空', required: false },
  { name: 'sourceAddress', label: '来源网址', hint: '原文所在的网页，以 http 开头', required: false },
  { name: 'sourceSays', label: '来源说明', hint: '从哪里来的，例如“市人社局来文”', required: false },
] as const

/** 收集: a text comes in with its source; what it is like is told while it is typed, and nothing typed is lost. */
export function PolicyCollectPage() {
  const navigate = useNavigate()
  const [typed, keep, drop] = useKept<Typed>('policy.collect', () => empty)
  const [asked, setAsked] = useState({ title: typed.title, number: typed.number })
  const [anyway, setAnyway] = useState(false)
  const id = useId()
  const alike = useOperation('policyWork.findAlike', asked, {
    enabled: asked.title.trim().length >= 4 || asked.number.trim() !== '',
  })
  const collect = useWrite('policyWork.collect', {
    refreshes: shownBy,
    onDone: ({ slug }) => {
      drop()
      void navigate(`/policies/${slug}/edit`)
    },
  })
  const errorOf = (field: string) => collect.error?.problem.errors?.find((one) => one.field === field)?.message
  const items = alike.data?.items ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    collect.mutate({ ...typed, ...(anyway ? { anyway } : {}) })
  }
  const set = (changed: Partial<Typed>) => keep({ ...typed, ...changed })
  return (
    <div className="narrow">
      <title>收集政策 · 启创工作台</title>
      <h1>收集政策</h1>
      <p className="quiet">先把原文和来源放进来，层级、主题、日期在下一步整理。写到一半的会留在这台电脑上。</p>
      <form className="stacked-form" onSubmit={submit}>
        <ProblemNotice error={collect.error} />
        {fields.map(({ name, label, hint, required }) => (
          <Labelled key={name} id={id + name} label={label} hint={hint} error={errorOf(name)}>
            <Input
              id={id + name}
              value={typed[name]}
              required={required}
              maxLength={name === 'sourceAddress' ? 500 : 200}
              autoComplete="off"
              aria-describedby={describedBy(id + name, { hint, error: errorOf(name) })}
              onChange={(event) => set({ [name]: event.target.value })}
              onBlur={() => setAsked({ title: typed.title, number: typed.number })}
            />
          </Labelled>
        ))}
        <Alike items={items} />
        <Labelled id={`${id}text`} label="原文" hint="从网页、Word 或 PDF 复制来粘贴；段落、条款、表格会自动分开">
          <Input.TextArea
            id={`${id}text`}
            value={typed.text}
            maxLength={100_000}
            autoSize={{ minRows: 8, maxRows: 24 }}
            onChange={(event) => set({ text: event.target.value })}
          />
        </Labelled>
        <TextFile onText={(text) => set({ text })} />
        {items.length > 0 || collect.error?.problem.code === 'alike' ? (
          <Checkbox checked={anyway} onChange={(event) => setAnyway(event.target.checked)}>
            我看过相似的，不是同一份，仍要收集
          </Checkbox>
        ) : null}
        <Button type="primary" htmlType="submit" loading={collect.isPending}>
          收集，去整理
        </Button>
      </form>
    </div>
  )
}
