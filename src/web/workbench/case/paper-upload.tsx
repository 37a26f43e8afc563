import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { CallRefused, callApi, isUnanswered } from '../../api/http-client.ts'
import { createIntention } from '../../api/intention.ts'
import type { OperationName } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { ProblemNotice } from '../notices.tsx'
import type { Paper, PaperFile, Papers } from './case-view.ts'
import { describeSize } from './file-size.ts'

interface UploadProps {
  caseId: string
  papers: Papers
  /** Operations that show the papers. */
  refreshes: readonly OperationName[]
}

const accepted = '.pdf,.jpg,.jpeg,.png'

/** Sends files one after the other; what was refused is said, what went through stays. */
function useUpload({ caseId, refreshes }: UploadProps, kind: string) {
  const client = useQueryClient()
  const [intention] = useState(() => createIntention())
  const [sending, setSending] = useState<string>()
  const [error, setError] = useState<CallRefused | null>(null)
  const sendOne = async (file: File) => {
    const input = { id: caseId, kind }
    setSending(file.name)
    try {
      await callApi('paper.add', input, { file, key: intention.keyFor({ ...input, file }) })
      intention.settle()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      if (!isUnanswered(refused)) intention.settle()
      setError(refused)
    }
  }
  const send = async (files: readonly File[]) => {
    setError(null)
    for (const file of files) await sendOne(file)
    setSending(undefined)
    for (const read of refreshes) await client.invalidateQueries({ queryKey: [read] })
  }
  return { send, sending, error }
}

function UploadedFile({ file, refreshes }: { file: PaperFile; refreshes: readonly OperationName[] }) {
  const remove = useWrite('paper.remove', { refreshes })
  return (
    <li>
      {file.name} <span className="quiet">{describeSize(file.size)}</span>
      <Button size="small" type="link" loading={remove.isPending} onClick={() => remove.mutate({ id: file.id })}>
        移除<span className="visually-hidden">{file.name}</span>
      </Button>
      <ProblemNotice error={remove.error} />
    </li>
  )
}

/** Of the button that takes one kind of paper, so that a list of gaps can lead to it. */
export const paperFieldId = (kind: string) => `paper-${kind}`

function PaperKind({ paper, ...props }: UploadProps & { paper: Paper }) {
  const input = useRef<HTMLInputElement>(null)
  const { send, sending, error } = useUpload(props, paper.kind)
  return (
    <li className="upload">
      <p>
        <strong>{paper.zh}</strong>{' '}
        <span className="quiet">
          {paper.required ? '必需' : '按需'} · {paper.why}
        </span>
      </p>
      {paper.files.length > 0 ? (
        <ul className="plain-list">
          {paper.files.map((file) => (
            <UploadedFile key={file.id} file={file} refreshes={props.refreshes} />
          ))}
        </ul>
      ) : null}
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={accepted}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void send(files)
        }}
      />
      <Button id={paperFieldId(paper.kind)} loading={sending !== undefined} onClick={() => input.current?.click()}>
        {paper.files.length > 0 ? '再加一份' : '选择文件'}
        <span className="visually-hidden">：{paper.zh}</span>
      </Button>
      <span role="status" className="quiet">
        {sending ? `正在上传 ${sending}…` : ''}
      </span>
      <ProblemNotice error={error} />
    </li>
  )
}

/** Takes papers in, kind by kind. */
export function PaperUpload(props: UploadProps) {
  return (
    <ul className="uploads">
      {props.papers.map((paper) => (
        <PaperKind key={paper.kind} {...props} paper={paper} />
      ))}
    </ul>
  )
}
