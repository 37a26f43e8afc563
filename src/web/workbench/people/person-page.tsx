import { Link, useParams } from 'react-router'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import { type CalendarDate, formatDay, formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { useCasePath, useTakingIn } from '../desk.ts'
import { TakeAgency } from '../enterprises/take-agency.tsx'
import { Nothing, PageWithout } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { hasRole, useSession } from '../session.tsx'
import { PersonConsents } from './person-consents.tsx'
import { PersonFormer } from './person-former.tsx'
import { PersonLooks } from './person-looks.tsx'
import { PersonMerges } from './person-merges.tsx'
import { verificationWords } from './person-words.ts'
import { VerifyPerson } from './verify-person.tsx'

type Person = Output<'person.get'>

function PersonData({ person, clerk }: { person: Person; clerk: boolean }) {
  const rows = [
    ['姓名', person.name ?? '未填写'],
    ['手机号', person.phone ?? '未登记'],
    ['证件', person.identityKind ? kernelTerms[person.identityKind].zh : '未登记'],
    ['证件号码', person.identity ?? '未登记'],
    ['出生日期', person.birthDate ? formatDay(person.birthDate as CalendarDate) : '未登记'],
    ['所在地区', person.divisionName],
    ['实名', verificationWords[person.verification]],
    ['核验时间', person.verifiedAt ? formatInstant(new Date(person.verifiedAt)) : '尚未核验'],
  ]
  return (
    <section aria-labelledby="data">
      <h2 id="data">基本信息</h2>
      <dl className="pairs">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {clerk && person.verification !== 'verified' ? (
        <VerifyPerson person={person} refreshes={['person.get', 'loan.get']} />
      ) : null}
    </section>
  )
}

function PersonFacts({ facts }: Pick<Person, 'facts'>) {
  if (facts.length === 0) return <Nothing says="还没有登记任何情况。" />
  return (
    <PlainTable label="已知情况">
      <thead>
        <tr>
          <th scope="col">情况</th>
          <th scope="col">内容</th>
          <th scope="col">来源</th>
          <th scope="col">登记时间</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.key}>
            <td>{fact.zh}</td>
            <td>{fact.says}</td>
            <td>{kernelTerms[fact.source].zh}</td>
            <td>{formatInstant(new Date(fact.recordedAt))}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function PersonCases({ cases }: Pick<Person, 'cases'>) {
  const casePath = useCasePath()
  if (cases.length === 0) return <Nothing says="还没有办件。" />
  return (
    <PlainTable label="办件">
      <thead>
        <tr>
          <th scope="col">办件编号</th>
          <th scope="col">事项</th>
          <th scope="col">状态</th>
          <th scope="col">开始时间</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.id}>
            <td>
              <Link to={casePath(one.service, one.id) ?? '/inbox'}>{one.number}</Link>
            </td>
            <td>{one.serviceLabel}</td>
            <td>{one.stateLabel}</td>
            <td>{formatInstant(new Date(one.openedAt))}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function ServePerson({ person }: { person: Person }) {
  const desks = useTakingIn()
  return (
    <section aria-labelledby="serve">
      <h2 id="serve">为其办理</h2>
      <ul className="lines">
        {desks.map((desk) => (
          <li key={desk.service}>
            <Link to={desk.openPath(person.id)}>{desk.zh}</Link> <span className="quiet">{desk.says}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One person's file: who they are, what is known of them and from where, and their cases. */
export function PersonPage() {
  const { id = '' } = useParams()
  const { data: session } = useSession()
  const { data: person, error, refetch } = useOperation('person.get', { id }, { live: true })
  if (!person) return <PageWithout what="档案" error={error} onRetry={() => void refetch()} />
  const clerk = hasRole(session, 'clerk')
  return (
    <>
      <title>服务对象档案 · 启创工作台</title>
      <h1>{person.name ?? '未填写姓名'}的档案</h1>
      <PersonMerges id={person.id} mayUndo={clerk || hasRole(session, 'administrator')} />
      <div className="person">
        <div>
          <PersonData person={person} clerk={clerk} />
          <section aria-labelledby="cases">
            <h2 id="cases">办件</h2>
            <PersonCases cases={person.cases} />
          </section>
          {clerk ? <ServePerson person={person} /> : null}
          <PersonConsents id={person.id} clerk={clerk} />
          {clerk ? (
            <details className="folded">
              <summary>登记其代企业办事</summary>
              <TakeAgency agentId={person.id} />
            </details>
          ) : null}
        </div>
        <section aria-labelledby="facts">
          <h2 id="facts">已知情况</h2>
          <PersonFacts facts={person.facts} />
          <PersonFormer id={person.id} />
          <h2>谁看过</h2>
          <PersonLooks id={person.id} />
        </section>
      </div>
    </>
  )
}
