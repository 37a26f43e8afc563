import { IdempotencyKey } from '../forms/idempotency-key.tsx'
import type { RefusedPaper } from '../portal/paper-post.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Instant } from '../ui/day.tsx'
import { FileField } from '../ui/file-field.tsx'
import { StateText } from '../ui/state-text.tsx'
import './paper-cards.css'

interface PaperFile {
  id: string
  name: string
  /** Bytes. */
  size: number
  uploadedAt: string
}

/** A kind of paper that a case takes, and what is there of it. */
interface Paper {
  kind: string
  zh: string
  why: string
  required: boolean
  files: readonly PaperFile[]
}

const KIBIBYTE = 1024

/** '350 KB', '1.8 MB'. */
export const sizeInWords = (bytes: number): string =>
  bytes < KIBIBYTE * KIBIBYTE
    ? `${Math.max(1, Math.round(bytes / KIBIBYTE))} KB`
    : `${(bytes / KIBIBYTE / KIBIBYTE).toFixed(1)} MB`

/** The name of a file, leading to its page, with its size and when it came. */
export function PaperLink({ file }: { file: PaperFile }) {
  return (
    <>
      <a href={`/papers/${file.id}`}>{file.name}</a>
      <span className="muted small">
        {' '}
        {sizeInWords(file.size)} · <Instant at={file.uploadedAt} /> 上传
      </span>
    </>
  )
}

function FileRow({ file, kind }: { file: PaperFile; kind: string }) {
  return (
    <li className="paper-file">
      <span>
        <PaperLink file={file} />
      </span>
      <form method="post">
        <IdempotencyKey />
        <input type="hidden" name="intent" value="removePaper" />
        <input type="hidden" name="paper" value={file.id} />
        <input type="hidden" name="kind" value={kind} />
        <Button kind="plain">
          删除<span className="visually-hidden">“{file.name}”</span>
        </Button>
      </form>
    </li>
  )
}

/** Words that stand once for each paper, with the paper's name for those who hear them one by one. */
function NameFor({ paper, children }: { paper: Paper; children: string }) {
  return (
    <>
      {children}
      <span className="visually-hidden">：{paper.zh}</span>
    </>
  )
}

/** Where one file is there, the field for another is folded away. */
function Upload({ paper, error }: { paper: Paper; error: string | undefined }) {
  const form = <UploadForm paper={paper} error={error} />
  if (paper.files.length === 0) return form
  return (
    <details open={error !== undefined}>
      <summary>
        <NameFor paper={paper}>再传一个文件</NameFor>
      </summary>
      {form}
    </details>
  )
}

function UploadForm({ paper, error }: { paper: Paper; error: string | undefined }) {
  return (
    <form className="paper-upload" method="post" encType="multipart/form-data" noValidate>
      <IdempotencyKey />
      <input type="hidden" name="kind" value={paper.kind} />
      <FileField
        label={<NameFor paper={paper}>选择文件</NameFor>}
        name={`file.${paper.kind}`}
        accept=".pdf,.jpg,.jpeg,.png"
        error={error}
      />
      <Button>
        <NameFor paper={paper}>上传</NameFor>
      </Button>
    </form>
  )
}

const stateOf = (paper: Paper) => {
  if (paper.files.length > 0) return <StateText tone="good">已上传 {paper.files.length} 个文件</StateText>
  return paper.required ? <StateText tone="warn">待上传</StateText> : <StateText tone="quiet">选交</StateText>
}

const whyRefused = ({ problem }: RefusedPaper): string =>
  problem.errors?.map((error) => error.message).join('；') || [problem.title, problem.detail].filter(Boolean).join('：')

interface PaperCardsProps {
  papers: readonly Paper[]
  news: { added: string | null; removed: string | null }
  refused: RefusedPaper | undefined
}

/** What is taken in, told before anything is chosen. */
export function PaperRules() {
  return (
    <p className="prose">
      收 PDF、JPG 和 PNG 三种文件，每个不超过 20
      MB。用手机拍照就可以：放平、拍全、看得清字。一份材料有几页的，可以分几次上传。
    </p>
  )
}

/** Each paper with why it is asked for, what is there of it, and where to add to it; works without script. */
export function PaperCards({ papers, news, refused }: PaperCardsProps) {
  return (
    <div className="stack">
      {papers.map((paper) => (
        <Card key={paper.kind} id={`paper-${paper.kind}`} title={paper.zh} aside={stateOf(paper)}>
          <p className="muted">{paper.why}</p>
          {news.added === paper.kind ? <Banner kind="good" title="已上传" announce /> : null}
          {news.removed === paper.kind ? <Banner kind="good" title="已删除" announce /> : null}
          {paper.files.length > 0 ? (
            <ul className="list-plain">
              {paper.files.map((file) => (
                <FileRow key={file.id} file={file} kind={paper.kind} />
              ))}
            </ul>
          ) : null}
          <Upload paper={paper} error={refused?.kind === paper.kind ? whyRefused(refused) : undefined} />
        </Card>
      ))}
    </div>
  )
}

/** At the head of a page whose upload was refused, leading to the paper. */
export function PaperProblem({ papers, refused }: Pick<PaperCardsProps, 'papers' | 'refused'>) {
  if (!refused) return null
  const paper = papers.find((one) => one.kind === refused.kind)
  return (
    <Banner kind="bad" title={paper ? `“${paper.zh}”没有办成` : refused.problem.title} announce>
      <p>
        {whyRefused(refused)} {paper ? <a href={`#paper-${paper.kind}`}>去看这份材料</a> : null}
      </p>
    </Banner>
  )
}
