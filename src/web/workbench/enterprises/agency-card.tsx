import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link } from 'react-router'
import { type CalendarDate, formatDate } from '../../../shared/dates.ts'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { PaperPreview } from '../case/paper-preview.tsx'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'
import { verificationWords } from '../people/person-words.ts'

export type Agency = Output<'agency.get'>

const refreshes: readonly OperationName[] = ['agency.findWaiting', 'enterprise.get', 'enterprise.find']

const day = (date: string) => formatDate(date as CalendarDate)

function Pair({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What an agency says, to be compared with the paper and the licence. */
function AgencyFacts({ agency }: { agency: Agency }) {
  return (
    <dl className="pairs">
      <Pair term="代办人">
        <Link to={`/people/${agency.agentId}`}>{agency.agentName ?? '未填写姓名'}</Link>（
        {verificationWords[agency.agentVerification ?? 'none']}）
      </Pair>
      <Pair term="信用代码">{agency.creditCode}</Pair>
      <Pair term="企业类型">{agency.legalFormLabel}</Pair>
      <Pair term="所属行业">{agency.industryLabel}</Pair>
      <Pair term="登记">
        {day(agency.registeredOn)}，{agency.divisionName}
      </Pair>
      <Pair term="授权到">{day(agency.validTo)}</Pair>
    </dl>
  )
}

function Decline({ agency, onClose }: { agency: Agency; onClose(): void }) {
  const [reason, setReason] = useState('')
  const id = useId()
  const decline = useWrite('agency.decline', { refreshes })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decline.mutate({ id: agency.id, version: agency.version, reason: reason.trim() })
  }
  return (
    <form className="confirm" onSubmit={submit}>
      <ProblemNotice error={decline.error} />
      <Labelled id={id} label="不予确认的原因" hint="代办人会看到，写清楚缺什么、怎么改">
        <Input.TextArea
          id={id}
          value={reason}
          maxLength={200}
          autoSize={{ minRows: 2, maxRows: 5 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <div className="act__buttons">
        <Button htmlType="submit" danger loading={decline.isPending} disabled={reason.trim().length < 4}>
          不予确认
        </Button>
        <Button onClick={onClose}>返回</Button>
      </div>
    </form>
  )
}

/** One agency that waits: the paper beside what was told, and the two answers. */
export function WaitingAgency({ agency }: { agency: Agency }) {
  const [looking, setLooking] = useState(false)
  const [declining, setDeclining] = useState(false)
  const confirm = useWrite('agency.confirm', { refreshes })
  const unready = agency.agentVerification !== 'verified'
  return (
    <li className="person-card">
      <p className="person-card__name">
        <strong>{agency.name}</strong>
      </p>
      <AgencyFacts agency={agency} />
      {agency.paperId ? (
        <Button size="small" aria-expanded={looking} onClick={() => setLooking(!looking)}>
          {looking ? '收起授权委托书' : '查看授权委托书'}
        </Button>
      ) : null}
      {looking && agency.paperId ? (
        <PaperPreview
          file={{
            id: agency.paperId,
            kind: 'authorisation',
            name: '授权委托书',
            mediaType: agency.paperType ?? '',
            size: 0,
            uploadedAt: agency.proposedAt,
          }}
        />
      ) : null}
      <ProblemNotice error={confirm.error} />
      {declining ? (
        <Decline agency={agency} onClose={() => setDeclining(false)} />
      ) : (
        <div className="act__buttons">
          <Button
            type="primary"
            loading={confirm.isPending}
            disabled={unready}
            onClick={() => confirm.mutate({ id: agency.id, version: agency.version })}
          >
            核对一致，确认代办
          </Button>
          <Button onClick={() => setDeclining(true)}>不予确认…</Button>
        </div>
      )}
      {unready ? <p className="quiet">代办人的实名还没有核验，请先打开代办人的档案核验。</p> : null}
    </li>
  )
}

/** An agency in the file of its enterprise or its agent; a clerk may end it for either. */
export function AgencyRow({ agency, clerk, agent }: { agency: Agency; clerk: boolean; agent: boolean }) {
  const end = useWrite('agency.end', { refreshes })
  return (
    <tr>
      <td>{agent ? <Link to={`/people/${agency.agentId}`}>{agency.agentName ?? '未填写姓名'}</Link> : agency.name}</td>
      <td>{agency.state === 'confirmed' && !agency.holds ? '已到期' : agency.stateLabel}</td>
      <td>
        {day(agency.validFrom)} 至 {day(agency.validTo)}
      </td>
      <td>
        {clerk && agency.holds ? (
          <Button
            size="small"
            loading={end.isPending}
            onClick={() => end.mutate({ id: agency.id, version: agency.version })}
          >
            终止<span className="visually-hidden">{agency.agentName}的代办</span>
          </Button>
        ) : null}
        <ProblemNotice error={end.error} />
      </td>
    </tr>
  )
}
