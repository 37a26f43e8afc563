import { Button, Radio } from 'antd'
import { useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import { CallRefused, callApi, isUnanswered } from '../../api/http-client.ts'
import { createIntention } from '../../api/intention.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { saveAnswer } from '../save-file.ts'

type Kind = Output<'import.findKinds'>['items'][number]
type Batch = Output<'import.find'>['items'][number]

/** Sends one file; what was refused is said, and the file can be chosen again. */
function useUpload(kind: string) {
  const navigate = useNavigate()
  const [intention] = useState(() => createIntention())
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<CallRefused | null>(null)
  const send = async (file: File) => {
    setSending(true)
    setError(null)
    try {
      const { id } = await callApi('import.begin', { kind }, { file, key: intention.keyFor({ kind, file }) })
      intention.settle()
      void navigate(`/imports/${id}`)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      if (!isUnanswered(refused)) intention.settle()
      setError(refused)
    }
    setSending(false)
  }
  return { send, sending, error }
}

function Columns({ kind }: { kind: Kind }) {
  return (
    <p className="quiet">
      要有这些列：
      {kind.columns
        .filter(({ required }) => required)
        .map(({ zh }) => zh)
        .join('、')}
      。可以有：
      {kind.columns
        .filter(({ required }) => !required)
        .map(({ zh }) => zh)
        .join('、') || '无'}
      。列名写法略有不同也能认出；标题行、小标题、合计行会自动跳过。
    </p>
  )
}

function UploadForm({ kinds }: { kinds: readonly Kind[] }) {
  const [name, setName] = useState(kinds[0]?.kind ?? '')
  const kind = kinds.find((one) => one.kind === name)
  const input = useRef<HTMLInputElement>(null)
  const { send, sending, error } = useUpload(name)
  if (!kind) return <Nothing says="您的角色没有可以导入的内容。" />
  return (
    <section className="panel" aria-label="上传表格">
      <Radio.Group
        aria-label="导入内容"
        value={name}
        onChange={({ target }) => setName(target.value)}
        options={kinds.map((one) => ({ value: one.kind, label: one.zh }))}
      />
      <Columns kind={kind} />
      <input
        ref={input}
        type="file"
        hidden
        aria-label="要导入的表格"
        accept=".xlsx,.csv,.txt"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <div className="page-head__acts">
        <Button type="primary" loading={sending} onClick={() => input.current?.click()}>
          选择表格并检查
        </Button>
        <Button onClick={() => void saveAnswer('import.getTemplate', { kind: name }, `${kind.zh}导入模板.xlsx`)}>
          下载模板
        </Button>
      </div>
      <p className="quiet">收 .xlsx 和 .csv，10 MB、2 万行以内。先逐行检查，您确认以后才写入。</p>
      <ProblemNotice error={error} />
    </section>
  )
}

function BatchRow({ batch }: { batch: Batch }) {
  return (
    <tr>
      <td>
        <Link to={`/imports/${batch.id}`}>{batch.fileName ?? '（表格已删除）'}</Link>
      </td>
      <td>{batch.kindLabel}</td>
      <td>{batch.stateLabel}</td>
      <td className="number">{batch.total}</td>
      <td>{batch.by}</td>
      <td>{formatInstant(new Date(batch.createdAt))}</td>
    </tr>
  )
}

/** Imports in reach, newest first, and the way to begin one. */
export function ImportsPage() {
  const [search] = useSearchParams()
  const after = search.get('after') ?? undefined
  const kinds = useOperation('import.findKinds', {})
  const { data, error, refetch } = useOperation('import.find', after ? { after } : {}, { live: true })
  if (!kinds.data || !data)
    return <PageWithout what="导入" error={kinds.error ?? error} onRetry={() => void refetch()} />
  return (
    <div>
      <title>从表格导入 · 启创工作台</title>
      <h1>从表格导入</h1>
      <UploadForm kinds={kinds.data.items} />
      <h2>最近的导入</h2>
      {data.items.length === 0 ? (
        <Nothing says="还没有导入过。">
          <p className="quiet">先下载模板，或直接选择手头的名册；检查的结果会逐行列出。</p>
        </Nothing>
      ) : (
        <PlainTable label="最近的导入">
          <thead>
            <tr>
              {['文件', '内容', '进度', '行数', '谁导入的', '时间'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.map((batch) => (
              <BatchRow key={batch.id} batch={batch} />
            ))}
          </tbody>
        </PlainTable>
      )}
      {data.next || after ? (
        <nav className="paging" aria-label="翻页">
          {after ? <Link to="/imports">回到第一页</Link> : null}
          {data.next ? <Link to={`/imports?after=${data.next}`}>下一页</Link> : null}
        </nav>
      ) : null}
    </div>
  )
}
