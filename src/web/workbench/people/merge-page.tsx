import { Alert, Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { verificationWords } from './person-words.ts'

type Preview = Output<'person.previewMerge'>

function Compared({ survivor, merged }: Pick<Preview, 'survivor' | 'merged'>) {
  const kindOf = ({ identityKind }: Preview['survivor']) => (identityKind ? kernelTerms[identityKind].zh : '未登记')
  const rows: [string, string, string][] = [
    ['姓名', survivor.name ?? '未填写', merged.name ?? '未填写'],
    ['手机号', survivor.phone ?? '未登记', merged.phone ?? '未登记'],
    ['证件类型', kindOf(survivor), kindOf(merged)],
    ['证件号码', survivor.identity ?? '未登记', merged.identity ?? '未登记'],
    ['实名', verificationWords[survivor.verification], verificationWords[merged.verification]],
    ['所在地区', survivor.divisionName, merged.divisionName],
  ]
  return (
    <PlainTable label="两份档案">
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">保留的档案</th>
          <th scope="col">要并入的档案</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([term, one, other]) => (
          <tr key={term}>
            <th scope="row">{term}</th>
            <td>{one}</td>
            <td>{other}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Obstacles({ obstacles }: Pick<Preview, 'obstacles'>) {
  return (
    <Alert
      type="warning"
      showIcon
      title="这两份档案现在不能合并"
      description={
        <ul className="plain-list">
          {obstacles.map(({ code, says, wayOut }) => (
            <li key={code + says}>
              {says}。{wayOut}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function MergeForm({ preview }: { preview: Preview }) {
  const id = useId()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const { survivor, merged } = preview
  const merge = useWrite('person.merge', {
    refreshes: ['person.findDuplicates', 'person.get', 'person.getMerges'],
    onDone: (output) => void navigate(`/people/${output.id}`),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    merge.mutate({
      id: survivor.id,
      mergedId: merged.id,
      version: survivor.version,
      mergedVersion: merged.version,
      reason,
    })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={merge.error} />
      <Labelled id={id} label="合并理由" hint="怎样认定是同一个人，例如：本人带身份证到窗口核对">
        <Input.TextArea
          id={id}
          value={reason}
          maxLength={300}
          required
          autoSize={{ minRows: 2 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={merge.isPending}>
          合并这两份档案
        </Button>
      </div>
    </form>
  )
}

/** Both files side by side, what merging them will do, and what stands in the way. */
export function MergePage() {
  const { id = '', mergedId = '' } = useParams()
  const { data, error, refetch } = useOperation('person.previewMerge', { id, mergedId }, { live: true })
  if (!data) return <PageWithout what="要合并的档案" error={error} onRetry={() => void refetch()} />
  const { moves } = data
  return (
    <div className="spaced">
      <title>合并档案 · 启创工作台</title>
      <h1>合并档案</h1>
      <Compared survivor={data.survivor} merged={data.merged} />
      <p>
        <Link to={`/people/${mergedId}/merge/${id}`} replace>
          换过来：保留另一份
        </Link>
      </p>
      <section aria-labelledby="effect">
        <h2 id="effect">合并以后</h2>
        <p>
          并入的档案有 {moves.cases} 个办件、{moves.facts} 项已知情况、{moves.papers} 份材料、{moves.notices} 条通知、
          {moves.accounts} 个登录账号，都归到保留的档案下；两个手机号都能登录。原来的记录一行不改，随时可以撤销。
        </p>
      </section>
      {data.obstacles.length > 0 ? <Obstacles obstacles={data.obstacles} /> : <MergeForm preview={data} />}
    </div>
  )
}
