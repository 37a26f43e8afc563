import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { type DivisionCode, isWithin } from '../../../../kernel/divisions/division.ts'
import type { Problem } from '../../../../web/api/portal-api.ts'
import { useOperation, useWrite } from '../../../../web/workbench/calls.ts'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { PageWithout, ProblemNotice } from '../../../../web/workbench/notices.tsx'
import { DivisionPicker } from '../../../../web/workbench/people/division-picker.tsx'
import { verificationWords } from '../../../../web/workbench/people/person-words.ts'
import { divisionsOf, useSession } from '../../../../web/workbench/session.tsx'

/** Where one is open already, the way to it. */
function OtherCase({ problem }: { problem: Problem | undefined }) {
  const id = problem?.code === 'already-open' ? problem.now?.id : undefined
  return typeof id === 'string' ? <Link to={`/loans/${id}`}>打开正在办理的这一件</Link> : null
}

/** Where the person lives, when that lies in the clerk's reach; else the clerk's own division. */
const nearestTo = (home: string | undefined, roots: readonly (readonly [code: string, name: string])[]): string =>
  home && roots.some(([root]) => isWithin(home as DivisionCode, root as DivisionCode)) ? home : (roots[0]?.[0] ?? '')

interface OpeningProps {
  applicant: { id: string; name: string; says: string; division: string }
}

/** Where the business is, and the beginning; what is known of the applicant is filled in by the server. */
function Opening({ applicant }: OpeningProps) {
  const navigate = useNavigate()
  const { data: session } = useSession()
  const roots = divisionsOf(session)
  const [chosen, setChosen] = useState('')
  const division = chosen || nearestTo(applicant.division, roots)
  const open = useWrite('loan.open', {
    refreshes: ['case.findInbox', 'person.get', 'enterprise.get'],
    onDone: ({ id }) => void navigate(`/loans/${id}/form`),
  })
  return (
    <div className="narrow">
      <title>为申请人办理创业担保贷款 · 启创工作台</title>
      <h1>为 {applicant.name} 办理创业担保贷款</h1>
      <p className="quiet">{applicant.says}</p>
      <ProblemNotice error={open.error}>
        <OtherCase problem={open.error?.problem} />
      </ProblemNotice>
      <Labelled id="division" label="经营所在地" hint="选到县（市、区）或街道；由当地的窗口和审核人员办理">
        <DivisionPicker id="division" roots={roots} value={division} onChange={setChosen} />
      </Labelled>
      <Button type="primary" loading={open.isPending} onClick={() => open.mutate({ partyId: applicant.id, division })}>
        开始填写
      </Button>
      <p className="quiet">系统会记下是在窗口办理的；填写的内容随时存到服务器，提交以前都可以改。</p>
    </div>
  )
}

/** Opens a loan for a person at the window. */
export function LoanOpenPage() {
  const { personId = '' } = useParams()
  const { data: person, error, refetch } = useOperation('person.get', { id: personId })
  if (!person) return <PageWithout what="申请人的档案" error={error} onRetry={() => void refetch()} />
  const { id, name, phone, identity, verification, division, divisionName } = person
  const says = `证件 ${identity ?? '未登记'} · ${verificationWords[verification]} · ${divisionName}`
  return <Opening applicant={{ id, name: name ?? phone ?? '申请人', says, division }} />
}

/** Opens a loan for an enterprise or a partnership at the window. */
export function LoanOpenEnterprisePage() {
  const { enterpriseId = '' } = useParams()
  const { data: enterprise, error, refetch } = useOperation('enterprise.get', { id: enterpriseId })
  if (!enterprise) return <PageWithout what="企业档案" error={error} onRetry={() => void refetch()} />
  const { id, name, creditCode, legalFormLabel, division, divisionName } = enterprise
  return <Opening applicant={{ id, name, says: `${creditCode} · ${legalFormLabel} · ${divisionName}`, division }} />
}
