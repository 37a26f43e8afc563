import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { useDesks } from '../desk.ts'
import { InboxTable } from '../inbox/inbox-table.tsx'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { hasRole, useSession } from '../session.tsx'
import { sourceWords, verificationWords } from './person-words.ts'

type Person = Output<'person.get'>

/** The clerk compares the paper in hand with what is registered, then says that it is the same. */
function VerifyPerson({ person }: { person: Person }) {
  const [asked, setAsked] = useState(false)
  const verify = useWrite('person.verify', { refreshes: ['person.get'] })
  if (!asked) return <Button onClick={() => setAsked(true)}>核验实名</Button>
  return (
    <div className="confirm">
      <ProblemNotice error={verify.error} />
      <p>
        请把身份证原件与本人、与下面登记的内容逐项核对：姓名 <strong>{person.name}</strong>，证件号{' '}
        <strong>{person.identity}</strong>。一致的，核验后记为“已核验实名”，并写入审计。
      </p>
      <Button
        type="primary"
        loading={verify.isPending}
        onClick={() => verify.mutate({ id: person.id, version: person.version })}
      >
        核对一致，核验实名
      </Button>
      <Button onClick={() => setAsked(false)}>先不核验</Button>
    </div>
  )
}

function PersonData({ person, clerk }: { person: Person; clerk: boolean }) {
  const rows = [
    ['姓名', person.name],
    ['手机号', person.phone],
    ['证件号', person.identity || '未登记'],
    ['所在地区', person.divisionName],
    ['实名', verificationWords[person.verification] ?? person.verification],
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
      {clerk && person.verification === 'declared' ? <VerifyPerson person={person} /> : null}
    </section>
  )
}

function PersonFacts({ person }: { person: Person }) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">已知情况</h2>
      {person.facts.length === 0 ? (
        <Nothing says="还没有登记任何情况。" />
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">情况</th>
              <th scope="col">内容</th>
              <th scope="col">来源</th>
              <th scope="col">登记时间</th>
            </tr>
          </thead>
          <tbody>
            {person.facts.map((fact) => (
              <tr key={fact.key}>
                <td>{fact.zh}</td>
                <td>{fact.says}</td>
                <td>{sourceWords[fact.source] ?? fact.source}</td>
                <td>{formatInstant(new Date(fact.recordedAt))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function ServePerson({ person }: { person: Person }) {
  const desks = useDesks()
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
  const { data: person, error, refetch } = useOperation('person.get', { id })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!person) return <Waiting what="档案" />
  const clerk = hasRole(session, 'clerk')
  return (
    <>
      <title>{`${person.name}的档案 · 启创工作台`}</title>
      <h1>{person.name}的档案</h1>
      <div className="person">
        <PersonData person={person} clerk={clerk} />
        {clerk ? <ServePerson person={person} /> : null}
        <PersonFacts person={person} />
        <section aria-labelledby="cases">
          <h2 id="cases">办件</h2>
          {person.cases.length === 0 ? <Nothing says="还没有办件。" /> : <InboxTable items={person.cases} busy={false} />}
        </section>
      </div>
    </>
  )
}
