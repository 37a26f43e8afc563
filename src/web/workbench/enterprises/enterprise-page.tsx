import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useParams } from 'react-router'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import { type CalendarDate, formatDate, formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { useCasePath, useDesks } from '../desk.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { hasRole, useSession } from '../session.tsx'
import { AgencyRow } from './agency-card.tsx'

type Enterprise = Output<'enterprise.get'>

function Amend({ enterprise }: { enterprise: Enterprise }) {
  const [staff, setStaff] = useState(enterprise.staff === null ? '' : String(enterprise.staff))
  const id = useId()
  const amend = useWrite('enterprise.amend', { refreshes: ['enterprise.get'] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    amend.mutate({ id: enterprise.id, version: enterprise.version, staff: Number(staff) })
  }
  return (
    <form className="finder" onSubmit={submit}>
      <Labelled id={id} label="职工人数" hint="以最近一次工资表或社保缴费名册为准">
        <Input
          id={id}
          inputMode="numeric"
          value={staff}
          suffix="人"
          onChange={(event) => setStaff(event.target.value)}
        />
      </Labelled>
      <Button htmlType="submit" loading={amend.isPending} disabled={!/^\d{1,7}$/.test(staff)}>
        保存职工人数
      </Button>
      <ProblemNotice error={amend.error} />
    </form>
  )
}

function EnterpriseData({ enterprise, clerk }: { enterprise: Enterprise; clerk: boolean }) {
  const rows = [
    ['统一社会信用代码', enterprise.creditCode],
    ['企业类型', enterprise.legalFormLabel],
    ['所属行业', `${enterprise.industryLabel}（${enterprise.industry}）`],
    ['登记日期', formatDate(enterprise.registeredOn as CalendarDate)],
    ['登记所在地', enterprise.divisionName],
    ['职工人数', enterprise.staff === null ? '未登记' : `${enterprise.staff} 人`],
  ]
  return (
    <section aria-labelledby="data">
      <h2 id="data">登记信息</h2>
      <dl className="pairs">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {clerk ? <Amend key={enterprise.version} enterprise={enterprise} /> : null}
    </section>
  )
}

function Agencies({ agencies, clerk }: { agencies: Enterprise['agencies']; clerk: boolean }) {
  return (
    <section aria-labelledby="agents">
      <h2 id="agents">代办人</h2>
      {agencies.length === 0 ? (
        <Nothing says="还没有代办人。请代办人在门户“代谁办事”里登记，或打开代办人的档案登记。" />
      ) : (
        <PlainTable label="代办人">
          <thead>
            <tr>
              <th scope="col">代办人</th>
              <th scope="col">状态</th>
              <th scope="col">授权期间</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {agencies.map((agency) => (
              <AgencyRow key={agency.id} agency={agency} clerk={clerk} agent />
            ))}
          </tbody>
        </PlainTable>
      )}
    </section>
  )
}

function Cases({ cases }: Pick<Enterprise, 'cases'>) {
  const casePath = useCasePath()
  return (
    <section aria-labelledby="cases">
      <h2 id="cases">办件</h2>
      {cases.length === 0 ? <Nothing says="还没有办件。" /> : null}
      <ul className="lines">
        {cases.map((one) => (
          <li key={one.id}>
            <Link to={casePath(one.service, one.id) ?? '/inbox'}>{one.number}</Link> {one.serviceLabel}{' '}
            <span className="quiet">
              {one.stateLabel}，{formatInstant(new Date(one.openedAt))} 开始
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Serve({ id }: { id: string }) {
  const desks = useDesks().filter((desk) => desk.openEnterprisePath)
  return (
    <section aria-labelledby="serve">
      <h2 id="serve">为其办理</h2>
      <ul className="lines">
        {desks.map((desk) => (
          <li key={desk.service}>
            <Link to={desk.openEnterprisePath?.(id) ?? '/'}>{desk.zh}</Link> <span className="quiet">{desk.says}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function KnownFacts({ facts }: Pick<Enterprise, 'facts'>) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">已知情况</h2>
      {facts.length === 0 ? <Nothing says="还没有登记任何情况。" /> : null}
      <dl className="pairs">
        {facts.map((fact) => (
          <div key={fact.key}>
            <dt>{fact.zh}</dt>
            <dd>
              {fact.says}{' '}
              <span className="quiet">
                {kernelTerms[fact.source].zh}，{formatInstant(new Date(fact.recordedAt))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** One enterprise's file (一企一档): its register data, who acts for it, what is known of it, its cases. */
export function EnterprisePage() {
  const { id = '' } = useParams()
  const { data: session } = useSession()
  const { data: enterprise, error, refetch } = useOperation('enterprise.get', { id }, { live: true })
  if (!enterprise) return <PageWithout what="企业档案" error={error} onRetry={() => void refetch()} />
  const clerk = hasRole(session, 'clerk')
  return (
    <>
      <title>企业档案 · 启创工作台</title>
      <h1>{enterprise.name}</h1>
      <div className="person">
        <div>
          <EnterpriseData enterprise={enterprise} clerk={clerk} />
          <Agencies agencies={enterprise.agencies} clerk={clerk} />
          <Cases cases={enterprise.cases} />
          {clerk ? <Serve id={id} /> : null}
        </div>
        <KnownFacts facts={enterprise.facts} />
      </div>
    </>
  )
}
